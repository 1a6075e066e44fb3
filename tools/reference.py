"""Hold the readers of a prompt against each other on real prompts: `python tools/reference.py FOLDER`.

FOLDER holds `*.jsonl` files with a `prompt` or `text` a line, and files with prompts in them, of which each line is read. The
driver must give Lark's own tree, the plain reader the prompt of the full one, and no two terminals of equal priority may
match at one place. Exits with 1 and the text where one does not hold.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptlint.compile.grammar import reference_parser
from promptlint.midjourney import tables
from promptlint.parsing.builder import build
from promptlint.parsing.lalr import grammar
from promptlint.parsing.plain import plain_end, plain_prompt, read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20_000
"""Longer lines are not prompts, and Lark is slow."""


def texts_of(folder: Path) -> Iterator[str]:
    """Every prompt and every line."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (str(row[key]) for key in ("prompt", "text") if key in row)
    for path in sorted(folder.glob("*/**/*")):
        if path.is_file():
            yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def lark_tree(parser: Any, text: str) -> tuple[Any, ...]:
    """Lark's tree as (kind, start, end) and (kind, children)."""

    def told(tree: Any) -> tuple[Any, ...]:
        return tuple(
            (each.type, each.start_pos, each.end_pos) if hasattr(each, "type") else (str(each.data), told(each)) for each in tree.children
        )

    return told(parser.parse(text))


def own_tree(text: str) -> tuple[Any, ...]:
    """The driver's tree in the same form."""

    def told(nodes: Any) -> tuple[Any, ...]:
        return tuple((kind, start, end) if kind.isupper() else (kind, told(children)) for kind, start, end, children in nodes)

    return told(grammar().tree(text)[3])


def overlaps(parser: Any, text: str) -> Iterator[str]:
    """The pairs of terminals of equal priority that match at one place of a text."""
    state = parser.parse_interactive(text)
    for token in state.lexer_thread.lex(state.parser_state):
        position = state.parser_state.position
        lexer = parser.parser.lexer.lexers[position]
        chosen = {terminal.name: terminal for terminal in lexer.terminals}
        if token.type in chosen:
            for terminal in lexer.terminals:
                if terminal.name != token.type and terminal.priority == chosen[token.type].priority:
                    found = _pattern(terminal).match(text, token.start_pos)
                    if found is not None and found.end() > token.start_pos:
                        yield f"{token.type} and {terminal.name} at {token.start_pos} of {text!r}"
        state.parser_state.feed_token(token)


_patterns: dict[str, Any] = {}


def _pattern(terminal: Any) -> Any:
    from promptlint.text.regex_compat import compile_pattern

    if terminal.name not in _patterns:
        _patterns[terminal.name] = compile_pattern(terminal.pattern.to_regexp())
    return _patterns[terminal.name]


def differences(parser: Any, text: str) -> Iterator[str]:
    """The differences of two readers on a text."""
    if lark_tree(parser, text) != own_tree(text):
        yield f"the driver's tree is not Lark's: {text!r}"
    words = tables.vocabulary()
    quick = read_quickly(text, words)
    if told(quick) != told(build(text, words, quickly=False)):
        yield f"the quick reader's prompt is not the full one's: {text!r}"
    yield from overlaps(parser, text)


def read_quickly(text: str, words: Any) -> Any:
    """The prompt, its plain parts read by the plain reader."""
    end = plain_end(text, words)
    if not end:
        return build(text, words)
    parameters, rest = read_plain(text, end, words)
    return plain_prompt(text, end, parameters) if rest == len(text) else build(text, words, (end, parameters, rest))


def told(prompt: Any) -> str:
    """Everything in a prompt: its repr omits the positions of values."""
    values = [(each, each.kind, each.start, each.end, each.weight, each.members) for one in prompt.parameters for each in one.values]
    return repr((prompt, values))


def main(argv: list[str]) -> int:
    """Compare, and return the exit status."""
    parser = reference_parser()
    texts = {text for text in texts_of(Path(argv[0])) if len(text) < LONGEST}
    found = [difference for text in sorted(texts) for difference in differences(parser, text)]
    print(*found[:20], sep="\n")  # noqa: T201
    print(f"{len(texts)} texts, {len(found)} differences")  # noqa: T201
    return int(bool(found) or not texts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
