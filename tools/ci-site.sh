#!/usr/bin/env bash
# Install what the tests of the playground and the site need beside Python packages, where this machine lets one: Chromium
# (Debian's), npm, and Pyodide from the npm registry. What cannot be had is said, and its tests are skipped with a message.
#
#     bash tools/ci-site.sh
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

have() { command -v "$1" > /dev/null 2>&1; }

browser() { have chromium || have chromium-browser || have google-chrome; }

install() {
  have apt-get || { echo "There is no apt-get: install $* by other means." >&2; return 1; }
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || { echo "Not root and no sudo: $* cannot be installed." >&2; return 1; }
    root=(sudo)
  fi
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}

browser || install chromium fonts-dejavu-core || echo "Without Chromium the playground is not tested." >&2
have npm || install npm || echo "Without npm the playground cannot be built." >&2
if have npm; then
  npm ci --prefix playground --no-audit --no-fund --loglevel=error || echo "Pyodide could not be fetched: the playground is not tested." >&2
fi
exit 0
