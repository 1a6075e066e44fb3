"""How the language server ends when the editor does not say goodbye."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `lsp`")

INITIALIZE = b'Content-Length: 75\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'


@pytest.mark.parametrize("sent", [b"", INITIALIZE, INITIALIZE[:30], INITIALIZE * 2])
@pytest.mark.parametrize("stays", [False, True])
def test_the_server_ends_quietly_when_the_editor_goes_away(sent: bytes, stays: bool) -> None:
    """pygls printed a traceback for each answer that could not be written. `stays` says that the input stays open a while."""
    answers, out = os.pipe()
    os.close(answers)
    server = subprocess.Popen([sys.executable, "-m", "promptlint", "lsp"], stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE)
    os.close(out)
    assert server.stdin is not None
    server.stdin.write(sent)
    server.stdin.flush()
    if stays:
        time.sleep(0.3)
    assert (server.communicate(timeout=60)[1], server.returncode) == (b"", 0)


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_the_server_requires_both_streams(closed: str) -> None:
    done = subprocess.run(["sh", "-c", f'"$0" -m promptlint lsp {closed}', sys.executable], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "promptlint: the language server requires standard input and output\n")
