#!/bin/sh
# Install what the tests of editors and shells use, where it can be installed: without it they are skipped and say so.
set -u
here=$(dirname "$0")/..

if command -v npm >/dev/null; then
    npm install --prefix "$here/editors" --no-save --no-package-lock --no-audit --no-fund || echo "editors: npm cannot install; its test is skipped"
fi
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -q && apt-get install -y -q --no-install-recommends neovim zsh fish || echo "editors: no Neovim, zsh, fish; their tests are skipped"
fi
