"""The prompt is a JSON object.

Midjourney reads plain text. It reads the braces of an object as a list of alternatives and draws the keys and quotes, so the
settings are lost. This comes from other image models, or from a program that sends a whole record instead of its text.

Bad:  {"prompt": "a lighthouse in a storm", "style": "woodcut"}
Good: a lighthouse in a storm, woodcut --ar 16:9
Good: {red, blue} lighthouse in a storm
"""

from __future__ import annotations

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import is_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_TEXTS = ("prompt", "text", "description", "subject")
"""Keys that usually have the text."""


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem, at the object."""
    if not is_json(prompt):
        return
    start = prompt.source.index("{")
    found, length = _read(prompt.source[start:])
    text = next((found[key] for key in _TEXTS if isinstance(found.get(key), str) and found[key].strip()), "")
    advice = f"Write only the text, followed by the settings as parameters: `{text.strip()}`." if 0 < len(text) <= 200 else ""
    yield Problem(
        start,
        start + length,
        "The prompt is a JSON object, but Midjourney reads plain text and draws the keys",
        advice or "Write only the text, followed by the settings as parameters, such as `--ar 16:9`.",
        effect="altered",
    )


def _read(text: str) -> tuple[dict[str, Any], int]:
    """The object at the beginning of the text and its length; an empty one and the whole length if it is invalid."""
    import json

    try:
        found, length = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, len(text.rstrip())
    return found, length
