"""JSON, also with comments and trailing commas."""

from __future__ import annotations

from . import json_scanner
from .json_scanner import scan
from .keyed import KIND, prompts, reasons_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .hosts import ReadOptions
    from .source_map import SourceText
    from .unread import Item

__all__ = ["KIND", "comments", "find", "reasons"]

FORM = "json-key"


def find(host: SourceText, _name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a JSON file. Raises SourceError if it is not JSON."""
    yield from prompts(scan(host), host, settings.prompt_keys, FORM)


def reasons(host: SourceText, _name: str) -> Callable[[int], str]:
    """Return the key of an index of the file, in words."""
    return reasons_in([scan(host)])


def comments(host: SourceText, _name: str) -> Iterator[tuple[int, int]]:
    """The comments, and in plain JSON the texts that are directives."""
    return json_scanner.comments(host)
