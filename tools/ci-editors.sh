#!/bin/sh
# Install what the tests of editors and shells use, where it can be installed: without it they are skipped and say so.
set -u
here=$(dirname "$0")/..

if command -v npm >/dev/null; then
    npm ci --prefix "$here/editors/vscode" --no-audit --no-fund --loglevel=error || echo "editors: npm cannot install; the tests of the VS Code extension are skipped"
else
    echo "editors: no npm; the tests of the VS Code extension are skipped"
fi
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -q && apt-get install -y -q --no-install-recommends neovim zsh fish || echo "editors: no Neovim, zsh, fish; their tests are skipped"
fi
