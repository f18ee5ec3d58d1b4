#!/usr/bin/env bash
# Speaks the kiosk's prompts, verdicts and pages with espeak-ng, from the texts of the language files.
#   scripts/build-sounds.sh [TARGET FOLDER] [LANGUAGE FOLDER]      default: build/sounds and the built-in languages
# Every file may be replaced by a better recording of the same name; the kiosk takes what it finds at start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target="${1:-build/sounds}"
languages="${2:-src/EdgeCheckpoint.Kiosk/Screen/Pages/lang}"
for program in espeak-ng jq; do
  command -v $program > /dev/null || { echo "$program is missing: sudo apt-get install $program" >&2; exit 69; }
done

# voice TAG: the espeak-ng voice of a language tag
voice() {
  case "$1" in
    zh*) echo cmn ;;
    en) echo en-gb ;;
    *) echo "${1,,}" ;;
  esac
}

count=0
for file in "$languages"/*.json; do
  tag=$(basename "$file" .json)
  mkdir -p "$target/$tag"
  # kind, word, text; no zero-width spaces, which only break lines
  while IFS=$'\t' read -r kind word text; do
    espeak-ng -v "$(voice "$tag")" -s 150 -a 180 -w "$target/$tag/$kind-$word.wav" -- "$text"
    count=$((count + 1))
  done < <(jq -r '
    ((.pages | to_entries[] | ["page", .key, .value]),
     (.prompts | to_entries[] | ["prompt", .key, .value]),
     (.verdicts | to_entries[] | ["verdict", .key, .value]))
    | map(gsub("\u200b"; "")) | @tsv' "$file")
  printf '%-8s spoken\n' "$tag" >&2
done
printf '%d sounds in %s\n' "$count" "$target" >&2
