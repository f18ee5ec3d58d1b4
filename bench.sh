#!/usr/bin/env bash
# Benchmarks: ./bench.sh runs a short version of all; ./bench.sh kiosk measures a whole kiosk; ./bench.sh soak runs one for 24 simulated hours; ./bench.sh --list flat | --filter '*Credential*' go to BenchmarkDotNet.
source "$(dirname "$0")/scripts/setup.sh"

case "${1:-}" in
  -h | --help)
    echo "Usage: ./bench.sh [kiosk [--people N] | soak [HOURS] | BenchmarkDotNet arguments]"
    exit 0 ;;
esac

need_packages g++ cmake libzxing-dev libzbar0 libturbojpeg0 libmosquitto1 mosquitto ffmpeg
need_dotnet
build_native
if [ "${1:-}" = soak ]; then
  # The composed service for simulated hours, about fifty times faster than life; fails when anything grows.
  quietly "Building the tests" dotnet build tests/EdgeCheckpoint.Kiosk.Tests -c Release
  SERVICE_HOURS="${2:-24}" exec dotnet test tests/EdgeCheckpoint.Kiosk.Tests -c Release --no-build \
    --filter Hours_of_service --logger "console;verbosity=detailed" -- xUnit.ShowLiveOutput=true
fi

quietly "Building the benchmarks" dotnet build tests/EdgeCheckpoint.Benchmarks -c Release
# In one process: separate benchmark projects would inherit this repository's build rules and lock files.
[ $# -gt 0 ] || set -- --filter '*' --job short --inProcess --join
exec dotnet run --project tests/EdgeCheckpoint.Benchmarks -c Release --no-build -- "$@"
