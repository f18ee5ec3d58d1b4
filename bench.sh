#!/usr/bin/env bash
# Benchmarks: ./bench.sh runs a short version of all; ./bench.sh kiosk measures a whole kiosk; ./bench.sh --list flat | --filter '*Credential*' go to BenchmarkDotNet.
source "$(dirname "$0")/scripts/setup.sh"

case "${1:-}" in
  -h | --help)
    echo "Usage: ./bench.sh [kiosk [--people N] | BenchmarkDotNet arguments]"
    exit 0 ;;
esac

need_packages g++ cmake libzxing-dev libzbar0 libturbojpeg0 libmosquitto1 mosquitto ffmpeg
need_dotnet
build_native
quietly "Building the benchmarks" dotnet build tests/EdgeCheckpoint.Benchmarks -c Release
# In one process: separate benchmark projects would inherit this repository's build rules and lock files.
[ $# -gt 0 ] || set -- --filter '*' --job short --inProcess --join
exec dotnet run --project tests/EdgeCheckpoint.Benchmarks -c Release --no-build -- "$@"
