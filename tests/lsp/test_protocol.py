"""Messages that no editor should send: each request gets an answer, and the next document is linted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `lsp`")

GLUED = "a lighthouse in a storm --ar16:9 --v 7"
INVALID_REQUEST, INVALID_PARAMS, METHOD_NOT_FOUND, NOT_INITIALIZED = -32600, -32602, -32601, -32002


class Editor:
    """A client that sends whatever it is given."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "promptlint", "lsp", "--stdio"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.folder = folder
        self.log: list[str] = []

    def write(self, body: bytes) -> None:
        assert self.server.stdin is not None
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.server.stdin.flush()

    def send(self, method: str, params: object, **ident: object) -> None:
        self.write(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **ident}).encode())

    def receive(self) -> dict[str, Any]:
        assert self.server.stdout is not None
        length = 0
        while (line := self.server.stdout.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return message

    def answer(self, ident: object) -> dict[str, Any]:
        """The answer to a request; what is logged meanwhile is kept."""
        while "method" in (message := self.receive()) or message["id"] != ident:
            if message.get("method", "").startswith("window/"):
                self.log.append(message["params"]["message"])
        return message

    def request(self, method: str, params: object) -> dict[str, Any]:
        self.send(method, params, id=7)
        return self.answer(7)

    def initialize(self) -> None:
        root = self.folder.as_uri()
        assert "result" in self.request("initialize", {"processId": None, "rootUri": root, "capabilities": {}})
        self.send("initialized", {})

    def open(self, uri: str, text: str) -> None:
        self.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "x", "version": 1, "text": text}})

    def change(self, uri: str, text: str, *places: int) -> None:
        first, last = ({"line": 0, "character": place} for place in places)
        change = {"range": {"start": first, "end": last}, "text": text}
        self.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]})

    def hover(self, uri: str, character: int) -> dict[str, Any]:
        return self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": character}})

    def lints(self) -> bool:
        uri = (self.folder / "last.prompt").as_uri()
        self.open(uri, GLUED)
        return "Aspect ratio" in str(self.hover(uri, 30)["result"])

    def errors(self) -> str:
        """End the server; what it wrote to standard error."""
        return self.server.communicate(timeout=20)[1].decode()


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    started = Editor(tmp_path)
    yield started
    started.server.kill()
    started.server.communicate()


POSITIONS = [(-1, 0), (0, -1), (2**31, 0), (0, 2**70), ("a", 0), (None, None), (1e300, 0)]


def test_each_request_with_wrong_parameters_is_answered(editor: Editor) -> None:
    editor.initialize()
    uri = (editor.folder / "a.prompt").as_uri()
    editor.open(uri, GLUED)
    for line, character in POSITIONS:
        for method in ("textDocument/hover", "textDocument/completion"):
            answer = editor.request(method, {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
            assert answer["error"]["code"] == INVALID_PARAMS, (method, line, character)
    for method, params in (("textDocument/definition", {}), ("textDocument/codeAction", [1]), ("textDocument/formatting", None)):
        assert editor.request(method, params)["error"]["code"] == INVALID_PARAMS, method
    assert editor.hover("http://[::1/a.prompt", 0)["error"] == {"code": INVALID_PARAMS, "message": "http://[::1/a.prompt is not a URI"}
    assert editor.request("no/such/method", {})["error"]["code"] == METHOD_NOT_FOUND
    assert editor.lints() and editor.errors().count("Traceback") == 0


@pytest.mark.parametrize("body", [b"[]", b"42", b"null", b'"x"', b"{}", b'{"id": 7}'])
def test_what_is_not_a_message_is_logged(editor: Editor, body: bytes) -> None:
    editor.initialize()
    editor.write(body)
    assert editor.lints() and editor.errors() == ""
    assert editor.log == ["promptlint: a message was ignored: it is not a JSON-RPC message"]


@pytest.mark.parametrize("body", [b"{", b'"\xff"', b"[" * 100_000, b"1" * 5000, b"", b"{" * 5000])
def test_what_is_not_json_is_logged(editor: Editor, body: bytes) -> None:
    editor.initialize()
    editor.write(body)
    assert editor.lints()
    assert [line.startswith("promptlint: a message was ignored: ") for line in editor.log] == ([True] if body else [])
    assert editor.errors() == ""


def test_a_notification_that_cannot_be_followed_is_logged_by_name(editor: Editor) -> None:
    editor.initialize()
    never = (editor.folder / "never-opened.prompt").as_uri()
    editor.send("textDocument/didOpen", {"textDocument": 5})
    editor.open("http://[::1/a.prompt", GLUED)
    editor.change(never, "x", 0, 0)
    assert editor.lints()
    assert editor.log == [
        "promptlint: textDocument/didOpen was ignored: Invalid Params",
        "promptlint: textDocument/didOpen was ignored: http://[::1/a.prompt is not a URI",
        f"promptlint: textDocument/didChange was ignored: {never} is not open",
    ]
    assert editor.errors() == ""


def test_what_comes_before_the_first_request_and_after_the_last_is_refused(editor: Editor) -> None:
    uri = (editor.folder / "a.prompt").as_uri()
    assert editor.hover(uri, 0)["error"] == {"code": NOT_INITIALIZED, "message": "the first request must be `initialize`"}
    editor.open(uri, GLUED)
    editor.initialize()
    assert editor.lints()
    assert editor.request("shutdown", None)["result"] is None
    assert editor.hover(uri, 0)["error"] == {"code": INVALID_REQUEST, "message": "the server was shut down"}
    editor.send("exit", None)
    assert editor.errors() == ""
    assert editor.log == ["promptlint: textDocument/didOpen was ignored: the first request must be `initialize`"]


def test_an_edit_whose_range_runs_backwards_replaces_it(editor: Editor) -> None:
    editor.initialize()
    uri = (editor.folder / "a.prompt").as_uri()
    editor.open(uri, GLUED)
    editor.change(uri, "--stylize 20", 32, 24)
    assert "Stylize" in str(editor.hover(uri, 30)["result"])
    assert editor.hover(uri, 40)["result"]["range"]["start"]["character"] == 37
