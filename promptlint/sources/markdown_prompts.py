"""Decide what is a prompt in the blocks of a Markdown document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from promptlint.parsing.lalr import pattern
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .command_lines import is_command_line, is_file, is_shell_command
from .fences import PROMPT_LANGUAGES, Line, kind_of, recognized
from .heuristics import (
    Piece,
    bare_words,
    command_of,
    complete,
    ends_in_bare_form,
    has_parameter,
    has_slots,
    holds_command,
    instructs_writer,
    is_assigned,
    is_command,
    is_known,
    is_markup,
    is_prose,
    is_rule,
    is_suffix,
    lacks_value,
    own_words,
    parameter_names,
    parameter_start,
    parameters_only,
    strip_decoration,
    telling_parameters,
    word_count,
    words_start,
)
from .markdown_blocks import Block, trimmed
from .names import names_prompt
from .source_map import SourceText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


__all__ = ["CODE_KINDS", "BlockReader", "Candidate"]

# A tree of files, or a drawing of boxes.
_DRAWING = lazy_pattern(r"[├└│]──|^\s*(?:[├└│┌╔║]|\+--)", re.MULTILINE)
# A line that introduces additions to prompts, and no prompt.
_ADDITION = lazy_pattern(
    r"\b(?:add(?:ed)?|append(?:ed)?|suffix(?:es)?|prefix(?:es)?|negatives?|base style|style base|modifiers?|(?:all|each|every) prompts?|"
    r"palettes?|keywords?|filenames?|folder|structure|avoid|exclude|(?:always|must) include|combine|colou?rs?|hex|css|alt[ -]?text)\b"
    r"|后缀|负面|参数|关键词|접미|공통",
    re.IGNORECASE,
)
_PROMPT_LABEL = lazy_pattern(
    r"(?:[*_]{2})?(?:(?:full|main|image|final|mj|midjourney|ai) ){0,2}prompt(?: ?#?\d+)?(?: \([^()\n]{1,60}\))?(?:[*_]{2})?\s?[:：]",
    re.IGNORECASE,
)
_PROMPTS = lazy_pattern(r"\bprompts?\b", re.IGNORECASE)
# A line that introduces an example or a prompt, in the languages that were met.
_EXAMPLE = lazy_pattern(
    r"[#*_\s]*+(?:\w++[ -]){0,3}(?:examples?|prompts?|output|exemple|ejemplo|exemplo|esempio|beispiel|пример|промпт|範例|范例|示例|例"
    r"|例文|提示词|提示詞|プロンプト|예시|프롬프트|输出|輸出|出力|출력|ausgabe|salida|sortie|вывод)"
    r"(?: (?:prompts?|\d{1,2}))?[*_]*+\s?[:：][*_]*+",
    re.IGNORECASE,
)
_NUMBERED = lazy_pattern(r"[\s>]*+(?:\d{1,3}[.)]|[-*+•])\s++(?:[*_]{2}[^*_\n]{1,80}+[*_]{2}\s*+:?\s*+)?")
_QUOTED = lazy_pattern(r'"[^"\n]{12,}+"|“[^“”\n]{12,}+”|«[^«»\n]{12,}+»')
_TICKS = lazy_pattern(r"`++")
_BOLD_LABEL = lazy_pattern(r"\s*+(?:[-*+•]\s++|\d{1,3}[.)]\s++)?(?:[*_]{2}[^*_\n]{1,80}+[:：]?[*_]{2}\s*+[:：]?)\s*+")
_SENTENCES = lazy_pattern(r"[.!?]\s+[A-Z]|\.\.\.|…")
_COLON = lazy_pattern(r"[^\s:：][:：]\s+(?=/)")
# A label before a remark about a prompt: `Negative prompt: blurry`.
_SAYS = lazy_pattern(r"[*_]{0,2}[^\W\d_][\w /()-]{1,40}[*_]{0,2}[:：](?!:)(?!//)")
_SENTENCE = lazy_pattern(r"[.!?:。：][*_]*+(?:\s|$)|[`\[]|\*\*")
_QUESTION = lazy_pattern(r"\?[\"'”’)]*+[ \t]*+$", re.MULTILINE)
_OPTIONS = lazy_pattern(r"^[ \t]*+[A-Z]\w{2,}+[:：][ \t]*+$", re.MULTILINE)
# Labels of examples to follow and to avoid.
_VERDICT = lazy_pattern(
    r"\s*+(?:[-*•]\s++)?(?:[❌✅✗✓✘✔]\ufe0f?\s*+(?:[^\W\d_]++\s*+[:：])?"
    r"|(?:bad|good|wrong|right|before|after|weak|strong|better|don't|do|ng|ok|schlecht|gut|falsch|richtig|vorher|nachher|mauvais|bon"
    r"|mal|bien|malo|bueno|antes|después|ruim|bom|depois|sbagliato|giusto|плохо|хорошо|неправильно|правильно"
    r"|错误|正确|不好|差|好|悪い例|良い例|나쁜 예|좋은 예)\s*+[:：→])\s*+",
    re.IGNORECASE,
)
_PARAMETER_LABEL = lazy_pattern(
    r"\W{0,4}(?:[\w-]++ ){0,3}"
    r"(?:\w{0,8}?(?:par[aáâ]m|параметр|参数|參數|パラメータ|파라미터|매개변수)\w{0,8}|settings|flags|suffix)(?: [\w ]{1,30})?"
    r"\W{0,3}[:：]\W{0,4}?(?=[`\s-])",
    re.IGNORECASE,
)
# Labels before a quoted text that is not a prompt.
_OTHER_LABEL = lazy_pattern(
    r"(?:[-*+•]\s++|\d{1,3}[.)]\s++)?[*_]{0,2}(?:[\w-]++ ){0,2}"
    r"(?:alt(?:[ -]?text)?|render|caption|file(?:name)?|title|headline|tagline|copy|text|name|note|path|label)s?"
    r"\s*+(?:[:：]\s*+[*_]{0,2}|[*_]{1,2}\s*+[:：])",
    re.IGNORECASE,
)
_BREAK = Line(0, 0)  # between lines that are not one text
# Fences of code that may be marked so only for the colors.
CODE_KINDS = ("sh", "py", "jsx", "ts", "tsx")


class Candidate(NamedTuple):
    """A possible prompt: its pieces, the way to write there, and whether it reads like a prompt by itself."""

    pieces: tuple[Piece, ...]
    form: str
    escape: str
    block: int
    certain: bool
    suffix: Piece | None = None


class BlockReader:
    """Finds the candidates of each block of one file.

    `ours` means that the file is about Midjourney, `joins` that lines of a paragraph may be one prompt.
    """

    def __init__(self, host: SourceText, *, ours: bool, joins: bool) -> None:
        self.host = host
        self.ours = ours
        self.joins = joins
        self._suffix: Piece | None = None
        self._below: dict[int, Piece] = {}
        self._without = -1
        self._scope = 0
        self._level = 0
        self._comments = sorted(_comment_spans(host.text))

    def text(self, span: Line | Piece) -> str:
        """The text of a line or a piece."""
        return self.host.text[span.start : span.end]

    def candidates(self, blocks: Iterable[Block]) -> list[Candidate]:
        """The candidates of the blocks."""
        found: list[Candidate] = []
        for block in blocks:
            if block.kind == "heading":
                self._level = block.level
                self._without = -1
                if block.level <= self._scope:
                    self._suffix = None
            for candidate in self._candidates(block):
                self._without = candidate.pieces[0].start if self._lacks_parameters(candidate) else -1
                found.append(candidate)
        return [self._with_parameters_below(candidate) for candidate in found]

    def _lacks_parameters(self, candidate: Candidate) -> bool:
        return candidate.suffix is None and all(not has_parameter(self.text(piece)) for piece in candidate.pieces)

    def _with_parameters_below(self, candidate: Candidate) -> Candidate:
        below = self._below.get(candidate.pieces[0].start)
        return candidate if below is None else candidate._replace(certain=True, suffix=below)

    def _candidates(self, block: Block) -> Iterator[Candidate]:
        if block.kind in ("fence", "code"):
            yield from self._code(block)
        elif block.kind == "cell":
            yield from self._cell(block)
        else:
            yield from self._prose(block)

    # parameters above or below a prompt

    def _noted(self, block: Block, line: Line) -> tuple[Piece, bool] | None:
        """Return the parameters after a label, or in brackets at the end of a title, and whether they have a label."""
        text = self.text(line)
        labelled = _PARAMETER_LABEL.match(text)
        if not labelled and not word_count(text[:60]):
            return None
        match = pattern("WRITTEN_REST").search(text, labelled.end()) if labelled else pattern("WRITTEN_IN_TITLE").search(text)
        if match is None or not parameters_only(match[1]) or (labelled and word_count(text[labelled.end() : match.start(1)])):
            return None
        if labelled is None and block.kind != "heading" and (len(block.lines) < 2 or line == block.lines[-1]):
            return None
        start = line.start + match.start(1) + len(match[1]) - len(match[1].lstrip())
        return Piece(start, start + len(match[1].strip())), labelled is not None

    def _note(self, block: Block, noted: Piece, *, labelled: bool) -> None:
        """Note parameters for the prompts below, or those with a label for a prompt directly above that has none."""
        if labelled and self._without >= 0:
            self._below[self._without] = noted
            self._without = -1
            return
        self._suffix = noted
        self._scope = block.level if block.kind == "heading" else self._level if labelled else 6

    def siblings(self, blocks: Sequence[Block], candidates: Sequence[Candidate]) -> list[Candidate]:
        """The items of lists and columns of which a third are prompts, and that describe something without any parameter."""
        if not self.ours:
            return []
        certain = sorted((each.pieces[0].start, each.form) for each in candidates if each.certain)
        items: dict[tuple[int, ...], list[tuple[Block, str]]] = {}
        for block in blocks:
            if block.listed and block.kind in ("paragraph", "cell") and block.lines:
                at = bisect_left(certain, (block.lines[0].start, ""))
                form = certain[at][1] if at < len(certain) and certain[at][0] < block.lines[-1].end else ""
                items.setdefault(block.listed, []).append((block, form))
        found = []
        for listed in items.values():
            whole = sum(form in ("paragraph", "table-cell") for _, form in listed)
            others = [block for block, form in listed if not form]
            bare = sum(ends_in_bare_form(self.text(block.lines[0])) for block in others if whole)
            if whole and (whole + bare) * 3 >= len(listed):
                found += [candidate for block in others for candidate in self._item(block)]
        return found

    def _item(self, block: Block) -> Iterator[Candidate]:
        text = self.text(block.lines[0]) if len(block.lines) == 1 else ""
        if (
            word_count(text) < 3
            or any(mark in f"{text} " for mark in ("`", "*", ": ", "：", "["))
            or text.endswith((".", "?", "!"))
            or has_parameter(text)
        ):
            return
        form, escape = ("table-cell", "cell") if block.kind == "cell" else ("paragraph", "prose")
        yield Candidate((Piece(*block.lines[0]),), form, escape, block.first, certain=True)

    def sections(self, blocks: Sequence[Block]) -> list[Candidate]:
        """The only paragraphs below headings of one level, if most of these have one that describes something in a fragment."""
        levels = [block.level for block in blocks if block.kind == "heading"]
        alone: dict[int, list[Candidate]] = {}
        for above, block, below in zip(blocks, blocks[1:], [*blocks[2:], None], strict=False):
            if above.kind == "heading" and block.kind == "paragraph" and len(block.lines) == 1 and (not below or below.kind == "heading"):
                text = self.text(block.lines[0])
                if (
                    text.count(",") > 1
                    and word_count(text) > 9
                    and not _SENTENCE.search(text)
                    and not _ADDITION.search(self.text(above.lines[0]))
                ):
                    candidate = Candidate((Piece(*block.lines[0]),), "paragraph", "prose", block.first, certain=True)
                    alone.setdefault(above.level, []).append(candidate)
        if not self.ours:
            return []
        return [each for level, found in alone.items() if len(found) > 2 and len(found) * 2 > levels.count(level) for each in found]

    # fences

    def _code(self, block: Block) -> Iterator[Candidate]:
        lines = [part for line in block.lines for part in self._uncommented(line) if self.text(part).strip()]
        lines = list(self._without_remarks(lines))
        if not lines:
            return
        text = "\n".join(map(self.text, lines))
        if _DRAWING.search(text) or (_QUESTION.search(text) and _OPTIONS.search(text)):
            return
        strong = block.language in PROMPT_LANGUAGES
        for part in self._parts(lines):
            for pieces, certain in self._units(block, part, strong=strong):
                # In a fence of code, nothing is written but in Discord's commands.
                escape = "fence" if kind_of(block.language) not in CODE_KINDS or self._commanded(pieces[0]) else ""
                yield Candidate(tuple(pieces), "fence", escape, block.first, certain or self._suffix is not None, self._suffix)

    def _without_remarks(self, lines: Sequence[Line]) -> Iterator[Line]:
        """The lines without remarks below the parameters of a prompt: after `#`, or from a label on if no prompt follows."""
        is_closed = False
        for index, line in enumerate(lines):
            text = self.text(line).strip()
            if is_closed and text.startswith(("# ", "// ")):
                continue
            if is_closed and _SAYS.match(text) and not any(has_parameter(self.text(other)) for other in lines[index:]):
                return
            is_closed = complete(text, 1) or parameters_only(text)
            yield line

    def _parts(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """The lines between rules and between tags on lines of their own."""
        part: list[Line] = []
        for line in lines:
            text = self.text(line).strip()
            if is_rule(text) or is_markup(text):
                if part:
                    yield part
                part = []
            else:
                part.append(line)
        if part:
            yield part

    def _units(self, block: Block, lines: Sequence[Line], *, strong: bool) -> Iterator[tuple[list[Piece], bool]]:
        """The pieces of each prompt, and whether it is certain to be one."""
        for pieces in self._groups(block, lines):
            text = " ".join(map(self.text, pieces))
            if not self._may_be_prompt(text):
                continue
            told = strong or self._commanded(pieces[0])
            has_parameters = parameter_start(text, words_start(text)) > 0
            is_written_as_code = self.ours and not has_parameters and is_assigned(text)
            if has_parameters and not told and not self._uses_parameters(text, wrapped=len(pieces) > 1):
                continue
            certain = told or has_parameters or is_written_as_code or self._is_verdict(pieces[0])
            if certain or ((self.ours or self._suffix) and self._describes(block, text)):
                yield pieces, certain or self._is_labelled(block)

    def _is_labelled(self, block: Block) -> bool:
        """Return whether `Prompt:` is directly above a fence of a document about Midjourney."""
        label = _PROMPT_LABEL.search(block.before.rsplit("\n", 1)[-1][-160:])
        return self.ours and label is not None

    def _is_verdict(self, piece: Piece) -> bool:
        """Return whether `BAD:` or the like precedes a piece on its line."""
        return bool(_VERDICT.match(self.host.line_text(self.host.position(piece.start).line)))

    def _uses_parameters(self, text: str, *, wrapped: bool) -> bool:
        """Return whether parameters after words make a prompt, instead of a command line or an explanation of a parameter."""
        text = text[words_start(text) :]
        front = text[: parameter_start(text)].rstrip()
        if not any(map(is_known, parameter_names(text))) or (
            front.endswith(("=", "→", "|", "—", "–", " -", *(() if wrapped and word_count(front) > 3 else (":", "："))))
            and not front.endswith("::")
        ):
            return False
        if is_command_line(text) if self.ours else is_shell_command(text, len(front)):
            return False
        if self.ours or complete(text, 3) or has_slots(text):
            return True
        return complete(text) and next(telling_parameters(text), None) is not None

    def _commanded(self, piece: Piece) -> bool:
        """Return whether `/imagine` precedes a piece."""
        line = self.host.text[self.host.text.rfind("\n", 0, piece.start) + 1 : piece.start]
        return holds_command(line)

    def _groups(self, block: Block, lines: Sequence[Line]) -> list[list[Piece]]:
        """The lines of a fence as prompts: one for all of it, or one for each line or group that ends in parameters."""
        pieces = [strip_decoration(self.host.text, line.start, line.end, labels=True) for line in lines]
        texts = [self.text(piece) for piece in pieces]
        commands = [is_command(self.text(line).strip()) or self._commanded(piece) for line, piece in zip(lines, pieces, strict=True)]
        if sum(commands) > 1 or (any(commands) and not commands[0]):
            return self._split(pieces, commands)
        if quoted := self._quoted(lines):
            return quoted
        verdicts = [_VERDICT.match(self.text(line)) for line in lines]
        if sum(map(bool, verdicts)) > 1:
            spans = [
                strip_decoration(self.host.text, line.start + match.end(), line.end) if match else piece
                for line, match, piece in zip(lines, verdicts, pieces, strict=True)
            ]
            return self._split(spans, list(map(bool, verdicts)))
        breaks = [lacks_value(text, following) for text, following in zip(texts, [*texts, ""][1:], strict=True)]
        bare = [ends_in_bare_form(text) for text in texts]
        ends = [
            not breaks[index] and (bare[index] or complete(text, 1) or (parameters_only(text) and index > 0))
            for index, text in enumerate(texts)
        ]
        whole = sum(bare[index] or complete(text) for index, text in enumerate(texts) if not any(breaks[max(index - 1, 0) : index + 1]))
        others = [text for text, end in zip(texts, ends, strict=True) if not end]
        is_wrapped = bool(others) and all(text.endswith((",", "，", "、")) for text in others)
        if whole >= 2 and whole * 2 >= len(texts) and not is_wrapped:
            groups: list[list[Piece]] = []
            for piece, text in zip(pieces, texts, strict=True):
                if parameters_only(text) and groups:
                    groups[-1].append(piece)
                elif bare_words(text) and not text.endswith((":", "：")) and (complete(text) or not text.startswith(("#", "//"))):
                    groups.append([piece])
            return groups
        closings = sum(end and not (index + 1 < len(ends) and parameters_only(texts[index + 1])) for index, end in enumerate(ends))
        if closings >= 2:
            return self._closed_groups(block, lines, pieces, texts, ends)
        return [self._whole(lines, pieces, texts)]

    def _quoted(self, lines: Sequence[Line]) -> list[list[Piece]]:
        """The prompts in quotes, each from the beginning of a line to the end of one; none if quotes are not what separates them."""
        groups: list[list[Piece]] = []
        pending: list[Piece] = []
        for line in lines:
            piece = strip_decoration(self.host.text, line.start, line.end, labels=not pending, quotes=False, bullets=not pending)
            text = self.text(piece)
            opens = not pending and text[:1] in ('"', "“")
            closes = text.endswith(('"', "”", '",', "”,")) and len(text) > 1
            if not opens and not pending:
                continue
            start, end = piece.start + opens, (piece.start + len(text.rstrip(",")) - 1) if closes else piece.end
            pending.append(Piece(*trimmed(self.host.text, start, end)))
            if closes:
                groups.append(pending)
                pending = []
        whole = [group for group in groups if complete(" ".join(map(self.text, group)))]
        return whole if whole and len(lines) > len(whole[0]) else []

    def _whole(self, lines: Sequence[Line], pieces: list[Piece], texts: list[str]) -> list[Piece]:
        """One prompt of all lines, without comments, label lines and the formula in front of it, nor quotes around it."""
        labels = [index for index, text in enumerate(texts[:-1]) if _EXAMPLE.fullmatch(text)]
        start = labels[-1] + 1 if labels else 0
        while start < len(texts) - 1 and (
            texts[start].startswith(("#", "//")) or _is_heading_of_prompt(texts[start], self.text(lines[start + 1]))
        ):
            start += 1
        if len(pieces) - start == 1:
            return pieces[start:]
        text = self.host.text
        first, *others = [
            strip_decoration(text, line.start, line.end, bullets=line is lines[start], labels=line is lines[start], quotes=False)
            for line in lines[start:]
        ]
        last = others[-1]
        if text[first.start] in '"“' and text[last.end - 1] in '"”':
            first, others[-1] = Piece(first.start + 1, first.end), Piece(last.start, last.end - 1)
        return [piece for piece in (first, *others) if piece.start < piece.end]

    def _split(self, pieces: Sequence[Piece], begins: Sequence[bool]) -> list[list[Piece]]:
        """Groups from each beginning to the next, but no further than a quote or a back-tick that closes there."""
        groups: list[list[Piece]] = []
        for piece, begin in zip(pieces, begins, strict=True):
            if begin:
                groups.append([piece])
            elif groups and self.host.text[groups[-1][-1].end : groups[-1][-1].end + 1] not in ("`", '"', "”"):
                groups[-1].append(piece)
        return groups

    def _closed_groups(
        self, block: Block, lines: Sequence[Line], pieces: Sequence[Piece], texts: Sequence[str], ends: Sequence[bool]
    ) -> list[list[Piece]]:
        """Wrapped prompts in sequence: each ends with the line that ends in parameters."""
        blank_before = {line for previous, line in pairwise(block.lines) if not self.text(previous).strip()}
        groups: list[list[Piece]] = []
        pending: list[Piece] = []
        for line, piece, text, end in zip(lines, pieces, texts, ends, strict=True):
            if parameters_only(text) and not pending and groups:
                groups[-1].append(piece)
                continue
            if line in blank_before and not parameters_only(text):
                pending = []
            if not end and text.endswith((":", "：")) and not text.endswith("::"):
                pending = []
                continue
            pending.append(piece)
            if end:
                groups.append(pending)
                pending = []
        return groups

    def _may_be_prompt(self, text: str) -> bool:
        start = words_start(text)
        front = parameter_start(text, start)
        words = text[start:] if front < 0 else text[start:front]
        if not bare_words(text[start:]) or word_count(words) == 0:
            return False
        return own_words(words) > 0 or any(map(is_known, parameter_names(text)))

    def _describes(self, block: Block, text: str) -> bool:
        """Return whether a fence without parameters describes a picture, instead of files, code, work to do or an addition."""
        if word_count(text) < (2 if self._is_labelled(block) else 5) or instructs_writer(text):
            return False
        if any(mark in text for mark in ("{", "}", "=", "://", "()", "\\")) or any(self.text(line).endswith(";") for line in block.lines):
            return False
        if text.count("/") * 6 > word_count(text) or is_command_line(text) or any(map(is_file, text.split())) or _PROMPTS.search(text):
            return False
        return not _introduces_additions(block.before)

    # tables

    def _cell(self, block: Block) -> Iterator[Candidate]:
        line = block.lines[0]
        coded = self.text(line).startswith("`")
        named = names_prompt(block.column.strip("*` "))
        suffix = (self._own_parameters(block) or self._suffix) if named else None
        for pieces in self._cell_parts(line, coded=coded):
            text = " ".join(map(self.text, pieces)).replace("\\|", "|")
            if "`" in text:
                yield from (found._replace(form="table-cell", escape="code cell") for found in self._spans(block, line))
                return
            if not self._may_be_prompt(text):
                continue
            certain = complete(text, 3)
            parameters = parameter_start(text)
            if (
                certain
                or (named and parameters > 0 and not is_prose(text))
                or (self.ours and named and word_count(text) >= 3 and parameters < 0)
            ):
                yield Candidate(tuple(pieces), "table-cell", "code cell" if coded else "cell", block.first, certain or named, suffix)

    def _cell_parts(self, line: Line, *, coded: bool) -> list[list[Piece]]:
        """The pieces of each prompt of a cell: tags break its lines, and each is a prompt if more than one is whole."""
        runs = [line] if coded or "<" not in self.text(line) else [run for run in self._untagged(line) if run.start < run.end]
        first, *others = [strip_decoration(self.host.text, run.start, run.end, bullets=run is not line) for run in runs or [line]]
        texts = map(self.text, (first, *others))
        if sum(complete(text, 3) or ends_in_bare_form(text) for text in texts) > 1:
            return [[piece] for piece in (first, *others)]
        return [[first, *others]]

    def _own_parameters(self, block: Block) -> Piece | None:
        """Return what is in the cell for the parameters of a row, if it is parameters."""
        if block.parameters is None:
            return None
        piece = strip_decoration(self.host.text, *block.parameters)
        text = self.text(piece)
        return piece if is_suffix(text) and "`" not in text else None

    # paragraphs, list items, quotes, headings

    def _prose(self, block: Block) -> Iterator[Candidate]:
        lines: list[Line] = []
        for line in block.lines:
            parts = [part for part in self._uncommented(line) if part.start < part.end]
            if "<" in self.text(line) and (untagged := [run for part in parts for run in self._untagged(part)]) != parts:
                lines += untagged
            elif len(parts) > 1 and complete(" ".join(map(self.text, parts))):
                yield Candidate(tuple(Piece(*part) for part in parts), "paragraph", "prose", block.first, certain=True)
            elif (noted := self._noted(block, line)) is not None:
                yield from self._paragraph(block, lines)
                lines = []
                self._note(block, noted[0], labelled=noted[1])
            else:
                lines += parts
        yield from self._paragraph(block, lines)

    def _paragraph(self, block: Block, lines: Iterable[Line]) -> Iterator[Candidate]:
        joinable: list[Line] = []
        above = block.before
        for line in lines:
            text = self.text(line)
            if line is _BREAK:
                joinable = []
            if not text:
                continue
            found = list(self._line(block._replace(before=above), line))
            if not found and self._is_plain(text) and not complete(text):
                joinable.append(line)
                if parameters_only(text) and len(joinable) > 1:
                    yield from self._joined(block, joinable) if self.joins or _is_wrapped([*map(self.text, joinable)]) else ()
                    joinable = []
                    continue
            if found and found[0].suffix is not None:
                yield from found
                joinable = []
                continue
            above = text if self._introduces(text) else above
            if self.joins and found and len(found) == 1 and len(joinable) > 0 and self._continues(joinable, line, found[0]):
                yield from self._joined(block, [*joinable, line])
                joinable = []
                continue
            if found or not self._is_plain(text):
                joinable = []
            yield from found

    @staticmethod
    def _introduces(text: str) -> bool:
        """Return whether a line is about what follows it."""
        return text.rstrip(" *_)").endswith((":", "："))

    def _is_plain(self, text: str) -> bool:
        """Return whether a line may be the beginning or the middle of a wrapped prompt."""
        return "`" not in text and not _BOLD_LABEL.match(text) and not text.endswith((":", "：")) and not is_command(text)

    def _continues(self, joinable: Sequence[Line], line: Line, found: Candidate) -> bool:
        """Return whether the lines above belong to a prompt whose last line ends in parameters: each breaks off in mid-sentence."""
        if found.pieces[0].start != line.start or found.form != "paragraph":
            return False
        return all(not self.text(above).rstrip().endswith((".", "!", "?", "。")) for above in joinable) and (
            len(self.text(joinable[-1])) > 30 or self.text(joinable[-1]).endswith((",", "，", "、"))
        )

    def _joined(self, block: Block, lines: Sequence[Line]) -> Iterator[Candidate]:
        first = strip_decoration(self.host.text, lines[0].start, lines[0].end, labels=True)
        pieces = (first, *(Piece(line.start, line.end) for line in lines[1:]))
        if complete(" ".join(map(self.text, pieces))):
            yield Candidate(pieces, "paragraph", "prose", block.first, certain=True)

    def _uncommented(self, line: Line) -> list[Line]:
        """The parts of a line outside HTML comments, without white space around them where one was taken out."""
        parts = []
        at = line.start
        for index in range(bisect_right(self._comments, (line.start, line.start)) - 1, len(self._comments)):
            start, end = self._comments[index] if index >= 0 else (0, 0)
            if start >= line.end:
                break
            if end <= line.start:
                continue
            parts.append((at, max(at, start)))
            at = max(at, end)
        if not parts:
            return [line]
        parts.append((at, max(at, line.end)))
        return [Line(*trimmed(self.host.text, start, end)) for start, end in parts if self.host.text[start:end].strip()]

    def _untagged(self, line: Line) -> Iterator[Line]:
        """The stretches of a line between tags of HTML, with a break at each tag; a line of nothing but tags is a break."""
        if is_markup(self.text(line)):
            yield _BREAK
            return
        at = line.start
        for tag in pattern("HTML_TAG").finditer(self.host.text, line.start, line.end):
            yield from (Line(*trimmed(self.host.text, at, tag.start())), _BREAK)
            at = tag.end()
        yield Line(*trimmed(self.host.text, at, line.end))

    def _line(self, block: Block, line: Line) -> Iterator[Candidate]:  # noqa: PLR0912 (one branch for each form of a line)
        text = self.text(line)
        told = self._told_command(line)
        if told is not None:
            if any(len(word.strip(",;")) > 1 for word in self.text(told).split()[:2]):  # `/imagine a, b, c --ar x` shows a form
                yield Candidate((told,), "paragraph", "prose", block.first, certain=True)
            return
        if is_command(text):
            piece = strip_decoration(self.host.text, line.start, line.end)
            inner = self.text(piece)
            if own_words(inner) > 1 and not inner.startswith(("command", "is ", "to ")) and not is_prose(inner):
                yield Candidate((piece,), "paragraph", "prose", block.first, certain=True)
            return
        if "`" in text:
            yield from self._spans(block, line)
            return
        piece = strip_decoration(self.host.text, line.start, line.end, labels=True)
        piece = self._unlabelled(piece)
        inner = self.text(piece)
        quoted = list(_QUOTED.finditer(self.host.text, line.start, line.end))
        whole = quoted and (piece.start, piece.end) == (quoted[0].start() + 1, quoted[0].end() - 1)
        commanded = holds_command(self.host.text[line.start : piece.start])
        if block.kind == "heading" and not _has_value(inner):
            return
        if (
            self._suffix is not None
            and self._suffix.start < line.start
            and (whole or block.quoted or self._scope == block.level == 0 < self._level)
            and _describes_alone(inner)
        ):
            yield Candidate((piece,), "quoted" if whole else block.kind, "prose", block.first, certain=True, suffix=self._suffix)
        elif (
            self._reads_whole(inner)
            or (self.ours and block.listed and is_assigned(inner))
            or (commanded and own_words(inner) > 1 and not is_prose(inner))
        ):
            yield Candidate((piece,), block.kind, "prose", block.first, certain=True)
        elif whole and _OTHER_LABEL.match(text):
            return
        elif whole and self.ours and self._stands_as_item(line, block) and word_count(inner) >= 4 and not has_parameter(inner):
            if not _introduces_additions(block.before):
                yield Candidate((piece,), "quoted", "prose", block.first, certain=True)
        elif quoted:
            for match in quoted:
                if complete(match[0][1:-1], 3):
                    yield Candidate((Piece(match.start() + 1, match.end() - 1),), "quoted", "prose", block.first, certain=True)
        elif self.ours and _PROMPT_LABEL.match(text) and word_count(inner) >= 5 and _describes_alone(inner):
            yield Candidate((piece,), "labelled", "prose", block.first, certain=True)

    def _told_command(self, line: Line) -> Piece | None:
        """Return the prompt after a command that follows a colon in a sentence, to the end of the line: `Prompt: /imagine …`."""
        colons = _COLON.finditer(self.host.text, line.start, line.end)
        at = next((match.end() for match in colons if command_of(self.host.text[match.end() : line.end])), -1)
        if at < 0 or "`" in self.text(line):
            return None
        piece = strip_decoration(self.host.text, at, line.end)
        mark = self.text(line)[:1]
        if mark in "*_" and self.host.text.endswith(mark, piece.start, piece.end):  # the end of the emphasis around the sentence
            piece = strip_decoration(self.host.text, piece.start, piece.end - 1)
        text = self.text(piece)
        told = own_words(text) > 2 and not has_parameter(text) and not _SENTENCES.search(text)
        return piece if complete(text) or told else None

    def _stands_as_item(self, line: Line, block: Block) -> bool:
        """Return whether a quoted line is an item of a list, or a whole paragraph after `Prompt:`."""
        start = self.host.line_span(self.host.position(line.start).line)[0]
        in_front = self.host.text[start : line.start] + self.text(line)[:1]
        return bool(_NUMBERED.match(in_front) or _PROMPT_LABEL.search(block.before[-60:]) or _PROMPT_LABEL.match(self.text(line)))

    def _unlabelled(self, piece: Piece) -> Piece:
        """Without a bold label and without the emphasis that encloses all of it."""
        text = self.text(piece)
        for mark in ("**", "__", "*", "_", "~~"):
            if text.startswith(mark) and text.endswith(mark) and text.count(mark) == 2:
                return self._unlabelled(strip_decoration(self.host.text, piece.start + len(mark), piece.end - len(mark)))
        label = _VERDICT.match(text)
        if label and complete(text[label.end() :]):
            return strip_decoration(self.host.text, piece.start + label.end(), piece.end)
        label = re.match(r"[A-Z가-힣一-鿿][^\n:：.,()]{0,40}(?:[:：]\s++|：)(?=\S)", text)
        if label and not label[0].rstrip().endswith("::") and word_count(label[0]) <= 5 and complete(text[label.end() :], 3):
            return strip_decoration(self.host.text, piece.start + label.end(), piece.end)
        return piece

    def _reads_whole(self, text: str) -> bool:
        return complete(text) and "**" not in text and "](" not in text

    def _spans(self, block: Block, line: Line) -> Iterator[Candidate]:
        """The code spans of a line: three back-ticks are a fence on one line."""
        for ticks, span in _code_spans(self.host.text, line):
            piece = strip_decoration(self.host.text, span.start, span.end)
            text = self.text(piece)
            if recognized(text):
                continue
            alone = span.start - ticks == line.start and span.end + ticks == line.end
            label = self.host.text[max(line.start, span.start - ticks - 160) : span.start - ticks]
            is_added = _introduces_additions(block.before) if alone else bool(_ADDITION.search(label))
            if is_added and self._introduces(block.before if alone else label):
                continue
            command = holds_command(self.host.text[span.start : piece.start])
            if complete(text, 2 if alone else 3) or (command and own_words(text) > 2):
                yield Candidate((piece,), "code-line" if ticks == 3 else "inline-code", "code", block.first, certain=True)
            elif self.ours and alone and ticks == 3 and word_count(text) >= 4 and not has_parameter(text):
                yield Candidate((piece,), "code-line", "code", block.first, certain=False)


def _code_spans(text: str, line: Line) -> Iterator[tuple[int, Piece]]:
    """The code spans of a line with their number of back-ticks: one closes at the next run of as many."""
    runs = list(_TICKS.finditer(text, line.start, line.end))
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(len(runs[index][0]), []).append(index)
    index = 0
    while index < len(runs):
        ticks = len(runs[index][0])
        same = later[ticks]
        while same and same[-1] <= index:
            same.pop()
        if not same:
            index += 1
            continue
        yield ticks, Piece(runs[index].end(), runs[same[-1]].start())
        index = same[-1] + 1


def _comment_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each comment of HTML and MDX."""
    for opening, closing in (("<!--", "-->"), ("{/*", "*/}")):
        at = text.find(opening)
        while at >= 0 and (stop := text.find(closing, at)) >= 0:
            yield at, stop + len(closing)
            at = text.find(opening, stop)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return whether the lines above parameters are one text that was broken at one width, in mid-sentence."""
    widest = max(map(len, lines))
    broken = [line for line, following in pairwise(lines[:-1]) if following[0].islower() and not line.endswith((".", "!", "?"))]
    return widest >= 60 and len(broken) * 4 >= (len(lines) - 2) * 3 > 0 and all(len(line) * 4 >= widest * 3 for line in broken)


def _has_value(text: str) -> bool:
    """Return whether a parameter of a line has a value: `Character Reference --cref` is a title."""
    at = parameter_start(text)
    return at < 0 or any(character.isdigit() for character in text[at:]) or "raw" in text[at:] or "://" in text[at:]


def _introduces_additions(before: str) -> bool:
    """Return whether what precedes a text announces additions to prompts, instead of the parameters of what follows."""
    return bool(_ADDITION.search(before[-160:])) and not _PARAMETER_LABEL.match(before.rpartition("\n")[2])


def _describes_alone(text: str) -> bool:
    """Return whether a text below parameters is what they are for: a few words, no parameter and no examples."""
    return word_count(text) >= 4 and not has_parameter(text) and not text.endswith((":", "：", "?")) and "e.g." not in text


def _is_heading_of_prompt(text: str, following: str) -> bool:
    """Return whether the first line of a fence only names the prompt below, and not the list there: `Prompt:`, `**Hero**:`."""
    if not text.endswith((":", "：")):
        return False
    named = _PROMPT_LABEL.fullmatch(text) or _BOLD_LABEL.fullmatch(text)
    return bool(named) or (word_count(text) < 3 and not _NUMBERED.match(following))
