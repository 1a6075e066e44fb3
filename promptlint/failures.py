"""The meaning of a failed job's message: who is at fault, whether to retry, and which rules detect it.

The table is `failures.toml`. A message is accepted as a service passes it on: plain, with a bracketed title, as the JSON of
an embed, of midjourney.com or of a proxy, in English or Chinese. The longest entry that fits wins.
"""

from __future__ import annotations

import os
import re
from functools import cache

from promptlint.errors import require_text
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Report

__all__ = ["FAULTS", "Failure", "explain", "failures"]

FAULTS = ("prompt", "image", "account", "midjourney", "reseller")

_TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "failures.toml")
_MARKDOWN = re.compile(r"[`*_~]++")
_SPACE = re.compile(r"\s++")
_BRACKETED = re.compile(r"\s*+\[([^\[\]]{1,60}+)\]")
_QUOTED = re.compile(r"`([^`\n]{1,200}+)`")
_NAMED = compile_pattern(r"--[a-z]++(?:\s[\d.]++)?+")
_CODE = compile_pattern(r"(?:(?:http|status|error|code|状态码|错误码)[\s:=]*+)*+(-?\d{1,3})[\s.:]*+", re.IGNORECASE)
_MAX_LENGTH = 20_000  # characters; no message is longer, and a log file pasted as a whole must not take forever


class Failure(NamedTuple):
    """The meaning of a message. `known` is whether the table has it; if not, only `meaning` and `nearest` are set.

    `name` is that of the entry, `fault` one of `FAULTS` (empty if unknown). `retry` means that the same job may succeed when it
    is submitted again. `rules` are the codes of the rules that detect it. `counts_as_illegal` is whether TTAPI counts it among
    its 30 rejected prompts a day. `advice` says what to do. `quoted` are the parameters and words in the message. `nearest` is
    the entry most similar to an unknown message. With a prompt, `report` is its report, and `causes` are the findings that
    probably caused the message, most likely first.
    """

    known: bool
    name: str
    meaning: str
    fault: str
    retry: bool
    rules: tuple[str, ...]
    counts_as_illegal: bool
    advice: str = ""
    part: str = ""
    source: str = ""
    quoted: tuple[str, ...] = ()
    nearest: str | None = None
    report: Report | None = None
    causes: tuple[Diagnostic, ...] = ()


class Entry(NamedTuple):
    """A row of the table. `titles` and `texts` are normalized, `codes` numbers; `illegal` applies if no prefix decides."""

    name: str
    part: str
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    codes: tuple[int, ...]
    meaning: str
    advice: str
    fault: str
    retry: bool
    illegal: bool
    rules: tuple[str, ...]
    source: str


class _Message(NamedTuple):
    """A message taken apart: `titles` are compared as a whole, `text` is searched, `prefix` is in brackets in front."""

    text: str
    titles: tuple[str, ...]
    codes: tuple[int, ...]
    prefix: str
    raw: str


@cache
def _table() -> dict[str, Any]:
    import tomllib

    with open(_TABLE, "rb") as file:
        return tomllib.load(file)


@cache
def failures() -> tuple[Entry, ...]:
    """Every entry of the table, in its order."""
    return tuple(
        Entry(
            name=row["name"],
            part=row["part"],
            titles=tuple(map(_folded, row.get("titles", ()))),
            texts=tuple(map(_folded, row.get("texts", ()))),
            codes=tuple(row.get("codes", ())),
            meaning=row["meaning"],
            advice=row["advice"],
            fault=row["fault"],
            retry=row["retry"],
            illegal=row.get("illegal", False),
            rules=tuple(row["rules"]),
            source=row["source"],
        )
        for row in _table()["failures"]
    )


def explain(
    message: str, prompt: str | None = None, *, model: str | None = None, target: str | None = None, config: Config | None = None
) -> Failure:
    """Explain the message of a failed job. With the `prompt` of that job, find the cause in it.

    `model`, `target` and `config` are those of `lint` and only matter with a prompt. Raises TypeError for a message or a
    prompt that is not a str.
    """
    require_text(message, "a message")
    if prompt is not None:
        require_text(prompt)
    taken = _read(message[:_MAX_LENGTH])
    entry = _match(taken)
    if entry is None:
        return _unknown(taken)
    quoted = tuple(dict.fromkeys(_QUOTED.findall(taken.raw) + _NAMED.findall(taken.raw)))
    failure = Failure(
        known=True,
        name=entry.name,
        meaning=entry.meaning,
        fault=entry.fault,
        retry=entry.retry,
        rules=entry.rules,
        counts_as_illegal=_counts(taken, entry),
        advice=entry.advice,
        part=entry.part,
        source=entry.source,
        quoted=quoted,
    )
    return failure if prompt is None else _with_prompt(failure, prompt, model, target, config)


# ── reading a message ────────────────────────────────────────────────────────────────────────────────────────────────


def _folded(text: str) -> str:
    """Case, Markdown and the marks around a message taken away, each white space one space."""
    return _SPACE.sub(" ", _MARKDOWN.sub(_unmarked, text)).strip(" .!:：。！…\"'").lower()


def _unmarked(match: re.Match[str]) -> str:
    """Markdown marks vanish; single underscores are part of codes such as `QUEUE_FULL`."""
    return "_" if match[0] == "_" else ""


def _read(message: str) -> _Message:
    """A message in any of its forms."""
    stripped = message.strip()
    parts = list(_json_parts(stripped)) if stripped[:1] in "{[" else []
    titles = [value for key, value in parts if key in _TITLE_KEYS]
    numbers = [int(value) for key, value in parts if key in _CODE_KEYS and re.fullmatch(r"-?\d{1,3}", value)]
    raw = "\n".join(value for _, value in parts) if parts else stripped
    texts = [value for key, value in parts if key not in _CODE_KEYS] if parts else [stripped]
    prefix = ""
    for text in [*texts, stripped]:
        bracketed = _BRACKETED.match(text)
        if bracketed and not prefix:
            prefix = bracketed[1].strip(" !.")
            titles.append(bracketed[1])
        titles += [text, text.partition("\n")[0], text.partition(":")[0]]
    code = _CODE.fullmatch(stripped) or (
        _CODE.match(stripped) if re.match(r"(?:http|status|error|code)\b", stripped, re.IGNORECASE) else None
    )
    if code:
        numbers.append(int(code[1]))
    if not prefix and titles and parts:
        prefix = titles[0]
    return _Message(_folded(" ".join(texts)), tuple(dict.fromkeys(map(_folded, titles))), tuple(numbers), prefix, raw)


_TITLE_KEYS = ("title", "type")
_CODE_KEYS = ("code", "status", "statusCode", "status_code")
_TEXT_KEYS = (
    "title", "type", "description", "message", "msg", "error", "errors", "reason", "failReason", "fail_reason", "failure", "footer", "text",
    "banned_word", "bannedWord", "softban",
)  # fmt: skip


def _json_parts(text: str) -> Iterator[tuple[str, str]]:
    """The informative keys of a JSON response with their texts, outermost first; empty if it is not JSON."""
    import json

    try:
        stack: list[tuple[str, Any]] = [("", json.loads(text))]
    except (ValueError, RecursionError):
        return
    while stack:
        key, value = stack.pop(0)
        if isinstance(value, dict):
            stack += value.items()
        elif isinstance(value, list):
            stack += [(key, each) for each in value]
        elif key == "softban" and value is True:
            yield "title", "softban"
        elif key in _CODE_KEYS and not isinstance(value, bool):
            yield key, str(value)
            if isinstance(value, str) and not value.lstrip("-").isdecimal():
                yield "type", value
        elif key in _TEXT_KEYS and isinstance(value, str) and value:
            yield key, value


# ── finding the entry ────────────────────────────────────────────────────────────────────────────────────────────────


def _match(message: _Message) -> Entry | None:
    """The entry with the longest text in the message; else the one with its title; else the one with its code.

    A text says what happened, a title only what kind of error it was (`Invalid parameter`), a code hardly that.
    """
    texts = [(len(text), entry) for entry in failures() for text in entry.texts if text in message.text]
    if texts:
        return max(texts, key=lambda found: found[0])[1]
    for entry in failures():
        if any(title in message.titles for title in entry.titles):
            return entry
    for entry in failures():
        if any(code in message.codes for code in entry.codes):
            return entry
    return None


def _counts(message: _Message, entry: Entry) -> bool:
    """Return whether TTAPI counts the job: by the prefix of the message, or without one, by its subject."""
    if not message.prefix:
        return entry.illegal
    return _illegal(message.prefix) or (entry.illegal and _folded(message.prefix) in entry.titles)


def _illegal(prefix: str) -> bool:
    """Return whether a message with this prefix (or type, `invalid_parameter`) is on TTAPI's list."""
    words = _folded(prefix).replace("_", " ")
    return any(words.startswith(_folded(each)) for each in _table()["illegal"]["prefixes"])


def _unknown(message: _Message) -> Failure:
    """The explanation of a message that is not in the table."""
    nearest = _nearest(message.text)
    meaning = "This message is unknown."
    if nearest is not None:
        meaning += f" The closest known one is {nearest.name}: {nearest.meaning}"
    return Failure(
        known=False,
        name="unknown",
        meaning=meaning,
        fault="",
        retry=False,
        rules=(),
        counts_as_illegal=bool(message.prefix) and _illegal(message.prefix),
        nearest=nearest.name if nearest is not None else None,
    )


def _nearest(text: str) -> Entry | None:
    """The entry that shares most words with the message, or None if it shares hardly any."""
    from difflib import SequenceMatcher

    best: Entry | None = None
    score = 0.5  # below this two sentences have hardly more than letters in common
    matcher = SequenceMatcher(b=text[:200])
    for entry in failures():
        for known in (*entry.texts, *entry.titles):
            matcher.set_seq1(known)
            if matcher.real_quick_ratio() > score and matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
                best, score = entry, ratio
    return best


# ── with the prompt ──────────────────────────────────────────────────────────────────────────────────────────────────


def _with_prompt(failure: Failure, prompt: str, model: str | None, target: str | None, config: Config | None) -> Failure:
    """Lint the prompt and pick the findings that the message is likely about."""
    from promptlint.linter import lint

    report = lint(prompt, model=model, target=target, config=config)
    ranks = ((_rank(each, failure, report), each) for each in report.diagnostics)
    likely = sorted(((rank, each.start, each) for rank, each in ranks if rank), key=lambda found: found[:2])
    return failure._replace(report=report, causes=tuple(each for _, _, each in likely))


def _rank(found: Diagnostic, failure: Failure, report: Report) -> int:
    """1 for a finding about the quoted text, 2 for an error and 3 for less by a rule that detects the message, 0 for the rest."""
    if found.code not in failure.rules:
        return 0
    written = report.prompt.source[found.start : found.end]
    if any(each in written or (written and written in each) for each in failure.quoted):
        return 1
    return 2 if found.severity == "error" else 3
