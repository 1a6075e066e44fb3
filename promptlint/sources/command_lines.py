"""Recognize lines of a shell, whose options look like the parameters of a prompt: `docker run --name v6`.

The program at the beginning of a line decides, or a file directly after it; otherwise, an option that no prompt has after very
few words. Text between the quotes of a command may still be a prompt (`shell.py`).
"""

from __future__ import annotations

from functools import cache

from promptlint.text.regex_compat import lazy_pattern

from .names import PROGRAM_TASKS, PROGRAM_WORDS, PROGRAMS, words

__all__ = ["is_command_line", "is_file", "is_shell_command"]

_SAYS = lazy_pattern(r"[$#%]|(?i:usage|error|warning)\b\s*:")
# Allowed before the program: the prompt of the shell, variables, programs that run others.
_IN_FRONT = lazy_pattern(r"(?:(?:[$%>]|[A-Z_][A-Z0-9_]*+=\S*+|sudo|env|exec|nohup|time)\s++)*+")
_PROGRAM = lazy_pattern(r"[\w./\\~@+-]++(?=\s|$)")
_PATH = lazy_pattern(r"(?:(?:\.{1,2}|~)[/\\][\w.-]|/\w+/|[A-Za-z]:\\|[\w./-]+\.(?:sh|bash|py|[mc]?[jt]s|rb|pl|php|exe|ps1|bat|cmd)$)")
_FILE = lazy_pattern(
    r"(?!\w+:/)[\w./~*-]*[\w*]\.(?:png|jpe?g|webp|gif|mp[34]|mov|wav|sh|py|[mc]?[jt]sx?|rb|pl|php|rs|go|java|jar|exe|json|ya?ml|toml|ini|"
    r"csv|tsv|txt|md|html?|css|lock|zip|tar|gz)$"
)
_OPTION = lazy_pattern(r"(?<!\S)--?([A-Za-z][\w-]*+)")
_OPENS_QUOTE = lazy_pattern(r"(?<!\S)--?prompt(?:=|\s++)[\"']")
_MAX_WORDS = 3
# No command has one of these among its words, and hardly a description is without all of them.
_SENTENCE = words("a an the of in on at with and by from under over near into made for to as or")


def is_command_line(text: str) -> bool:
    """Return whether a line begins like one of a shell, or like a program's description of its options."""
    if _SAYS.match(text):
        return True
    first = _PROGRAM.match(text, _IN_FRONT.match(text).end())  # type: ignore[union-attr]  # it matches every text
    if first is None:
        return False
    name = first[0].removesuffix(".exe")
    if name in PROGRAMS or _PATH.match(name):
        return True
    following = text[first.end() :].split(None, 2)[:2]
    if not name.islower() or not following:
        return False
    if name in PROGRAM_WORDS and (following[0].startswith("-") or following[0] in PROGRAM_TASKS or _is_place(following[0])):
        return True
    if is_file(following[0]) or (len(following) > 1 and following[0] not in _SENTENCE and is_file(following[1])):
        return True
    return "-prompt" in text and bool(_OPENS_QUOTE.search(text))


def _is_place(word: str) -> bool:
    return "/" in word or is_file(word)


def is_file(word: str) -> bool:
    """Return whether a word is the name or path of a file: `img/hero.png`."""
    return _FILE.match(word) is not None


def is_shell_command(text: str, parameters: int) -> bool:
    """Return whether a text whose parameters begin at an index is a command, also of an unknown program.

    It has very few words, none of them from a sentence, and an option that is neither a parameter nor a misspelled one.
    """
    if is_command_line(text):
        return True
    front = text[:parameters].split(None, _MAX_WORDS)
    if not 0 < len(front) <= _MAX_WORDS or "," in text[:parameters] or not front[0].isascii() or not front[0].islower():
        return False
    return _SENTENCE.isdisjoint(front) and any(_is_foreign(match[1].lower()) for match in _OPTION.finditer(text, parameters))


@cache
def _is_foreign(option: str) -> bool:
    """Return whether an option is neither a parameter nor an intended one."""
    from promptlint.midjourney.tables import vocabulary
    from promptlint.text.did_you_mean import nearest

    names = vocabulary().names
    head = option.partition("-")[0]
    if head.rstrip("0123456789.") in names:
        return False
    return nearest(option.replace("-", ""), names) is None and nearest(head, names) is None
