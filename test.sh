#!/usr/bin/env bash
# Sets up and runs all tests: ./test.sh [arguments for dotnet test]
source "$(dirname "$0")/scripts/setup.sh"

need_packages g++ cmake libzxing-dev libzbar0 libturbojpeg0 libmosquitto1 mosquitto ffmpeg chromium fonts-noto-cjk espeak-ng jq
command -v python3 > /dev/null || need_packages python3
command -v npm > /dev/null || need_packages nodejs npm
need_dotnet
[ ! -f src/native/CMakeLists.txt ] || build_native
quietly "Restoring packages" dotnet restore EdgeCheckpoint.sln --locked-mode
quietly "Building" dotnet build EdgeCheckpoint.sln --no-restore -c Release

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
for project in tests/*.Tests; do
  dotnet test "$project" --no-build -c Release --logger 'console;verbosity=minimal' "$@" 2>&1 | tee -a "$results/output" || status=1
done

# The runner's own summary lines, added up.
awk -v status=$status '
  /Passed!|Failed!/ {
    for (i = 1; i <= NF; i++) {
      value = $(i + 1); sub(",", "", value)
      if ($i == "Failed:") failed += value
      if ($i == "Passed:") passed += value
      if ($i == "Skipped:") skipped += value
    }
  }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit (failed > 0 || passed == 0 || status != 0) }
' "$results/output"
