"""Shell commands: the quoted text that one submits as a prompt, or stores as one, and the prompt in the JSON that one sends.

Nothing else in a shell is a prompt, and nothing is written there. Words are split as POSIX says (XCU 2.2), with `$'…'` of Bash;
`$X` within double quotes is kept, and is a slot.
"""

from __future__ import annotations

import re
from itertools import pairwise

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .code import locked
from .heuristics import has_slots, parameter_start, word_count
from .keyed import prompts_of_json
from .names import PROMPT_NAMES, folded, words
from .source_map import Mapping, PromptText, escaped_mappings, shifted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .nodes import Decoded
    from .source_map import SourceText

__all__ = ["find"]

FORM = "command"

_SUBMITTING = words("imagine /imagine --prompt")
_BODIES = words("-d --data --data-raw --data-binary --data-ascii --json -Body -body --body --body-data --post-data")
_DOCUMENT = "--json"  # before the text of a here-document, which is the input of its command
_FORMS = words("-F --form --form-string --data-urlencode") | _BODIES
# Allowed before a command: the prompt of the shell, programs that run others, settings of variables.
_IN_FRONT = lazy_pattern(r"[$%>#]|sudo|npx|pnpx|bunx|uvx|time|env|exec|\w+=.*", re.DOTALL)
_MIN_WORDS = 2

_BREAKS = lazy_pattern(r"[ \t]+|\\\r?\n|(?P<ends>\r?\n|[;|&()]+)|(?P<comment>#[^\r\n]*)|(?P<here><<-?[ \t]*(?P<word>['\"]?[\w-]+['\"]?))")
_BARE = lazy_pattern(r"(?:[^\s;|&()'\"\\$<]|<(?!<)|\$(?!')|\\(?!\r?\n).)+", re.DOTALL)
_DOUBLE_ESCAPE = lazy_pattern(r"\\(?:(\r?\n)|([\"\\$`]))")
_ANSI_ESCAPE = lazy_pattern(r"\\(?:([nrt])|(['\"\\?]))")
_ANSI = {"n": "\n", "r": "\r", "t": "\t"}
_QUOTED = lazy_pattern(r"'(?P<single>[^']*)'|\"(?P<double>(?:[^\"\\]|\\.)*)\"|\$'(?P<ansi>(?:[^'\\]|\\.)*)'", re.DOTALL)


class _Word(NamedTuple):
    """A word of a command: its text, and the one quoted text that it is, or that it ends in after a `=`."""

    text: str
    quoted: Decoded | None


def find(host: SourceText, keys: Sequence[str], *, with_program: bool = False) -> Iterator[PromptText]:
    """The prompts of commands. With `with_program`, a command begins with a program: `/imagine "…"` alone is not one."""
    for command in _commands(host.text):
        yield from _bodies(host, command, keys)
        if command and not (with_program and (command[0].text.rpartition("/")[2] == "imagine" or command[0].quoted)):
            yield from _arguments(host, command)


def _arguments(host: SourceText, command: Sequence[_Word]) -> Iterator[PromptText]:
    for before, word in pairwise((_Word("", None), *command)):
        decoded = word.quoted
        if decoded is None or word_count(decoded[0]) < _MIN_WORDS:
            continue
        name, assigned, _ = word.text.partition("=")
        if assigned and not name.startswith("-") and folded(name) in PROMPT_NAMES:
            decoded = _value_of_field(decoded, name) if before.text in _FORMS else decoded
            is_submitted = parameter_start(decoded[0]) > 0
        else:
            is_submitted = (name if word.text.startswith("--") else before.text) in _SUBMITTING
        if is_submitted:
            text, mappings = locked(decoded)
            yield PromptText(text, FORM, host, tuple(mappings), (0, len(text)), has_slots(text))


def _value_of_field(decoded: Decoded, name: str) -> Decoded:
    """The value of a field of a form: all after `name=`, unless the text is encoded or has more fields."""
    text, mappings = decoded
    if not text.startswith(f"{name}="):
        return decoded
    return shifted(text, mappings, len(name) + 1, len(name) + 1 if "&" in text or "%" in text else len(text))


def _bodies(host: SourceText, command: Sequence[_Word], keys: Sequence[str]) -> Iterator[PromptText]:
    """The prompts in the JSON that a command sends."""
    for before, word in pairwise(command):
        if before.text in _BODIES and word.quoted is not None:
            text, mappings = word.quoted
            body = PromptText(text, FORM, host, tuple(mappings), (0, len(text)))
            yield from prompts_of_json(body, keys or tuple(PROMPT_NAMES))


def _commands(text: str) -> Iterator[list[_Word]]:
    """The commands, without prefixes; nothing follows a quote that is not closed."""
    command: list[_Word] = []
    here: list[str] = []
    at = 0
    while at < len(text):
        match = _BREAKS.match(text, at)
        if match is None:
            end, word = _word(text, at)
            if end < 0:
                break
            if command or not _IN_FRONT.fullmatch(word.text) or word.quoted:
                command.append(word)
            at = end
            continue
        at = match.end()
        if match["here"]:
            here.append(match["word"].strip("'\""))
        elif match["ends"]:
            if here and "\n" in match["ends"]:
                for name in here:
                    closing = re.compile(rf"^[ \t]*{re.escape(name)}[ \t]*$", re.MULTILINE).search(text, at)
                    stop = closing.start() if closing else len(text)
                    command += [_Word(_DOCUMENT, None), _Word("", escaped_mappings([(text[at:stop], at, stop)], ""))]
                    at = closing.end() if closing else stop
                here = []
            yield command
            command = []
    yield command


def _word(text: str, at: int) -> tuple[int, _Word]:
    """The end of a word, and the word; -1 if a quote in it is not closed."""
    parts: list[Decoded] = []
    kinds: list[str] = []
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        bare = None if quoted else _BARE.match(text, at)
        if quoted is not None:
            kind = quoted.lastgroup or ""
            parts.append(_unquoted(text, *quoted.span(kind), kind))
            kinds.append(kind)
            at = quoted.end()
        elif bare is not None:
            parts.append((bare[0], [Mapping(0, at, bare.end())]))
            kinds.append("")
            at = bare.end()
        else:
            break
    if at < len(text) and (text[at] in "'\"" or text.startswith("$'", at)):
        return -1, _Word("", None)
    is_quoted = (len(kinds) == 1 and kinds[0]) or (len(kinds) == 2 and not kinds[0] and parts[0][0].endswith("=") and kinds[1])
    if not parts:  # a character that begins nothing
        return at + 1, _Word(text[at], None)
    return at, _Word("".join(part[0] for part in parts), parts[-1] if is_quoted else None)


def _unquoted(text: str, start: int, end: int, kind: str) -> Decoded:
    """The text between quotes, and its positions."""
    if kind == "single":
        return escaped_mappings([(text[start:end], start, end)], "")
    units: list[tuple[str, int, int]] = []
    at = start
    for match in (_DOUBLE_ESCAPE if kind == "double" else _ANSI_ESCAPE).finditer(text, start, end):
        units.append((text[at : match.start()], at, match.start()))
        said = "" if kind == "double" and match[1] else match[2] or _ANSI[match[1]]
        units.append((said, match.start(), match.end()))
        at = match.end()
    return escaped_mappings([*units, (text[at:end], at, end)], "")
