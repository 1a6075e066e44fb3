"""The YAML loader composes what PyYAML's does: the same nodes at the same positions, and the same errors."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml

from promptlint.sources.yaml_loader import Loader

PARTS = (
    *("a", "word", "é", "0", "key: ", "prompt: ", "--ar 1:1", "- ", ", ", ": ", ":", "#", " #", "  ", " ", "\t", "? ", "%", "---", "..."),
    *("\n", "\n  ", "\r", "\r\n", "\x85", "\u2028", "\ufeff", "\\\n", "\\n", "\\x41", "\\ ", "\\", "'", '"', "''"),
    *("[", "]", "{", "}", "|", ">", "|-", "&a ", "*a", "!t "),
)


@pytest.mark.parametrize("seed", range(8))
def test_it_composes_what_pyyaml_does(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(1500):
        text = "".join(dice.choices(PARTS, k=dice.randrange(1, 24)))
        text = f'- "{text}"\n' if dice.random() < 0.3 else text
        assert _composed(text, Loader) == _composed(text, yaml.SafeLoader), text


def _composed(text: str, loader: type[yaml.SafeLoader]) -> list[Any]:
    try:
        return [_shown(node) for node in yaml.compose_all(text, Loader=loader) if node is not None]
    except yaml.MarkedYAMLError as error:
        return [type(error), error.context, error.problem, _position(error.context_mark), _position(error.problem_mark)]
    except (yaml.YAMLError, RecursionError) as error:
        return [str(error)]


def _shown(node: Any) -> list[Any]:
    shown = [node.tag, getattr(node, "style", None), _position(node.start_mark), _position(node.end_mark)]
    if isinstance(node.value, str):
        return [*shown, node.value]
    parts = (part for item in node.value for part in (item if isinstance(item, tuple) else (item,)))
    return [*shown, *map(_shown, parts)]


def _position(mark: Any) -> tuple[int, int, int] | None:
    return (mark.index, mark.line, mark.column) if mark else None
