# Sourced by the scripts at the root: installs what is missing and builds the native part. Says what it does, keeps the rest in a log.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
log="${TMPDIR:-/tmp}/edgecheckpoint-setup-$(id -u).log"
: > "$log"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PATH="$PATH:/usr/sbin"

say() { printf '%s\n' "$*" >&2; }

# quietly "what it does" command...: shows one line, and the log's end when it fails.
quietly() {
  local what="$1" start=$SECONDS; shift
  printf '%-58s' "$what ..." >&2
  if "$@" >> "$log" 2>&1; then
    printf ' %3d s\n' $((SECONDS - start)) >&2
  else
    printf ' failed\n' >&2
    tail -n 25 "$log" >&2
    say "The whole output is in $log."
    return 1
  fi
}

# need_packages package...: installs those Debian packages that are absent.
need_packages() {
  local absent=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || absent+=("$package")
  done
  [ ${#absent[@]} -eq 0 ] && return 0
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo=$(command -v sudo || true)
    [ -n "$sudo" ] || { say "Missing packages: ${absent[*]}. Install them as root: apt-get install ${absent[*]}"; return 1; }
  fi
  quietly "Refreshing the package list" $sudo apt-get update
  quietly "Installing ${absent[*]}" $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${absent[@]}"
}

need_dotnet() {
  command -v dotnet > /dev/null && dotnet --list-sdks | grep -q '^10\.' && return 0
  say "The .NET 10 SDK is missing. README.md, section 'The .NET SDK', says how to install it."
  return 1
}

build_native() { quietly "Building the native part" scripts/build-native.sh "$@"; }
