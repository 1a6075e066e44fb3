"""The prompt is a JSON object.

Midjourney reads plain text. It takes the braces of an object for a list of alternatives and draws the keys and quotes, so
what was meant as settings is lost. A habit from other image models, and what is left where a program sends its whole record
in place of the text in it.

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
"""Keys under which people keep the text."""


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem, at the object."""
    if not is_json(prompt):
        return
    start = prompt.source.index("{")
    found, length = _read(prompt.source[start:])
    text = next((found[key] for key in _TEXTS if isinstance(found.get(key), str) and found[key].strip()), "")
    advice = f"Send the text alone, with the settings as parameters behind it: `{text.strip()}`." if 0 < len(text) <= 200 else ""
    yield Problem(
        start,
        start + length,
        "The prompt is a JSON object: Midjourney reads plain text, takes the braces for a list of alternatives and draws the keys",
        advice or "Write the description as plain text and the settings as parameters behind it, such as `--ar 16:9`.",
        effect="altered",
    )


def _read(text: str) -> tuple[dict[str, Any], int]:
    """The object at the beginning of the text and its length; an empty one and all of it where it is not sound."""
    import json

    try:
        found, length = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, len(text.rstrip())
    return found, length
