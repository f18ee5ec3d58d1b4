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
[ $# -gt 0 ] || set -- --filter '*' --job short --join
exec dotnet run --project tests/EdgeCheckpoint.Benchmarks -c Release --no-build -- "$@"
