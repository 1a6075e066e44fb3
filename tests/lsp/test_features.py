"""The server in this process, spoken to in messages of the protocol: each answer in full."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `lsp`")

from promptlint.lsp.features import make


class Wire:
    """What a server writes: its messages, in order."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.messages: list[dict[str, Any]] = []

    def write(self, data: bytes) -> None:
        """Take one message with its head."""
        head, _, body = data.partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}\r\n".encode() in head + b"\r\n"
        self.messages.append(json.loads(body))

    def close(self) -> None:
        """Do nothing: there is no stream."""


class Client:
    """A server and the editor's side of it."""

    def __init__(self, folder: Path) -> None:
        """Start it for a directory."""
        self.folder = folder
        self.wire = Wire()
        self.server = make()
        self.server.protocol.set_writer(self.wire)
        root = {"rootUri": folder.as_uri(), "processId": None, "capabilities": {}, "initializationOptions": {"links": False}}
        self.capabilities = self.ask("initialize", root)["capabilities"]
        self.tell("initialized", {})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request."""
        self._send({"id": method, "method": method, "params": params})
        answer = next(each for each in reversed(self.wire.messages) if each.get("id") == method)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        protocol = self.server.protocol
        protocol.handle_message(protocol.structure_message({"jsonrpc": "2.0", **message}))

    def uri(self, name: str) -> str:
        """The address of a file."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a document; its findings."""
        self.tell("textDocument/didOpen", {"textDocument": {"uri": self.uri(name), "languageId": "x", "version": 1, "text": text}})
        return self.published(name)

    def published(self, name: str) -> list[dict[str, Any]]:
        """The findings of the last publication for a file."""
        found = [each["params"] for each in self.wire.messages if each.get("method") == "textDocument/publishDiagnostics"]
        diagnostics: list[dict[str, Any]] = next(each for each in reversed(found) if each["uri"] == self.uri(name))["diagnostics"]
        return diagnostics

    def at(self, name: str, line: int, character: int) -> dict[str, Any]:
        """A position in a file, as requests name it."""
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}}

    def actions(self, name: str, start: tuple[int, int], end: tuple[int, int], **context: Any) -> list[dict[str, Any]]:
        """The code actions for a range."""
        span = {"start": dict(zip(("line", "character"), start, strict=True)), "end": dict(zip(("line", "character"), end, strict=True))}
        asked = {"textDocument": {"uri": self.uri(name)}, "range": span, "context": {"diagnostics": [], **context}}
        found: list[dict[str, Any]] = self.ask("textDocument/codeAction", asked)
        return found


def with_client(folder: Path, use: Callable[[Client], None]) -> None:
    """Use a client within an event loop, which the server needs."""

    async def run() -> None:
        use(Client(folder))

    asyncio.run(run())


def spans(found: list[dict[str, Any]]) -> list[tuple[str, int, int, int]]:
    return [
        (each["code"], each["range"]["start"]["line"], each["range"]["start"]["character"], each["range"]["end"]["character"])
        for each in found
    ]


TWO = "🦊 a cat --stylize 2000 --ar16:9 --v 7\na dog  --v 7\n"


def test_what_is_announced(tmp_path: Path) -> None:
    def use(client: Client) -> None:
        announced = client.capabilities
        assert announced["textDocumentSync"]["change"] == 2
        assert announced["codeActionProvider"]["codeActionKinds"] == ["quickfix", "refactor.rewrite", "source.fixAll.promptlint"]
        assert announced["completionProvider"]["triggerCharacters"] == ["-", "—", " "]
        assert announced["documentFormattingProvider"]
        assert announced["hoverProvider"]

    with_client(tmp_path, use)


def test_findings_come_and_go(tmp_path: Path) -> None:
    def use(client: Client) -> None:
        assert spans(client.open("a.txt", TWO)) == [("MJ202", 0, 19, 23), ("MJ005", 0, 24, 32)]
        client.tell("textDocument/didClose", {"textDocument": {"uri": client.uri("a.txt")}})
        assert client.published("a.txt") == []
        assert client.open("a.xyz", TWO) == []

    with_client(tmp_path, use)


ACTIONS: list[tuple[tuple[int, int], tuple[int, int], dict[str, Any], list[str]]] = [
    ((0, 0), (0, 18), {}, []),  # before both findings
    ((0, 19), (0, 19), {"only": ["quickfix"]}, ["MJ202", "MJ202"]),
    ((0, 23), (0, 23), {"only": ["quickfix"]}, ["MJ202", "MJ202"]),  # directly after it
    ((0, 24), (0, 24), {"only": ["quickfix"]}, ["MJ005", "MJ005"]),
    ((0, 23), (0, 24), {"only": ["quickfix"]}, ["MJ202", "MJ005", "MJ202", "MJ005"]),
    ((0, 33), (0, 33), {"only": ["quickfix"]}, []),
    ((0, 0), (0, 99), {"only": ["refactor"]}, []),
    ((1, 0), (1, 0), {"only": ["refactor"]}, ["Format this prompt"]),
    ((1, 0), (1, 0), {"only": ["refactor.rewrite"]}, ["Format this prompt"]),
    ((1, 0), (1, 0), {"only": ["refactor.rewrite.x"]}, []),
    ((1, 0), (1, 0), {"only": ["refactor.rewri"]}, []),
    ((1, 0), (1, 0), {"only": [""]}, ["Format this prompt", "Apply all safe fixes in this file"]),
    ((1, 0), (1, 0), {}, ["Format this prompt", "Apply all safe fixes in this file"]),
    ((1, 0), (1, 0), {"triggerKind": 1}, ["Format this prompt", "Apply all safe fixes in this file"]),
    ((1, 0), (1, 0), {"triggerKind": 2}, ["Format this prompt"]),
    ((1, 0), (1, 0), {"triggerKind": 2, "only": ["source.fixAll"]}, ["Apply all safe fixes in this file"]),
    ((0, 0), (1, 0), {"only": ["refactor"]}, ["Format this prompt"]),
    ((2, 0), (2, 0), {"only": ["refactor", "quickfix"]}, []),
]


@pytest.mark.parametrize(("start", "end", "context", "titles"), ACTIONS)
def test_the_actions_for_a_range(
    tmp_path: Path, start: tuple[int, int], end: tuple[int, int], context: dict[str, Any], titles: list[str]
) -> None:
    def use(client: Client) -> None:
        client.open("a.txt", TWO)
        found = client.actions("a.txt", start, end, **context)
        found = [each for each in found if titles or each["kind"] != "source.fixAll.promptlint"]
        assert [each["diagnostics"][0]["code"] if each.get("diagnostics") else each["title"] for each in found] == titles

    with_client(tmp_path, use)


def test_a_finding_that_is_named_has_its_actions_anywhere(tmp_path: Path) -> None:
    def use(client: Client) -> None:
        first, second = client.open("a.txt", TWO)
        found = client.actions("a.txt", (0, 0), (0, 0), only=["quickfix"], diagnostics=[second])
        assert [each["diagnostics"] for each in found] == [[second], [second]]
        fix, silence = found
        span = {"start": {"line": 0, "character": 28}, "end": {"line": 0, "character": 28}}
        assert (fix["title"], fix["kind"], fix["isPreferred"]) == ("Write `--ar 16:9`", "quickfix", True)
        assert fix["edit"] == {"changes": {client.uri("a.txt"): [{"range": span, "newText": " "}]}}
        assert (silence["title"], silence["isPreferred"]) == ("Suppress MJ005 glued-value here", False)
        moved = {**first, "range": second["range"]}
        assert client.actions("a.txt", (0, 0), (0, 0), only=["quickfix"], diagnostics=[moved]) == []

    with_client(tmp_path, use)


@pytest.mark.parametrize(
    ("line", "character", "word"),
    [(0, 3, None), (0, 9, (9, 18)), (0, 19, (19, 23)), (0, 34, (33, 36)), (0, 37, (37, 38)), (1, 7, (7, 10)), (2, 0, None)],
)
def test_hover_in_the_units_of_the_editor(tmp_path: Path, line: int, character: int, word: tuple[int, int] | None) -> None:
    def use(client: Client) -> None:
        client.open("a.txt", TWO)
        found = client.ask("textDocument/hover", client.at("a.txt", line, character))
        if word is None:
            assert found is None
            return
        assert found["contents"]["kind"] == "markdown"
        assert found["range"] == {"start": {"line": line, "character": word[0]}, "end": {"line": line, "character": word[1]}}

    with_client(tmp_path, use)


def test_completion_in_the_units_of_the_editor(tmp_path: Path) -> None:
    def use(client: Client) -> None:
        client.open("a.txt", "x\n🦊 a cat --v 7 --s")
        found = client.ask("textDocument/completion", client.at("a.txt", 1, 18))
        assert not found["isIncomplete"]
        first = next(each for each in found["items"] if each["label"] == "--stylize")
        span = {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 18}}
        assert (first["textEdit"], first["filterText"], first["kind"]) == ({"range": span, "newText": "--stylize "}, "--stylize", 10)
        assert first["command"] == {"title": "Suggest", "command": "editor.action.triggerSuggest"}
        assert first["documentation"]["kind"] == "markdown"
        assert [each["sortText"][0] for each in found["items"]] == sorted(each["sortText"][0] for each in found["items"])
        assert [int(each["sortText"][1:]) for each in found["items"]] == list(range(len(found["items"])))
        assert {each["sortText"][0] for each in found["items"]} == {"a", "z"}
        assert next(each for each in found["items"] if each["label"] == "--tile").get("command") is None
        client.open("b.txt", "a cat --ar ")
        values = client.ask("textDocument/completion", client.at("b.txt", 0, 11))["items"]
        assert (values[0]["label"], values[0]["kind"], values[0].get("documentation")) == ("1:1", 12, None)
        client.open("c.txt", "a cat --v ")
        assert client.ask("textDocument/completion", client.at("c.txt", 0, 10))["items"][0]["kind"] == 20
        assert client.ask("textDocument/completion", client.at("a.txt", 9, 0)) is None
        assert client.ask("textDocument/completion", client.at("nowhere.txt", 0, 0)) is None

    with_client(tmp_path, use)


def test_formatting_and_what_stays_as_it_is(tmp_path: Path) -> None:
    def use(client: Client) -> None:
        asked = {"options": {"tabSize": 2, "insertSpaces": True}}
        client.open("a.txt", TWO)
        (edit,) = client.ask("textDocument/formatting", {"textDocument": {"uri": client.uri("a.txt")}, **asked})
        span = {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 7}}
        assert edit in ({"range": span, "newText": ""}, {"range": {**span, "start": {"line": 1, "character": 5}}, "newText": " "})
        folded = "- prompt: >\n    a cat\n    --v 7   --ar 1:1\n"
        for count, more in ((1, ""), (2, " (and 1 more)"), (3, " (and 2 more)")):
            client.open(f"{count}.yaml", folded * count)
            assert client.ask("textDocument/formatting", {"textDocument": {"uri": client.uri(f"{count}.yaml")}, **asked}) == []
            message = client.wire.messages[-2]["params"]
            assert message["type"] == 3
            assert message["message"] == f"promptlint: 2:5: prompt not changed: the change cannot be written there exactly{more}"
        assert client.ask("textDocument/formatting", {"textDocument": {"uri": client.uri("nowhere.txt")}, **asked}) is None

    with_client(tmp_path, use)
