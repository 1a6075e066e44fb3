"""Which keys and columns hold prompts, parameters and models. Data: change it here, and nowhere else.

Source: a census of 113 files in 39 public repositories and 77 labelled files of 75 more (facts of 2026-11-22): `prompt` is
the key in nine files, `content` in eight, `full_command` and `Prompt` in two, others in one each. Keys such as `params`,
`notes`, `description` and `image_alt` hold lines that look like prompts by the hundred and are none.

Spelling does not matter: names are compared in lower case without `_`, `-`, `.` and spaces.
"""

from __future__ import annotations

__all__ = [
    "GENERATOR_NAMES",
    "IGNORE_NAMES",
    "MODEL_NAMES",
    "OTHER_GENERATORS",
    "PARAMETER_NAMES",
    "PROMPT_NAMES",
    "VERSION_NAMES",
    "WEAK_NAMES",
    "folded",
    "words",
]


def words(text: str) -> frozenset[str]:
    """The words of a text: a table written on a few lines."""
    return frozenset(text.split())


# What stands here is a prompt, with or without parameters.
PROMPT_NAMES = words(
    "prompt prompts prompttext fullcommand fullprompt finalprompt midjourneyprompt midjourneyprompts promptmidjourney mjprompt mjprompts "
    "imagine imagineprompt enhancedprompt imageprompt imageprompts coverprompt heroprompt promptstring rawprompt promptfull promptbody "
    "prompten promptenglish 提示词 提示詞 プロンプト 프롬프트"
)
# Whatever people write: a prompt only where it reads as one, words and then parameters to the end.
WEAK_NAMES = words("content text message command value input output completion response caption query example template")
# Parameters that are kept beside the prompt.
PARAMETER_NAMES = words("params parameters parameter flags mjparams mjparameters promptparams suffix promptsuffix")
MODEL_NAMES = words("model mjmodel midjourneymodel mjversion midjourneyversion modelversion")
# May be the version of the record just as well: see trees.model_of.
VERSION_NAMES = frozenset({"version"})
IGNORE_NAMES = frozenset({"promptlintignore"})

# A neighbour that names another generator takes the prompt out: it was not written for Midjourney. As of 2026-11.
# Models that write texts are none of these: they write prompts for Midjourney too.
GENERATOR_NAMES = words("model tool generator engine provider platform service")
OTHER_GENERATORS = (
    "dall-e", "dalle", "gpt-image", "stable diffusion", "stable-diffusion", "stablediffusion", "sdxl", "sd3", "flux", "imagen",
    "nano banana",
    "nano-banana", "leonardo", "firefly", "ideogram", "recraft", "seedream", "kling", "sora", "veo", "runway", "luma", "pika",
)  # fmt: skip


def folded(name: str) -> str:
    """A name as names are compared."""
    lower = name.strip().lower()
    return lower if lower.isalpha() else "".join(character for character in lower if character not in "_-. \t")
