#!/usr/bin/env bash
# Hostile input for as long as you like: ./fuzz.sh NAME [SECONDS] [SEED]
set -euo pipefail
cd "$(dirname "$0")"
names=$(for file in scripts/fuzz-*.sh; do basename "$file" .sh | sed 's/^fuzz-//'; done)
if [ $# -lt 1 ] || [ ! -f "scripts/fuzz-$1.sh" ]; then
  echo "usage: ./fuzz.sh NAME [SECONDS] [SEED]; names:" $names >&2
  exit 2
fi
name=$1; shift
exec bash "scripts/fuzz-$name.sh" "$@"
