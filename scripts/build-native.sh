#!/usr/bin/env bash
# Builds the native part: scripts/build-native.sh [FOLDER [CMAKE OPTIONS]]      default: build/native
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
folder="${1:-build/native}"
[ $# -eq 0 ] || shift
# CMake refuses what it made before the checkout was copied or moved.
grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD/src/native" "$folder/CMakeCache.txt" || rm -rf "$folder"
cmake -S src/native -B "$folder" -DCMAKE_BUILD_TYPE=Release "$@"
cmake --build "$folder" --parallel
