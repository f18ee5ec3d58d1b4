#!/usr/bin/env bash
# Tortures delivery: ./torture.sh [--long] [kills|crashes|recover|drain|append ...]   --long takes hours
source "$(dirname "$0")/scripts/setup.sh"

long=false runs=()
for argument in "$@"; do
  case "$argument" in
    --long) long=true ;;
    kills | crashes | recover | drain | append) runs+=("$argument") ;;
    *) say "usage: ./torture.sh [--long] [kills|crashes|recover|drain|append ...]"; exit 2 ;;
  esac
done
[ ${#runs[@]} -gt 0 ] || runs=(append crashes recover kills drain)
seed="${SEED:-1}"

need_packages gcc libc6-dev libmosquitto1 mosquitto
need_dotnet
quietly "Building" dotnet build tests/EdgeCheckpoint.Uplink.Tests -c Release
program=tests/EdgeCheckpoint.Uplink.Tests/bin/Release/net10.0/EdgeCheckpoint.Uplink.Tests.dll

status=0
for run in "${runs[@]}"; do
  case "$run-$long" in
    kills-false) dotnet "$program" kills 500 20000 "$seed" ;;
    kills-true) dotnet "$program" kills 20000 400000 "$seed" ;;
    crashes-false) dotnet "$program" crashes 10000 "$seed" ;;
    crashes-true) dotnet "$program" crashes 200000 "$seed" ;;
    recover-false) dotnet "$program" recover 100000 ;;
    recover-true) dotnet "$program" recover 570000 ;;
    drain-false) dotnet "$program" drain 100000 ;;
    drain-true) dotnet "$program" drain 570000 ;;
    append-false) dotnet "$program" append 5000 ;;
    append-true) dotnet "$program" append 50000 ;;
  esac || { say "$run: the law is broken or a figure is missed; the line above says which."; status=1; }
done
exit $status
