"""Decide what reads like a prompt: the heuristics that the Markdown and text readers share. docs/sources.md explains each.

Measured on labelled files of public repositories: outside a strong position (a fence, a key, a column), only words followed by
parameters up to the end of the line are a prompt.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from promptlint.midjourney.tables import vocabulary
from promptlint.parsing.lalr import pattern
from promptlint.parsing.shapes import is_link, is_stand_in, plausible
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .command_lines import is_shell_command
from .names import TELLING_PARAMETERS, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Piece",
    "about_midjourney",
    "bare_form_at_end",
    "bare_words",
    "command_of",
    "complete",
    "convincing",
    "ends_in_bare_form",
    "has_article",
    "has_parameter",
    "has_slots",
    "has_words",
    "holds_command",
    "holds_parameter",
    "instructs",
    "instructs_writer",
    "is_assigned",
    "is_command",
    "is_instruction",
    "is_known",
    "is_markup",
    "is_named_parameter",
    "is_parameter_name",
    "is_prose",
    "is_rule",
    "is_suffix",
    "known_names",
    "lacks_value",
    "lines_in",
    "may_end_in_bare_form",
    "may_hold_prompt",
    "mentions_parameter",
    "own_words",
    "parameter_names",
    "parameter_start",
    "parameters_in",
    "parameters_only",
    "slots",
    "strip_decoration",
    "telling_parameters",
    "word_count",
    "words_start",
]

# Names of the product in a file's name or title: Latin, Korean, Chinese, Japanese; written so that a search begins with one set.
_MIDJOURNEY = lazy_pattern(r"[mM](?:(?i:id ?journey)|[jJ](?<![A-Za-z]..)(?![A-Za-z]))|미드저니|ミッドジャーニ")

_BULLET = lazy_pattern(
    r"(?:(?:\[[\w.-]{1,60}\]\s++)?\[\d{1,3}\]\s++|\[(?:[ xX]\]|\^[\w-]{1,60}\]:)\s++|[-*+•·▪◦‣:]\s++"
    r"|\d{1,3}/\s++|[#]?\d{1,3}[.)、:]\s*+(?=\D)|\(\d{1,3}\)\s++|[a-zA-Z]\)\s++)"
)
_CLOSING_TAGS = lazy_pattern(r"(?:\s*+(?:</[A-Za-z][\w-]*+>|<br\s*+/?>))++$")
_RULE_CHARACTERS = r"[-=*_~─━–—]{3,}+"
_RULE = lazy_pattern(rf"{_RULE_CHARACTERS}(?:\s++\S.*\s{_RULE_CHARACTERS})?|([-*_])(?: \1){{2,}}")
_TAGS = lazy_pattern(r"\s*+(?:</?[A-Za-z][\w.:-]*+(?:\s[^<>]*+)?/?+>\s*+)++")
_LINE = lazy_pattern(r"[^\r\n]*\S[^\r\n]*")
_QUOTE_MARK = lazy_pattern(r">\s?+")
_LABEL = lazy_pattern(
    r"(?:\*\*[^*\n:：]{1,80}+(?:[:：]\*\*|\*\*\s*+(?:[:：]|[–—-](?=\s)))|__[^_\n:：]{1,80}+(?:[:：]__|__\s*+[:：])"
    r"|(?P<mark>[*_])[^*_\n:：]{1,80}+(?:[:：](?P=mark)|(?P=mark)\s*+[:：])"
    r"|(?:(?:the |full |main |image |final |example |mj |midjourney )*+prompts?|提示词|프롬프트)(?:\s*+[#\d.]{1,4}+)?+\s*+[:：](?![:\d])"
    r"|(?:(?:scene|shot|image|variation|version|option|example)\s*+[#\d.]{1,4}+|examples?|good|bad|better|wrong|before|after)\s*+[:：](?![:\d]))\s*+",
    re.IGNORECASE,
)
_PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}
_TICKED = lazy_pattern(r"(`++)(.*[^`])\1", re.DOTALL)
_NON_SPACE = lazy_pattern(r"\S++")
_WORD = lazy_pattern(r"[^\W\d_]++|\d++", re.UNICODE)
_CJK = lazy_pattern("[぀-ヿ㐀-鿿가-힯]")

# A value in a parameter's tail: number, ratio, code, link, slot, permutation, switch word.
_VALUE_LIKE = lazy_pattern(r"[\d.:/%x*×,;-]++|<\S++|\{|\[|\S*\d\S*+|random$|raw$", re.IGNORECASE)
_MAX_WORDS = 2
# The kinds of parameters whose value has a digit.
_MEASURES = words("model ratio integer decimal references url urls")
# Words that lead over to a parameter in prose and that no description ends with: English, German, Dutch, French, Spanish,
# Portuguese, Italian, Russian; Japanese and Korean are recognized by their particles.
_LEADS_OVER = words(
    "a an the use using used with add adding append set setting via and or like is are as by to of for be flag flags parameter "
    "parameters include option includes than from e.g i.e prefer try remove when if at consider default "
    "defaults need needs require requires support supports accept accepts mean means both either instead also see called named "
    "exceed exceeds replaces replace but without write writes say says get gets take takes want wants uses sets gives forgot carries "
    "mit ohne nutze nutzen verwende verwenden statt lieber und oder für immer nie der das dem ein eine einen met zonder gebruik en "
    "avec sans utilisez utiliser préférez ajoutez et ou par pour des du une usa usar cambia con sin añade prefiere de del por para "
    "com sem adicione usare senza aggiungi "
    "используйте без или добавьте для"
)
_LEADING_PARTICLE = lazy_pattern(r"[はをにでとがやへ는은을를에]\s*$|(?:[使改请]用|添加|加上|[写设改]成|[设改]为|或者|一律|建议)\s*$")
# Words that join parameters in a sentence.
_JOINS = words("and or with alongside vs versus plus then but instead while where rather unless")
# A short sentence that ends after a value, or one about prompts: `Covers stay at --s 100.`
_REMARK = lazy_pattern(r"(?!An? )[^\W\d_a-z](?:(?:(?! --)[^,.!?:：\n]){2,48}+|(?=.*\bprompts?\b)(?:(?! --).)++) --\S[^,\n]*\d\.\s*$")
# A value with a word of a sentence on it, in scripts without spaces: `--ar 16:9で横長`, `--ar 2:3，横幅用 --ar 16:9。`.
_SPOKEN_VALUE = lazy_pattern(r"(?<=[A-Za-z] )[\d.:]*\d[ぁ-んァ-ヶ一-鿿가-힣]")
_SPOKEN_NEXT = lazy_pattern(r"(?<=[A-Za-z] )[\d.:]*\d[，、 ]*[ぁ-んァ-ヶ一-鿿가-힣]")
_SENTENCE_ENDS = (".", "!", "?", "。", "？", "！")

# What is in front of parameters, or after its last colon, where these are said to be for Midjourney.
_PRODUCT = lazy_pattern(r"(?:(?:for|in|use|with)\s++)?(?:midjourney|mj|niji(?:journey)?)(?:\s++v?\d[\d.]*+)?", re.IGNORECASE)
_INSTRUCTS = words(
    "use add append set always try include specify adjust change remove keep replace default parameters parameter settings version "
    "avoid run put insert apply increase lower raise note tip tips aspect never don choose reserve turn swap check todo fixme"
)


# What begins an instruction to a model that writes prompts, and one to any model that writes.
_INSTRUCTS_WRITER = lazy_pattern(
    r"(?:you (?:are|will|must|should|write)|your (?:goal|task|job|role)|i want you|act as|here (?:is|are))\b", re.IGNORECASE
)
_ORDERS = lazy_pattern(
    rf"{_INSTRUCTS_WRITER.pattern}|(?:i will (?:give|provide)|analy[sz]e|answer|classify|explain|extract|help me|identify|review|rewrite"
    r"|summari[sz]e|translate|write)\b|あなたは|你是|您是|당신은",
    re.IGNORECASE,
)
_OPENING_QUOTE = lazy_pattern(r"[\"'`“](?=\W)")
# Written so that a search begins with one set of characters, and is fast.
_SENTENCE_START = lazy_pattern(r"[.!?:。：\r\n](?:(?<=[\r\n])|(?=\s))\s*")
_LIST_LINE = lazy_pattern(r"^[ \t]*(?:[-*•・]|\d+[.)]|#{1,6}|【)\s*\S", re.MULTILINE)


class Piece(NamedTuple):
    """A stretch of one line of a host that may be a prompt or a part of one: code points of the host."""

    start: int
    end: int


@cache
def known_names() -> frozenset[str]:
    """The spellings of all parameters, without dashes, in lower case."""
    from promptlint.midjourney.tables import vocabulary

    return frozenset(name.lower() for name in vocabulary().names)


def about_midjourney(text: str) -> bool:
    """Return whether a name or a title mentions Midjourney."""
    return bool(_MIDJOURNEY.search(text))


def word_count(text: str) -> int:
    """Number of words a text has; each character of Chinese, Japanese or Korean counts half a word."""
    east = 0 if text.isascii() else len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text) if east else text)) + (east + 1) // 2


def _has_fewer_words(text: str, least: int) -> bool:
    """Return whether `word_count` is less than that many; words that nobody asks for are not counted."""
    return (_first_words(least).match(text) is None) if text.isascii() else word_count(text) < least


@cache
def _first_words(count: int) -> re.Pattern[str]:
    return re.compile(rf"(?:[\W_]*+(?:{_WORD.pattern})){{{count}}}")


def has_words(text: str) -> bool:
    """Return whether a text has any word or number."""
    return bool(_WORD.search(text))


def is_rule(line: str) -> bool:
    """Return whether a line is drawn of rule characters, with at most a title without parameters between them: `--- Animals ---`."""
    return bool(_RULE.fullmatch(line)) and not holds_parameter(line)


def is_markup(line: str) -> bool:
    """Return whether a line has nothing but tags of HTML."""
    return bool(_TAGS.fullmatch(line))


def lines_in(text: str) -> list[tuple[int, int]]:
    """Start and end of each line of a text that is not blank."""
    return [match.span() for match in _LINE.finditer(text)]


def parameter_start(text: str, start: int = 0) -> int:
    """The start of the first parameter, or -1.

    Two dashes directly before any word make a parameter; with a space, one dash or a long dash, only before a known name.
    """
    first = pattern("WRITTEN_DASHES").search(text, start)
    if first is None:
        return -1
    for match in pattern("WRITTEN_PARAMETER").finditer(text, first.start()):
        if _is_parameter(match, text):
            return match.start()
    return -1


def has_parameter(text: str) -> bool:
    """Return whether a text has a parameter if it is read as a prompt; `holds_parameter` also finds one in code or in quotes."""
    return parameter_start(text) >= 0


def _is_parameter(match: re.Match[str], text: str) -> bool:
    dashes, space, long_dash, _, name = match.groups()
    if dashes and not space:
        return True
    if not is_known(name):
        return False
    if long_dash:
        return True
    # `-- no doubt` and `-no` are prose: require a value with a digit, or a name that is complete without a value.
    following = text[match.end() : match.end() + 24].split()
    if following and any(character.isdigit() for character in following[0]):
        return True
    return not dashes and name.lower() in vocabulary().alone


def command_of(text: str) -> str:
    """The Discord command that a text begins with, `/imagine prompt: `, or empty."""
    match = pattern("COMMAND_AHEAD").match(text)
    return match[0] if match else ""


def is_command(text: str) -> bool:
    """Return whether a text begins with the Discord command, `/imagine`."""
    return bool(command_of(text))


def holds_command(text: str) -> bool:
    """Return whether a text contains the Discord command."""
    return pattern("COMMAND_AHEAD").search(text) is not None


_MAY_BE_DASHES = ("--", " -", "\\", "&")


def may_hold_prompt(text: str) -> bool:
    """A quick no for most texts: whether dashes that may begin a parameter, however written, or a command occur in a text."""
    if any(map(text.__contains__, _MAY_BE_DASHES)) or text.startswith("-"):
        return True
    return (not text.isascii() and pattern("MAY_BEGIN").search(text) is not None) or ("/" in text and holds_command(text))


def is_known(name: str) -> bool:
    """Return whether a parameter is intended: `ar`, `AR`, or `v6` with its value attached."""
    lower = name.lower()
    return lower in known_names() or lower.rstrip("0123456789") in known_names()


_CODE_BEHIND = lazy_pattern(r"[:);,]|$")


def parameters_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """The positions of parameters in any text, with their names in lower case.

    The only place that decides whether text outside prompts contains a parameter: two dashes make one of any known name; other
    dashes, a space after the dashes, names of one letter and misspelled names (`--stylise 200`) require a value that fits.
    """
    end = len(text) if end is None else end
    first = pattern("DASHES_ANYWHERE").search(text, start, end)
    if first is None:
        return
    known = known_names()
    for match in pattern("ANYWHERE").finditer(text, first.start(), end):
        two, space, long_dash, one, name, rest = match.group(1, 2, 3, 4, 5, 6)
        name = name.lower()
        if name in known and two and not space and len(name) > 1:
            yield match.start(), name
            continue
        rest = rest or ""
        has_digit = any(character.isdigit() for character in rest.split()[0]) if rest.strip() else False
        if name not in known:
            if two and not space and (has_digit or rest.lstrip()[:1] in ("{", "$")) and _is_misspelled(name):
                yield match.start(), name
            continue
        if two and not space and (has_digit or not rest):
            if not rest and _CODE_BEHIND.match(text, match.end()) and match.end() < len(text):
                continue  # `var(--s)` and `--c: red;` are CSS
            yield match.start(), name
        elif has_digit and (long_dash or (two and space) or (one and len(name) > 1 and name != "no")):
            yield match.start(), name


@cache
def _is_misspelled(name: str) -> bool:
    """Return whether a name is one typing error away from a parameter that command lines do not have."""
    from promptlint.text.did_you_mean import nearest

    return len(name) > 4 and nearest(name, known_names()) in TELLING_PARAMETERS


def holds_parameter(text: str) -> bool:
    """Return whether any text contains a known parameter."""
    return next(parameters_in(text), None) is not None


# It ends where a line of a text in quotes does: `--v 7\n`.
_VALUE = lazy_pattern(r"[ \t]*+[=:]?[ \t]*+(\[[^\]\s]*+\]|(?:[^\s\"'`)\]\\]|\\(?![nrt]))++)")


def telling_parameters(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """The position of a parameter that command lines do not have, with a plausible value or a slot.

    One dash is not evidence: `-ar 44100` is an option of other programs.
    """
    known = vocabulary()
    for match in pattern("ANYWHERE").finditer(text, start, len(text) if end is None else end):
        name, value = match[5].lower(), _VALUE.match(match[6] or "")
        definition = known.definition(known.names[name]) if name in TELLING_PARAMETERS else None
        if definition is None or value is None or match[4] or (len(name) == 1 and (match[2] or match[3])):
            continue
        if ":" in value[0][: value.start(1)] and (value[1].endswith(";") or text[match.start() - 1 : match.start()] == "["):
            continue  # `--ar: 16/9;` and `[--ar:16/9]` are CSS
        written = value[1].rstrip(",;.\\")
        if plausible(definition, written, known) or is_stand_in(written):
            yield match.start()


def is_named_parameter(name: str, value: str) -> bool:
    """Return whether a key or a column beside a prompt is a parameter, and the value is its: `ar`, `16:9`."""
    own = name.strip().lstrip("-").lower()
    return is_parameter_name(name) and next(telling_parameters(f"--{own} {value.strip()}"), None) is not None


@lru_cache(maxsize=256)  # a file repeats few keys
def is_parameter_name(name: str) -> bool:
    """Return whether a key or a column may be a parameter. A letter may be anything."""
    own = name.strip().lstrip("-").lower()
    return own in TELLING_PARAMETERS and (len(own) > 1 or name.lstrip().startswith("--"))


_MAX_TAIL = 200  # of a long line only the end is parsed
_BARE_TAIL = lazy_pattern(r"\d|raw|tile", re.IGNORECASE)


def bare_form_at_end(text: str) -> int:
    """The start of a parameter without its dashes at the end of a line (`v6`, `ar 16:9`), or 0, as words precede it."""
    stripped = text.rstrip()
    start = stripped.find(" ", len(stripped) - _MAX_TAIL) + 1 if len(stripped) > _MAX_TAIL else 0
    tail = stripped[start:]
    front, _, last = tail.rpartition(" ")
    if len(tail) > _MAX_TAIL or not _BARE_TAIL.search(last) or _has_fewer_words(front, 2) or _ends_as_documented(tail):
        return 0
    from promptlint.parsing.parser import parse

    for anomaly in parse(tail).anomalies:
        if anomaly.kind == "missing-dashes" and anomaly.end == len(tail):
            before = tail[: anomaly.start].split()[-1:]
            return 0 if before and before[0].strip("*_(").lower() in _MODEL_WORDS else start + anomaly.start
    return 0


def may_end_in_bare_form(text: str) -> bool:
    """A quick no for most texts: whether the last word may belong to a parameter without its dashes."""
    return _BARE_TAIL.search(text.rstrip().rpartition(" ")[2]) is not None


_NUMERIC = "0123456789.:"


def _ends_as_documented(tail: str) -> bool:
    """A quick no before a line is parsed: its last word neither has a name nor follows one without its dashes (`--ar 16:9`, `35mm`)."""
    before, last = tail.rsplit(None, 2)[-2:]
    if last.startswith("--"):
        return last[2:] in known_names()
    is_nameless = (last[0].isdigit() and last.isalnum()) or last.strip(_NUMERIC) == ""
    if not is_nameless or not tail.isascii():  # invisible characters and other dashes change where a word begins
        return False
    return before[2:] in known_names() if before.startswith("--") else not mentions_parameter(before)


def mentions_parameter(text: str) -> bool:
    """Return whether a word of a text, whatever its case, is the name of a parameter; `v` is one in `v6` and in `it,v=6`."""
    return not known_names().isdisjoint(_LATIN.findall(text.lower()))


def ends_in_bare_form(text: str) -> bool:
    """Return whether a parameter without its dashes follows the words of a line, up to its end."""
    return bool(bare_form_at_end(text))


def is_suffix(text: str) -> bool:
    """Return whether a text next to a prompt is nothing but parameters, also without their dashes: `--ar 16:9`, `ar 16:9 v6`."""
    if parameters_only(text):
        return True
    front = "a hen "
    starts = _bare_forms(front + text.strip())
    return bool(starts) and starts[-1] == len(front)


def is_assigned(text: str) -> bool:
    """Return whether a text is a description, then two or more parameters as in code: `a grey heron, ar=16:9, v=7`."""
    starts = _bare_forms(text)
    if len(starts) < 2 or "=" not in text[starts[-1] :]:
        return False
    front, *parameters = (text[at:stop].rstrip(_BETWEEN) for at, stop in pairwise([0, *reversed(starts), len(text)]))
    return (has_article(front) or word_count(front) > 3) and complete(f"{front} --{' --'.join(parameters)}".replace("=", " "))


_BETWEEN = " \t,;"


def _bare_forms(text: str) -> list[int]:
    """The starts of the parameters without their dashes at the end of a text, the last one first."""
    starts: list[int] = []
    while at := bare_form_at_end(text[: starts[-1]].rstrip(_BETWEEN) if starts else text):
        starts.append(at)
    return starts


# Words that make a number after them a name of the model and no forgotten parameter.
_MODEL_WORDS = words("midjourney mj version model niji prompt")


def parameter_names(text: str) -> set[str]:
    """The names of the parameters in a text, as written, in lower case."""
    return {match[5].lower() for match in pattern("WRITTEN_PARAMETER").finditer(text) if _is_parameter(match, text)}


def parameters_only(text: str) -> bool:
    """Return whether a line begins with a parameter, and no prompt follows it."""
    stripped = text.strip(" \t`\"'*,")
    first = pattern("WRITTEN_PARAMETER").match(stripped)
    return first is not None and _is_parameter(first, stripped) and not words_start(stripped)


def words_start(text: str) -> int:
    """The start of a prompt's words, or 0: they follow references (`--sref LINK`), or parameters in front of a whole prompt."""
    at = 0
    is_reference = True
    while (match := pattern("WRITTEN_PARAMETER").match(text, at)) and _is_parameter(match, text) and is_known(match[5]):
        values = list(takewhile(lambda word: is_link(word[0]), _NON_SPACE.finditer(text, match.end())))
        is_reference &= bool(values)
        values = values or [word for word in (_NON_SPACE.search(text, match.end()),) if word and _VALUE_LIKE.match(word[0])]
        if not values:
            return 0
        following = _NON_SPACE.search(text, values[-1].end())
        at = following.start() if following else len(text)
    return at if at < len(text) and (is_reference or complete(text[at:], 3)) else 0


def lacks_value(text: str, following: str) -> bool:
    """Return whether a line breaks off before a value that the next one begins with: `… --ar 16:9 --style`, `raw --v 7`."""
    last, first = text.rsplit(maxsplit=1)[-1:], following.split(maxsplit=1)[:1]
    match = pattern("WRITTEN_PARAMETER").fullmatch(last[0]) if last and first else None
    known = vocabulary()
    definition = known.definition(known.names.get(match[5].lower(), "")) if match else None
    return definition is not None and definition.kind != "switch" and plausible(definition, first[0], known)


def _plain_tail(tail: str) -> bool:
    """Return whether parameters run to the end, with no words of a sentence among them."""
    if any(mark in tail for mark in ("`", "**", "__", " | ")):
        return False
    matches = [match for match in pattern("WRITTEN_PARAMETER").finditer(tail) if _is_parameter(match, tail)]
    names = [match[5].lower() for match in matches]
    stops = [*(match.start() for match in matches[1:]), len(tail)]
    is_used = False
    for match, name, stop, following in zip(matches, names, stops, [*names[1:], ""], strict=True):
        values = tail[match.end() : stop].split()
        is_used = is_used or _is_used(name, values)
        if name in _free_text():
            if values and values[-1].endswith((".", "!", "?", ":")) and len(values) > 2 and not any("," in value for value in values):
                return False
            continue
        words = [value for value in values if not (_VALUE_LIKE.match(value) or is_link(value))]
        if (words and following == name) or (not tail.isascii() and any(map(_CJK.search, values))):
            return False
        if len(words) > _MAX_WORDS or (words and not following and words[-1].endswith((".", ":", ")", "?", "!"))):
            return False
    return is_used


def _is_used(name: str, values: list[str]) -> bool:
    """Return whether a parameter is used and not only named: `suggest --cw weight` names one."""
    known = vocabulary()
    value = values[0].strip(",;") if values else ""
    fits = name[-1].isdigit() or _VALUE_LIKE.match(value) is not None or is_link(value)
    definition = known.definition(known.names.get(name, ""))
    if definition is not None:
        return fits or definition.kind not in _MEASURES
    return fits and (is_known(name) or _is_misspelled(name))


@cache
def _free_text() -> frozenset[str]:
    """The names that are followed by words or codes, which are not evidence."""
    known = vocabulary()
    takes = {definition.name for definition in known.definitions if definition.kind in {"words", "codes"}}
    return frozenset(spelling for spelling, name in known.names.items() if name in takes)


def complete(text: str, least: int = 2, *, named: bool = False) -> bool:
    """Return whether a line is a whole prompt: at least so many words, then parameters to the end.

    In a text that is `named` a prompt, words between the parameters are a mistake and not prose.
    """
    at = parameter_start(text)
    if at <= 0 or "</" in text[:at] or _is_quoted(text, at) or _quotes_parameters(text):
        return False
    front = text[:at].rstrip()
    if front.endswith((":", "：", "=", "→", "(", "（", "|", "->", "/", "—", "–", " -")) and not front.endswith("::"):
        return False
    if is_prose(text):
        return False
    if _has_fewer_words(front, least) or not bare_words(front):
        return False
    if is_shell_command(text, at) or _is_product(front):
        return False
    if (_leads_over(front) and not front.endswith(".")) or _orders(front, _SPOKEN):
        return False
    if _REMARK.match(text) and len(parameter_names(text)) == 1 and not named:
        return False
    if named:
        *_, at = (match.start() for match in pattern("WRITTEN_PARAMETER").finditer(text, at) if _is_parameter(match, text))
    return _plain_tail(text[at:])


def _is_product(front: str) -> bool:
    """Return whether what precedes parameters only says that they are for Midjourney: `Primary tool: Midjourney --tile`."""
    label, colon, name = front.strip("*_ ").replace("：", ":").rpartition(":")
    return "\n" not in label and _PRODUCT.fullmatch(name.lstrip() if colon else name) is not None


def _is_quoted(text: str, at: int) -> bool:
    """Return whether a quote opens among the words and closes at the end: `Type one, e.g. "a cat --ar 3:2"`."""
    closing = text.rstrip(" .,;)")[-1:]
    if closing == '"':
        return text.count('"', 0, at) % 2 == 1 and not text.startswith('"')
    return closing in ("”", "»") and text.rfind("“" if closing == "”" else "«", 0, at) > max(0, text.rfind(closing, 0, at))


def _quotes_parameters(text: str) -> bool:
    """Return whether a quote opens directly before a parameter: `Suffix: "--niji 6"`, but not `"a cat"--niji 6`."""
    if _OPENING_QUOTE.search(text) is None:
        return False
    marks = ((start, text[start - 1 : start]) for start, _ in parameters_in(text))
    return any(mark == "“" or (mark in ('"', "'", "`") and text.count(mark, 0, start) % 2 == 1) for start, mark in marks)


def convincing(text: str) -> bool:
    """Return whether a text is a whole prompt in any position.

    It has a few words and two parameters, more words and one with a value, or an article and one that command lines do not have.
    """
    if not complete(text):
        return False
    tail = text[parameter_start(text) :]
    if _joins(tail):
        return False
    if len(parameter_names(text)) > 1 or (complete(text, 5) and any(character.isdigit() for character in tail)):
        return True
    return has_article(text) and next(telling_parameters(text), None) is not None


_ARTICLE = lazy_pattern(r"(?:an?|the|two|three|ein|eine|einen|une?|una|el|la|le|les)\s", re.IGNORECASE)


def has_article(text: str) -> bool:
    """Return whether a text begins with an article, as no command does."""
    return _ARTICLE.match(text) is not None


def is_prose(text: str) -> bool:
    """Return whether a line is a sentence about parameters, or a question, instead of a prompt.

    `Lines are cleaner (default --q 1).`, `For anime, also consider --niji 6 alongside --v 7.`, `Why does --ar fail?`
    """
    stripped = text.rstrip().rstrip("*_`\"'”’)")
    if stripped.endswith(("?", "？")):
        return True
    if text.isascii() and "(" not in text and not stripped.endswith(_SENTENCE_ENDS) and not _NEXT_SENTENCE.search(text):
        return False  # as most are; where the parameters are takes longer
    at = next((start for start, _ in parameters_in(text)), -1)
    if at < 0:
        return False
    if not text.isascii() and (_SPOKEN_VALUE.search(text, at) or (stripped.endswith("。") and _SPOKEN_NEXT.search(text, at))):
        return True
    opening = max(text.rfind("(", 0, at), text.rfind("（", 0, at))
    if opening >= 0 and _IN_BRACKETS.fullmatch(text, opening + 1, at) and _CLOSING_BRACKET.search(text, at):
        return True  # `(default --q 1)`
    if not (stripped.endswith(_SENTENCE_ENDS) or _NEXT_SENTENCE.search(text, at)):
        return False
    return _leads_over(text[:at]) or _joins(text[at:])


_IN_BRACKETS = lazy_pattern(r"[^)）]*[^)）\s][^)）]*")
_CLOSING_BRACKET = lazy_pattern(r"[)）]")
_NEXT_SENTENCE = lazy_pattern(r"[.!?]\s+[A-Z]")
_SPOKEN = lazy_pattern(r"(?:[^\W\d_]|\.)++")
_LATIN = lazy_pattern(r"[a-z]++")


def _leads_over(front: str) -> bool:
    """Return whether what precedes the parameters leads over to them, as in a sentence about them."""
    for part in reversed(front.rsplit(None, 2)):
        if spoken := _SPOKEN.findall(part.lower()):
            if spoken[-1].rstrip(".") in _LEADS_OVER:
                return True
            break
    return not front.isascii() and _LEADING_PARTICLE.search(front) is not None


def _orders(front: str, word: re.Pattern[str]) -> bool:
    """Return whether what precedes the parameters is a few words of which the first tells a reader to do something."""
    first = word.search(front.lower())
    return first is not None and first[0] in _INSTRUCTS and _has_fewer_words(front, 5)


def _joins(tail: str) -> bool:
    """Return whether a word among parameters joins them, as in a sentence."""
    return not _JOINS.isdisjoint(_LATIN.findall(tail.lower()))


def instructs(text: str) -> bool:
    """Return whether a line says which parameters to write, instead of being a prompt with them.

    `Use --ar 16:9 for landscapes`, `Always end with --v 7`, `海报一律 --ar 2:3`, and parameters alone in back-ticks.
    """
    starts = [start for start, _ in parameters_in(text)]
    if not starts or complete(text):
        return False
    front = text[: starts[0]]
    return _orders(front, _LATIN) or _leads_over(front) or any(text.endswith("`", 0, start) for start in starts)


def instructs_writer(text: str) -> bool:
    """Return whether a text begins like an instruction to a model that writes prompts: `You are …`, `Your task is …`."""
    return _INSTRUCTS_WRITER.match(text) is not None


def is_instruction(text: str) -> bool:
    """Return whether a text without parameters is for a model that writes: a sentence of it instructs, or it has a list."""
    if _ORDERS.match(text) or ("\n" in text and len(_LIST_LINE.findall(text)) > 1):
        return True
    return any(_ORDERS.match(text, match.end()) for match in _SENTENCE_START.finditer(text))


def bare_words(text: str) -> bool:
    """Return whether a text begins like a description.

    None begins with dashes, a comma, an ellipsis, an arrow, a drawing of a file tree or the command of another program (`/settings`).
    """
    stripped = text.lstrip()
    if not stripped or stripped.startswith(("--", ",", "...", "…", "→", "├", "└", "│", "|")):
        return False
    return not (stripped[0] == "/" and stripped[1:2].isalpha()) or is_command(stripped)


def has_slots(text: str) -> bool:
    """Return whether a prompt has slots to fill in: `[SUBJECT]`, `{{name}}`, `{name}`, `<words>`, `--ar 2:3 or 4:5`, `--s 50-150`."""
    return bool(slots(text))


def own_words(text: str) -> int:
    """Number of words outside slots: a formula such as `[subject], [style]` has none."""
    return word_count(pattern("WRITTEN_SLOT").sub(" ", text))


_IN_SLOTS = ("[", "{", "<", "__", "%", "$")


def slots(text: str) -> tuple[Piece, ...]:
    """The slots of a prompt, in order: they are filled in later, so their text has no findings."""
    found = []
    if any(map(text.__contains__, _IN_SLOTS)):
        found += [Piece(*match.span()) for match in pattern("WRITTEN_SLOT").finditer(text)]
    dashes = text.find("--")
    if dashes >= 0:
        found += [
            Piece(*match.span(match.lastindex or 0))
            for match in pattern("WRITTEN_OPEN_VALUE").finditer(text, dashes)
            if match[3] is None or not _is_ratio(match[0])
        ]
    return tuple(sorted(found))


def _is_ratio(written: str) -> bool:
    """Return whether a range is the value of a parameter that takes a ratio: `--ar 2-3` is a mistake and no range."""
    known = vocabulary()
    definition = known.definition(known.names.get(written[2:].split(maxsplit=1)[0].lower(), ""))
    return definition is not None and definition.kind == "ratio"


def strip_decoration(text: str, start: int, end: int, *, bullets: bool = True, labels: bool = False, quotes: bool = True) -> Piece:
    """The span without white space, block quote marks, bullets, numbers, labels, one pair of quotes and `/imagine`."""
    if not (bullets or labels) and start < end and text[start].isalpha() and text[end - 1].isalnum():
        return Piece(start, end)  # what is between two letters is no decoration, and a command begins with a slash
    start, end = _trim(text, start, end)
    if text.endswith(">", start, end) and (tags := _CLOSING_TAGS.search(text, start, end)):
        opening = f"<{tags[0].strip()[2:-1]}>"
        start, end = _trim(text, start + len(opening) * text.startswith(opening, start), tags.start())
    while bullets:
        match = _BULLET.match(text, start, end) or _QUOTE_MARK.match(text, start, end)
        if not match or match.end() >= end:
            break
        start, end = _trim(text, match.end(), end)
    if labels:
        match = _LABEL.match(text, start, end)
        if match and match.end() < end:
            start, end = _trim(text, match.end(), end)
    start, end = _unquote(text, start, end) if quotes else (start, end)
    match = pattern("COMMAND_AHEAD").match(text, start, end)
    if match:
        start, end = _trim(text, match.end(), end)
        start, end = _unquote(text, start, end) if quotes else (start, end)
    return Piece(start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _unquote(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes or back-ticks that enclose all of it, if they are one pair."""
    if ticked := _TICKED.fullmatch(text, start, end):
        return _trim(text, *ticked.span(2))
    closing = _PAIRS.get(text[start:end][:1])
    if closing is None:
        return start, end
    stop = end - 1 if text[end - 1] in ",;." and text[end - 2] == closing else end
    if text[stop - 1] != closing or (text[start] == closing and text.count(closing, start, stop) % 2):
        return start, end
    inner = text[start + 1 : stop - 1]
    # `"red" car, "blue" car` begins and ends with quotes that are not a pair.
    if text[start] == closing and inner.find(closing) < len(inner) // 2 and _closes_early(inner, closing):
        return start, end
    return _trim(text, start + 1, stop - 1)


def _closes_early(inner: str, quote: str) -> bool:
    """Return whether the first inner quote closes the outer one: it follows a letter and a space or comma follows it."""
    at = inner.find(quote)
    return at > 0 and not inner[at - 1].isspace() and inner[at + 1 : at + 2] in (" ", ",", "")
