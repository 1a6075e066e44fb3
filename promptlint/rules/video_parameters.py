"""A video prompt with something that makes no video.

`--video` makes a video from the image link in front; only `--motion`, `--raw`, `--loop`, `--end` and `--bs` may stand
beside it, no `--v` and no `--ar` (Video page, 2026-08-31). Text is optional, the image is not. With version 6 or older
`--video` was a film of the grid, which `retired-parameter` reports.

Bad:  https://img.mysite.net/a.png a red fox runs --video --ar 16:9
Bad:  https://img.mysite.net/a.png a red fox runs --video --v 7
Bad:  a red fox runs --video
Good: https://img.mysite.net/a.png a red fox runs --video --motion high
Good: https://img.mysite.net/a.png --video --loop
"""

from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Parameter, Problem, Prompt
from .support.compatibility import has_image, on_video
from .support.wording import meant, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter that does not belong, and one where there is no image, or none in front."""
    vocabulary = context.vocabulary
    if vocabulary.video not in context.models:
        return
    video = next((parameter for parameter in prompt.parameters if parameter.name == vocabulary.video), None)
    own = {name.lstrip("-").lower() for name in context.config.known_parameters}
    allowed = or_list(f"`{vocabulary.spelling(name)}`" for name in vocabulary.video_parameters)
    for parameter in prompt.parameters:
        if not on_video(context, parameter) or parameter.name in own or (video is not None and not video.meets(parameter)):
            continue
        name = meant(vocabulary, parameter) if parameter.known else shown(prompt, parameter.start, parameter.name_end)
        yield Problem(
            parameter.start,
            parameter.end,
            f"`{name}` does not belong to a video: beside `--video` Midjourney takes {allowed} and nothing else, and refuses the job",
            f"Leave `{name}` out.",
        )
    yield from _image(prompt, context, video)


_IN_FRONT = " \t\r\n{"  # a link in a permutation may be the first thing of its prompt


def _image(prompt: Prompt, context: Context, video: Parameter | None) -> Iterator[Problem]:
    """The image that the video begins with; a template may still get one."""
    if context.template:
        return
    start, end = (video.start, video.end) if video is not None else (prompt.text_start, prompt.text_end)
    if not has_image(prompt):
        yield Problem(
            start,
            end,
            "A video is made from an image, and the prompt has no image link; Midjourney refuses the job",
            "Write the link to the first image in front of the text.",
        )
    elif prompt.images and prompt.source[prompt.text_start : prompt.images[0].written_start].strip(_IN_FRONT):
        image = prompt.images[0]
        yield Problem(
            image.start,
            image.end,
            "A video begins with the image link in front of the text, and this one stands behind it; "
            "what Midjourney does with it is not documented",
            "Write the link in front of the text.",
            effect="unsupported",
        )
