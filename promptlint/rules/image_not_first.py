"""An image link follows the text.

Midjourney's page on image prompts puts the links first, then the text, then the parameters. A link after the text works as
well, as an example in its FAQ and jobs of 2024 show, but some services only look at the beginning. Off by default.

Bad (--select MJ408):  a castle in the style of https://cdn.midjourney.com/a/0_0.png --v 7
Good (--select MJ408): https://cdn.midjourney.com/a/0_0.png a castle in this style --v 7
Good (--select MJ408): a castle --sref https://cdn.midjourney.com/a/0_0.png --v 7
"""

from promptlint.links.redact import quotable

from .support.base import Context, Edit, Fix, ImageLink, Iterator, Problem, Prompt
from .support.wording import space_before


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link; `video-parameters` checks the image of a video."""
    if context.vocabulary.video in context.models:
        return
    front = prompt.text_start
    text_begun = False
    for part in prompt.parts:
        if not isinstance(part, ImageLink):
            text_begun = text_begun or any(character.isalnum() for character in prompt.source[part.start : part.end])
        elif not text_begun:
            front = _span(part)[1]
        else:
            yield Problem.at(
                part,
                f"`{quotable(part.url)}` follows the text, but Midjourney's documentation puts image links first",
                "Move the link to the beginning of the prompt, followed by a space.",
                _moved(prompt, part, front),
                effect="noted",
            )


def _span(image: ImageLink) -> tuple[int, int]:
    """The link with its brackets and its weight."""
    end = image.written_start + len(image.written)
    return image.written_start, max(end, image.weight.end) if image.weight else end


def _moved(prompt: Prompt, image: ImageLink, front: int) -> Fix:
    """Move the link after the links at the beginning, or to the beginning of the text."""
    source = prompt.source
    start, end = _span(image)
    written = source[image.start : image.weight.end if image.weight else image.end]
    before = " " if front and not source[front - 1].isspace() else ""
    after = "" if source[front : front + 1].isspace() else " "
    return Fix(safe=False, edits=(Edit(front, front, before + written + after), Edit(space_before(prompt, start, front), end, "")))
