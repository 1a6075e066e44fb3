"""Read requests from a file: a JSON body, an HTTP file as editors send it (`.http`, `.rest`), or a curl command.

Each value keeps its position in the file, so that a finding at a JSON pointer has a line and a column.
"""

from __future__ import annotations

import re

from promptlint.bodies.nodes import node_at
from promptlint.links.redact import quotable
from promptlint.sources.json_scanner import scan
from promptlint.sources.nodes import MapNode, Text
from promptlint.sources.source_map import Mapping, PromptText, SourceText
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeGuard

    from promptlint.errors import SourceError
    from promptlint.sources.nodes import Node
    from promptlint.sources.source_map import Position

    from .shell import Word

__all__ = ["RequestText", "read_requests"]

FORM = "request"

_CURL = compile_pattern(r"(?:[$>%][ \t]++)?+curl(?:\.exe)?+\s")
_REQUEST_LINE = compile_pattern(r"(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]++)?+(\S++)(?:[ \t]++HTTP/[\d.]++)?+[ \t]*+")
_HEADER = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]++)[ \t]*+:[ \t]*+(.*+)")
_VARIABLE = re.compile(r"@([\w.-]++)[ \t]*+=[ \t]*+(.*+)")
_USE = re.compile(r"\{\{[ \t]*+([\w.$-]++)[ \t]*+\}\}")

# Options of curl that take a value (curl's manual page).
_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json")
_VALUED = (
    *_DATA, "-X", "--request", "-H", "--header", "--url", "-u", "--user", "-o", "--output", "-A", "--user-agent", "-b", "--cookie", "-c",
    "--cookie-jar", "-e", "--referer", "-m", "--max-time", "--connect-timeout", "-x", "--proxy", "--retry", "-F", "--form", "-T",
    "--upload-file", "-w", "--write-out", "--cacert", "--cert", "--key", "--resolve", "-K", "--config",
)  # fmt: skip


class RequestText(NamedTuple):
    """A request in a file. `url` is empty if the file has none; `body` is what would be sent.

    `root` is the body with the positions of its values, in `inner`. If the body is quoted for a shell, `outer` maps it to the
    file; otherwise it is None and `inner` is the file.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: dict[str, Any] | list[dict[str, Any]]
    host: SourceText
    root: Node
    inner: SourceText
    outer: tuple[Mapping, ...] | None = None

    def position(self, pointer: str, offset: int = 0) -> Position:
        """The position in the file of a value, or of a code point of its string; of a missing value, that of its parent."""
        text = self.text_at(pointer)
        if text is not None and text.text:
            return text.position(offset)
        node = node_at(self.root, pointer)
        while node is None and pointer:
            pointer = pointer.rpartition("/")[0]
            node = node_at(self.root, pointer)
        return self.host.position(self._out(_start(node)))

    def span(self, pointer: str, start: int, end: int) -> tuple[Position, Position]:
        """The positions of two code points of a string; of a number or a boolean, its start and end."""
        node = node_at(self.root, pointer)
        if isinstance(node, Text) and node.decode is None:
            return self.host.position(self._out(node.start)), self.host.position(self._out(node.end))
        return self.position(pointer, start), self.position(pointer, end)

    def text_at(self, pointer: str) -> PromptText | None:
        """The string at a pointer with its mapping to the file, or None if it is not a string."""
        node = node_at(self.root, pointer)
        if not isinstance(node, Text) or node.decode is None:
            return None
        text, mappings = node.decode()
        if self.outer is not None:
            mappings = list(_through(mappings, self.outer))
        line = self.host.position(self._out(node.start)).line
        return PromptText(text, FORM, self.host, tuple(mappings), (0, len(text)), block=line)

    def _out(self, index: int) -> int:
        """An index of the body as an index of the file."""
        return index if self.outer is None else _place(index, self.outer)


def read_requests(text: str) -> tuple[RequestText, ...]:
    """The requests of a file's text, in order; those without a body are left out.

    A JSON file contains a body, a list of bodies, or an object with `url` and `body` (or `json`). Raises SourceError, with the
    position, for text that is none of the three forms or whose body is neither a JSON object nor a list of them.
    """
    host = SourceText(text)
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith(("{", "[")):
        found = list(_from_json(host))
    elif _CURL.match(begin):
        found = list(_from_curl(host))
    else:
        found = list(_from_http(host))
    if not found:
        raise host.error("No request found: expected a JSON body, an HTTP file or a curl command with a body", 0)
    return tuple(found)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_json(host: SourceText) -> Iterator[RequestText]:
    root = scan(host)
    for node in root if isinstance(root, list) else [root]:
        value = _value(node, host)
        if not isinstance(value, dict):
            raise _no_body(node, host)
        yield _enveloped(node, value, host)


def _enveloped(node: Node, value: dict[str, Any], host: SourceText) -> RequestText:
    """The body itself, or the one inside an object with its address."""
    for key in ("body", "json"):
        inner = value.get(key)
        if isinstance(value.get("url"), str) and _is_body(inner):
            given = value.get("headers")
            headers = {str(name): str(each) for name, each in given.items()} if isinstance(given, dict) else {}
            found = node_at(node, f"/{key}")
            assert found is not None
            return RequestText(str(value.get("method", "POST")).upper(), value["url"], headers, inner, host, found, host)
    return RequestText("POST", "", {}, value, host, node, host)


def _value(node: Node, host: SourceText) -> Any:
    """The value of a piece of JSON. Raises SourceError if it is nested too deeply."""
    import json

    def made(node: Node) -> Any:
        if isinstance(node, MapNode):
            return {key: made(each) for key, each in node.items}
        if isinstance(node, list):
            return [made(each) for each in node]
        return json.loads(node.text(host)) if node.decode is None else node.text(host)

    try:
        return made(node)
    except RecursionError:
        raise host.error("This JSON is nested too deeply to be a request", _start(node)) from None


# ── HTTP files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_http(host: SourceText) -> Iterator[RequestText]:
    variables: dict[str, str] = {}
    blocks: list[list[int]] = [[]]
    for line in range(1, len(host.starts) + 1):
        if host.line_text(line).startswith("###"):
            blocks.append([])
        else:
            blocks[-1].append(line)
    for lines in blocks:
        found = _http_block(host, lines, variables)
        if found is not None:
            yield found


def _http_block(host: SourceText, lines: list[int], variables: dict[str, str]) -> RequestText | None:
    """The request between two `###` lines, or None if there is none or it has no body."""
    rest = list(lines)
    while rest and _is_comment(host.line_text(rest[0])):
        variable = _VARIABLE.fullmatch(host.line_text(rest.pop(0)).strip())
        if variable:
            variables[variable[1]] = _filled(variable[2], variables)
    if not rest:
        return None
    first = host.line_text(rest[0])
    line = _REQUEST_LINE.fullmatch(first.strip())
    if line is None or not (line[1] or "/" in line[2]):
        expected = "expected `POST https://…`, a JSON body or a curl command"
        raise host.error(f"This is not a request: it begins with `{quotable(first)}`; {expected}", host.line_span(rest[0])[0])
    headers: dict[str, str] = {}
    at = 1
    while at < len(rest) and host.line_text(rest[at]).strip():
        header = _HEADER.fullmatch(host.line_text(rest[at]).strip())
        if header:
            headers[header[1]] = _filled(header[2], variables)
        elif host.line_text(rest[at])[:1].isspace():  # a long address may go on over several lines
            pass
        elif not _is_comment(host.line_text(rest[at])):
            raise host.error("A header must be a name, a colon and a value; an empty line ends the headers", host.line_span(rest[at])[0])
        at += 1
    body = [number for number in rest[at:] if host.line_text(number).strip()]
    if not body:
        return None
    return _http_body(host, (line[1] or "POST", _filled(line[2], variables), headers), body)


def _http_body(host: SourceText, head: tuple[str, str, dict[str, str]], lines: list[int]) -> RequestText:
    start = host.line_span(lines[0])[0]
    if host.text[start] == "<":
        raise host.error("This body is in another file, which is not read from here; lint that file separately", start)
    # What follows the body (a script of the editor) begins with `>` or `<` at the start of a line.
    ends = [number for number in lines if host.line_text(number)[:1] in "<>"]
    end = host.line_span(ends[0])[0] if ends else host.line_span(lines[-1])[1]
    root = scan(host, start, end)
    return RequestText(*head, _body(root, host), host, root, host)


def _is_comment(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith(("#", "//", "@"))


def _filled(text: str, variables: dict[str, str]) -> str:
    """A text with the file's own variables put in; those it does not define stay as they are."""
    return _USE.sub(lambda use: variables.get(use[1], use[0]), text)


def _body(root: Node, host: SourceText) -> Any:
    """The object, or the list of objects, that is sent. Raises SourceError for anything else."""
    value = _value(root, host)
    if not _is_body(value):
        raise _no_body(root, host)
    return value


def _is_body(value: object) -> TypeGuard[dict[str, Any] | list[dict[str, Any]]]:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value))


def _no_body(node: Node, host: SourceText) -> SourceError:
    return host.error("A request body must be a JSON object, or an array of objects", _start(node))


# ── curl ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_curl(host: SourceText) -> Iterator[RequestText]:
    from .shell import commands

    for words in commands(host):
        prompted = words[0].text in ("$", ">", "%")  # copied together with the shell's prompt
        command = words[1:] if prompted else words
        if command and command[0].text.removesuffix(".exe") == "curl":
            found = _curl(host, command[1:])
            if found is not None:
                yield found


def _curl(host: SourceText, words: list[Word]) -> RequestText | None:
    """The request that a curl command sends, or None if it has no body."""
    method, url, data = "POST", "", None
    headers: dict[str, str] = {}
    for option, word, skip in _options(words):
        value = word.text[skip:]
        if option in ("-X", "--request"):
            method = value.upper()
        elif option in ("-H", "--header"):
            name, _, content = value.partition(":")
            headers[name.strip()] = content.strip()
        elif option in _DATA:
            data = (word, skip)
        elif option in ("", "--url"):
            url = url or value
    if data is None:
        return None
    word, skip = data
    if word.text[skip:].startswith("@"):
        message = f"The body is in `{quotable(word.text[skip + 1 :])}`, which is not read from here; lint that file separately"
        raise host.error(message, word.start)
    outer = tuple(word.mappings(skip))
    inner = SourceText(word.text[skip:])
    try:
        root = scan(inner)
    except ValueError as error:
        raise host.error(str(error), word.start) from None
    return RequestText(method, url, headers, _body(root, inner), host, root, inner, outer)


def _options(words: list[Word]) -> Iterator[tuple[str, Word, int]]:
    """Each option with its value, the word that contains it, and the number of characters before it in the word."""
    waiting = ""
    for word in words:
        text = word.text
        if waiting:
            yield waiting, word, 0
            waiting = ""
        elif text.startswith("--"):
            name, equals, _ = text.partition("=")
            if equals and name in _VALUED:
                yield name, word, len(name) + 1
            elif name in _VALUED:
                waiting = name
        elif text.startswith("-") and len(text) > 1:
            waiting = yield from _short(word)
        else:
            yield "", word, 0


def _short(word: Word) -> Any:
    """Short options, several to a word (`-sSd`); the last may have its value glued on. Returns the one still without."""
    for at, letter in enumerate(word.text[1:], 1):
        if f"-{letter}" in _VALUED:
            if at + 1 == len(word.text):
                return f"-{letter}"
            yield f"-{letter}", word, at + 1
            return ""
    return ""


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _start(node: Node | None) -> int:
    """The start of a value; a list has none, but its first item has."""
    while isinstance(node, list):
        node = node[0] if node else None
    return 0 if node is None else node.start


def _place(index: int, mappings: tuple[Mapping, ...]) -> int:
    """The index in the file of a character of a word."""
    for mapping in reversed(mappings):
        if mapping.start <= index:
            return min(mapping.host + index - mapping.start, mapping.host_end) if mapping.kind == "plain" else mapping.host
    return 0


def _through(mappings: list[Mapping], outer: tuple[Mapping, ...]) -> Iterator[Mapping]:
    """Segments of a text in a word, as segments of the text in the file. Nothing can be written through two quotings."""
    for mapping in mappings:
        if mapping.kind != "plain":
            yield Mapping(mapping.start, _place(mapping.host, outer), _place(mapping.host_end, outer), "escape", "")
            continue
        at = mapping.start
        for index, piece in enumerate(outer):
            piece_end = outer[index + 1].start if index + 1 < len(outer) else mapping.host_end
            low, high = max(mapping.host, piece.start), min(mapping.host_end, piece_end)
            if low < high:
                end = _place(high - 1, outer) + 1 if piece.kind == "plain" else piece.host_end
                yield Mapping(at, _place(low, outer), end, piece.kind, "")
                at += high - low
