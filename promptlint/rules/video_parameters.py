"""A video prompt contains something that does not apply to a video.

`--video` makes a video from an image. It accepts `--motion`, `--raw`, `--loop`, `--end` and `--bs` (Video page, 2026-08-31)
and the speeds: `--fast` and `--relax` have run with it (recorded, August 2026). Other parameters are most likely removed; no
rejection is recorded. Midjourney itself writes `--video 1` and the ratio when it repeats a prompt, so both are accepted there.
On Discord and the APIs the image must be linked in the text (FAQ); on the website it has a separate slot, and the prompts of
Animate and Extend do not contain it. With V6 or older `--video` recorded a video of the grid, see `retired-parameter`.

Bad:  https://img.mysite.net/a.png a red fox runs --video --ar 16:9
Bad:  https://img.mysite.net/a.png a red fox runs --video --v 7
Bad:  a red fox runs --video
Good: https://img.mysite.net/a.png a red fox runs --video --motion high
Good: https://img.mysite.net/a.png --video --loop --fast
Good: a red fox runs --ar 51:91 --bs 1 --motion high --video 1
Good (--target web): a red fox runs --video
"""

from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Parameter, Problem, Prompt
from .support.compatibility import has_image, on_video
from .support.effects import missing_effect
from .support.wording import intended_spelling, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter that does not apply, and one for an image that is missing or comes too late."""
    vocabulary = context.vocabulary
    if vocabulary.video not in context.models:
        return
    video = next((parameter for parameter in prompt.parameters if parameter.name == vocabulary.video), None)
    own = context.own_parameters
    allowed = or_list(f"`{vocabulary.spelling(name)}`" for name in vocabulary.video_parameters)
    for parameter in prompt.parameters:
        if not on_video(context, parameter) or parameter.name in own or (video is not None and not video.meets(parameter)):
            continue
        name = intended_spelling(vocabulary, parameter) if parameter.known else shown(prompt, parameter.start, parameter.name_end)
        consequence = "so Midjourney may ignore or reject it" if parameter.known else "and Midjourney does not know it"
        yield Problem.at(
            parameter,
            f"`{name}` does not apply to a video, {consequence}: `--video` accepts only {allowed}",
            f"Remove `{name}`.",
            effect=vocabulary.video_others if parameter.known else "rejected",
        )
    yield from _image(prompt, context, video)


_IN_FRONT = " \t\r\n{"  # a link in a permutation may be the first thing of its prompt


def _image(prompt: Prompt, context: Context, video: Parameter | None) -> Iterator[Problem]:
    """Check the image that the video begins with; a template may still get one, and Midjourney's own output omits it."""
    if context.template or context.video_echo:
        return
    effect = missing_effect(context, context.vocabulary.video_requirement)
    start, end = (video.start, video.end) if video is not None else (prompt.text_start, prompt.text_end)
    if not has_image(prompt):
        if effect == "supported":
            return
        consequence = "" if effect == "rejected" else "; Discord and the APIs reject it"
        yield Problem(
            start,
            end,
            f"A video requires an image link before the text, and the prompt has none{consequence}",
            "Write the link to the first image before the text.",
            effect=effect,
        )
    elif prompt.images and prompt.source[prompt.text_start : prompt.images[0].written_start].strip(_IN_FRONT):
        image = prompt.images[0]
        yield Problem.at(
            image,
            "The image link of a video comes after the text, so Midjourney may not find it there",
            "Write the link before the text.",
            effect="unsupported",
        )
