#!/usr/bin/env bash
# A whole district on this machine: ./demo.sh runs until Ctrl-C, ./demo.sh --once plays a fixed cast and checks every verdict.
source "$(dirname "$0")/scripts/setup.sh"

case "${1:-}" in
  -h | --help)
    echo "Usage: ./demo.sh [--once] [--kiosk-port N] [--district-port N]"
    echo "Installs what is missing, builds, starts a broker, a kiosk and a district, and sends people through."
    exit 0 ;;
esac

need_packages g++ cmake libzxing-dev libturbojpeg0 libmosquitto1 mosquitto ffmpeg
need_dotnet
build_native
quietly "Building the services" bash -c '
  dotnet build src/EdgeCheckpoint.Kiosk -c Release && dotnet build src/EdgeCheckpoint.District -c Release && dotnet build src/EdgeCheckpoint.Cli -c Release'

# Where the pages stay from one demo to the next, unless the command line says otherwise.
ports=()
given=" $* "
if [[ "$given" != *" --once "* ]]; then
  [[ "$given" == *" --kiosk-port"[\ =:]* ]] || ports+=(--kiosk-port 8080)
  [[ "$given" == *" --district-port"[\ =:]* ]] || ports+=(--district-port 8090)
fi
exec dotnet src/EdgeCheckpoint.Cli/bin/Release/net10.0/EdgeCheckpoint.Cli.dll demo "${ports[@]}" "$@"
