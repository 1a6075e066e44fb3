"""Write text in each host so that the host reads back exactly that text, or return None if it cannot.

Each function receives the new text, the host's text and the span to replace. JSON: RFC 8259, section 7. CSV: RFC 4180. YAML: 1.1
as PyYAML reads it. TOML: 1.0. Python: the language reference on string literals. JavaScript: ECMAScript 2025, section 12.9.4.
"""

from __future__ import annotations

from promptlint.text.regex_compat import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ESCAPES"]

_BLANK = (" ", "\t", "\r", "\n")
_BREAKS = ("\r", "\n")
_OPENING = ('"""', "'''")
_PYTHON_QUOTES = ("'", '"', "'''", '"""')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _one_line(text: str, _host: str, _start: int, _end: int) -> str | None:
    """Plain text of one line."""
    return None if _breaks(text) else text


def _breaks(text: str) -> bool:
    return any(character in text for character in "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0")


def _fence(text: str, host: str, start: int, end: int) -> str | None:
    """A line of a Markdown fence: three back-ticks or tildes at its start would close it."""
    if _breaks(text) or _breaks(host[start:end]) or "```" in text or "~~~" in text:
        return None
    at_start = not host[max(host.rfind("\n", 0, start), host.rfind("\r", 0, start)) + 1 : start].strip(" \t>")
    return None if at_start and (text + host[end : end + 3])[:1] in ("`", "~") else text


def _prose(text: str, host: str, start: int, _end: int) -> str | None:
    """Markdown outside code: nothing that Markdown would read as markup, and no new start of a line."""
    if _breaks(text) or any(character in text for character in "*_`[]<>|\\&#~"):
        return None
    line = host[max(host.rfind("\n", 0, start), host.rfind("\r", 0, start)) + 1 : start]
    return text if line.strip() else None


def _code(text: str, _host: str, _start: int, _end: int) -> str | None:
    """A Markdown code span."""
    return None if _breaks(text) or "`" in text else text


def _cell(text: str, _host: str, _start: int, _end: int) -> str | None:
    """A cell of a Markdown table, where a bar ends the cell."""
    return None if _breaks(text) or any(character in text for character in "`*_[]<>\\") else text.replace("|", "\\|")


def _code_cell(text: str, _host: str, _start: int, _end: int) -> str | None:
    """A code span in a cell of a Markdown table."""
    return None if _breaks(text) or "`" in text or "\\" in text else text.replace("|", "\\|")


def _json(text: str, _host: str, _start: int, _end: int) -> str | None:
    """A string of JSON, and a YAML or TOML string in double quotes."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(_SHORT.get(c) or (f"\\u{ord(c):04x}" if c < " " or "\x7f" <= c <= "\x9f" or _surrogate(c) else c) for c in text)


def _quoted(text: str, host: str, start: int, end: int) -> str | None:
    """A string in double quotes where a lone surrogate cannot be written at all, nor an invisible line break as itself."""
    if any(_surrogate(character) for character in text):
        return None
    written = _json(text, host, start, end)
    return written and written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\ufeff", "\\ufeff")


def _at_edges(written: str, host: str, start: int, end: int) -> tuple[str, str]:
    """The first and last character in place of `start` to `end`: of the new text, or of the adjacent text if that is empty."""
    return (written + host[end : end + 1])[:1], (host[max(0, start - 1) : start] + written)[-1:]


def _line_ends(host: str, end: int) -> bool:
    """Return whether nothing but blanks follows on the line."""
    while host[end : end + 1] in (" ", "\t"):
        end += 1
    return host[end : end + 1] in ("", "\r", "\n")


def _yaml_double(text: str, host: str, start: int, end: int) -> str | None:
    """A YAML string in double quotes."""
    written = _quoted(text, host, start, end)
    return None if written is None or _trimmed(written, host, start, end) else written


def _trimmed(written: str, host: str, start: int, end: int) -> bool:
    """Return whether a blank would be at the start or at the end of a line of a quoted YAML string, where it is not part of the value."""
    first, last = _at_edges(written, host, start, end)
    begins = not host[max(host.rfind("\n", 0, start), host.rfind("\r", 0, start)) + 1 : start].strip(" \t")
    return (begins and first in _BLANK) or (last in _BLANK and _line_ends(host, end))


def _toml_basic(text: str, host: str, start: int, end: int) -> str | None:
    """A TOML string in double quotes: blanks after a backslash at a line's end, and a first line break, are dropped."""
    written = _quoted(text, host, start, end)
    if written is None or _first_break(written, host, start, end):
        return None
    first, _ = _at_edges(written, host, start, end)
    return None if first in _BLANK and _continued(host, start) else written


def _first_break(written: str, host: str, start: int, end: int) -> bool:
    """Return whether a line break would directly follow the three quotes that open a TOML string."""
    return not written and host[end : end + 1] in _BREAKS and host[max(0, start - 3) : start] in _OPENING


def _continued(host: str, start: int) -> bool:
    """Return whether a backslash at a line's end, and blanks, directly precede; text is never written after half an escape."""
    at = start
    while at and host[at - 1] in _BLANK:
        at -= 1
    backslashes = 0
    while backslashes < at and host[at - 1 - backslashes] == "\\":
        backslashes += 1
    return backslashes % 2 == 1  # an even number: the line break after them is part of the text


def _surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _csv_quoted(text: str, _host: str, _start: int, _end: int) -> str | None:
    return text.replace('"', '""')


def _csv_bare(text: str, _host: str, _start: int, _end: int) -> str | None:
    """An unquoted cell: the text must not need quotes in any dialect."""
    return None if _breaks(text) or any(character in text for character in '",;\t|') else text


def _yaml_single(text: str, host: str, start: int, end: int) -> str | None:
    if _breaks(text) or not text.isprintable() or _trimmed(text, host, start, end):
        return None
    return text.replace("'", "''")


def _yaml_plain(text: str, host: str, start: int, end: int) -> str | None:
    """A plain YAML scalar, which `: `, ` #` and flow brackets would end."""
    if _breaks(text) or not text.isprintable() or any(character in text for character in ",[]{}"):
        return None
    before, after = host[max(0, start - 1) : start], host[end : end + 1]
    here = before + text + (after if after.strip() else " ")
    if ": " in here or " #" in here:
        return None
    if _at_edges(text, host, start, end)[1] in _BLANK and _line_ends(host, end):
        return None  # a blank at a line's end is not part of the value
    # What begins a scalar decides how all of it is read: only a parameter or a letter may come to stand first.
    begins = not before.strip() and not (before == " " and _word_before(host, start))
    return text if not begins or _PLAIN_START.match(text + host[end : end + 3]) else None


_PLAIN_START = lazy_pattern(r"(?:--)?[A-Za-z]")


def _word_before(host: str, start: int) -> bool:
    """Return whether the scalar began before `start` on this line: the last visible character is not an indicator."""
    line = host[host.rfind("\n", 0, start) + 1 : start].rstrip()
    return bool(line) and line[-1] not in ":-?,[{"


def _yaml_block(text: str, host: str, start: int, end: int) -> str | None:
    """A line of a literal block; its first characters set the indentation of the block: they, and empty lines, are left alone."""
    if _breaks(text) or _breaks(host[start:end]) or not text.isprintable():
        return None
    line = host[max(host.rfind("\n", 0, start), host.rfind("\r", 0, start)) + 1 : start]
    return text if line.strip() or (line and text and text[0] not in " \t") else None


def _toml_literal(text: str, host: str, start: int, end: int) -> str | None:
    if _breaks(text) or "'" in text or not text.isprintable() or _first_break(text, host, start, end):
        return None
    return text


_HALF_OCTAL = lazy_pattern(r"(?<!\\)(?:\\\\)*\\[0-7]{1,2}\Z")


def _grows(written: str, host: str, start: int, end: int) -> bool:
    """Return whether a digit would come to follow an octal escape such as `\\0`, of which it then is a part."""
    after = (written + host[end : end + 1])[:1]
    return after.isdigit() and bool(_HALF_OCTAL.search(host, max(0, start - 8), start))


def _python(quote: str, *, slots: bool = False) -> Callable[[str, str, int, int], str | None]:
    """A Python string literal in these quotes; one with slots writes a brace twice."""

    def write(text: str, host: str, start: int, end: int) -> str | None:
        written = "".join(
            "\\" + c if c in ("\\", quote[0]) else _SHORT.get(c, c) if c in "\n\r\t\b\f" else c if c.isprintable() else _code_point(c)
            for c in text
        )
        if slots:
            written = written.replace("{", "{{").replace("}", "}}")
        # Quotes within three of them would be one run with what follows.
        joins = len(quote) == 3 and not written and host[start - 1 : start] == host[end : end + 1] == quote[0]
        return None if joins or _grows(written, host, start, end) else written

    return write


def _code_point(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _python_raw(text: str, host: str, start: int, end: int) -> str | None:
    """A raw Python string, also one with slots: None for text that it cannot contain."""
    if not text.isprintable() or any(character in text for character in "\\\"'{}"):
        return None
    return None if not text and host[start - 1 : start] in _AROUND and host[end : end + 1] in _AROUND else text


_AROUND = ("\\", '"', "'")
_SCRIPT_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\\": "\\\\"}


def _script(quote: str) -> Callable[[str, str, int, int], str | None]:
    """A JavaScript string in these quotes; in a template, `${` begins a slot."""

    def write(text: str, host: str, start: int, end: int) -> str | None:
        written = "".join("\\" + c if c == quote else _SCRIPT_SHORT.get(c) or _script_character(c) for c in text)
        before, after = host[max(0, start - 1) : start], host[end : end + 1]
        if quote == "`":
            if not text and before + after == "${":
                return None
            written = written.replace("${", "\\${")
            written = "\\" + written if before == "$" and written.startswith("{") else written
            written = written[:-1] + "\\$" if written.endswith("$") and after == "{" else written
        return None if _grows(written, host, start, end) else written

    return write


def _script_character(character: str) -> str:
    code = ord(character)
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if _surrogate(character) or character in "\u2028\u2029\ufeff" else character


def _markup(text: str, host: str, start: int, end: int) -> str | None:
    """Text and attributes of JSX, which has references and no escapes."""
    if any(character in host[start:end] for character in "&\r\n"):
        return None
    return None if not text.isprintable() or any(character in text for character in "&{}<>\"'\\") else text


ESCAPES: Mapping[str, Callable[[str, str, int, int], str | None]] = {
    "line": _one_line,
    "fence": _fence,
    "prose": _prose,
    "code": _code,
    "cell": _cell,
    "code cell": _code_cell,
    "json": _json,
    "csv quoted": _csv_quoted,
    "csv bare": _csv_bare,
    "yaml plain": _yaml_plain,
    "yaml single": _yaml_single,
    "yaml double": _yaml_double,
    "yaml block": _yaml_block,
    "toml basic": _toml_basic,
    "toml literal": _toml_literal,
    **{f"python {quote}": _python(quote) for quote in _PYTHON_QUOTES},
    **{f"python f{quote}": _python(quote, slots=True) for quote in _PYTHON_QUOTES},
    "python raw": _python_raw,
    **{f"script {quote}": _script(quote) for quote in ("'", '"', "`")},
    "script markup": _markup,
}
