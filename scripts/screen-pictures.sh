#!/usr/bin/env bash
# Draws docs/img/kiosk-*.png anew: every state of the screen at three sizes and in both languages, as contact sheets and a few single pictures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v ffmpeg > /dev/null || { echo "ffmpeg is missing: sudo apt-get install ffmpeg" >&2; exit 69; }
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT

echo "Taking the pictures (about five minutes) ..." >&2
SCREEN_PICTURES="$pictures" dotnet test tests/EdgeCheckpoint.Kiosk.Tests -c Release \
  --filter 'FullyQualifiedName~ScreenPictures|FullyQualifiedName~VehiclePage|FullyQualifiedName~VisitorPage|FullyQualifiedName~OperatorPage' --logger 'console;verbosity=minimal' >&2

# small palette: flat colours lose nothing
shrink='split[a][b];[a]palettegen=max_colors=128:stats_mode=full[p];[b][p]paletteuse=dither=none'

# sheet SIZE LANGUAGE COLUMNS WIDTH
sheet() {
  local list="$pictures/list" count
  ls "$pictures"/*-"$1-$2.png" | sort | sed "s/.*/file '&'/" > "$list"
  count=$(wc -l < "$list")
  ffmpeg -v error -y -r 1 -f concat -safe 0 -i "$list" -frames:v 1 \
    -vf "scale=$4:-1:flags=area,tile=$3x$(((count + $3 - 1) / $3)):padding=6:color=0xb0b0b0,$shrink" "docs/img/kiosk-all-$1-$2.png"
}

mkdir -p docs/img
for language in zh-CN en; do
  sheet 1920x1080 $language 5 384
  sheet 1080x1920 $language 7 240
  sheet 480x320 $language 5 360
done
for state in idle read-code passage verdict-refer verdict-deny vehicle-people out-of-service; do
  ffmpeg -v error -y -i "$pictures/$state-1920x1080-zh-CN+en.png" -vf "scale=960:-1:flags=area,$shrink" "docs/img/kiosk-$state.png"
done
ffmpeg -v error -y -i "$pictures/vehicle-pad-letters-1920x1080.png" -vf "scale=960:-1:flags=area,$shrink" docs/img/kiosk-vehicle-plate.png
for state in idle-with-code visitor; do
  ffmpeg -v error -y -i "$pictures/$state-1920x1080.png" -vf "scale=960:-1:flags=area,$shrink" "docs/img/kiosk-$state.png"
done
ffmpeg -v error -y -i "$pictures/operator.png" -vf "scale=960:-1:flags=area,$shrink" docs/img/kiosk-operator.png
du -ch docs/img/kiosk-*.png | tail -1 >&2
