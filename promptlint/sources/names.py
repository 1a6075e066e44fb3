"""Names of keys and columns of prompts, parameters and models. Data: change it only here.

Source: a census of 113 files in 39 public repositories and 77 labelled files of 75 more (facts of 2026-11-22): `prompt` is the
key in nine files, `content` in eight, `full_command` and `Prompt` in two, others in one each. Keys such as `params`, `notes`,
`description` and `image_alt` have hundreds of lines that look like prompts but are not.

Spelling does not matter: names are compared in lower case without `_`, `-`, `.` and spaces.
"""

from __future__ import annotations

from functools import lru_cache

from promptlint.text.regex_compat import lazy_pattern

__all__ = [
    "CODE_NAMES",
    "GENERATOR_NAMES",
    "IGNORE_NAMES",
    "MODEL_NAMES",
    "OTHER_GENERATORS",
    "PARAMETER_NAMES",
    "PROGRAMS",
    "PROGRAM_FILES",
    "PROGRAM_TASKS",
    "PROGRAM_WORDS",
    "PROMPT_NAMES",
    "PROSE_NAMES",
    "TELLING_PARAMETERS",
    "VERSION_NAMES",
    "WEAK_NAMES",
    "folded",
    "names_prompt",
    "words",
]


def words(text: str) -> frozenset[str]:
    """The words of a text: a table written on a few lines."""
    return frozenset(text.split())


# Values of these are prompts, with or without parameters.
PROMPT_NAMES = words(
    "prompt prompts prompttext fullcommand fullprompt finalprompt midjourneyprompt midjourneyprompts promptmidjourney mjprompt mjprompts "
    "imagine imagineprompt enhancedprompt imageprompt imageprompts coverprompt heroprompt promptstring rawprompt promptfull promptbody "
    "prompten promptenglish prompt+params prompt+parameters prompt/params 提示词 提示詞 プロンプト 프롬프트"
)
# A name that begins or ends with one of these names prompts, too: `primary_prompt`, `Prompt (Midjourney)`, `mainPrompt`.
_PROMPT_WORDS = words("prompt prompts imagine 提示词 提示詞 プロンプト 프롬프트 промпт промпты промт промты")
# Words that may follow one: `Prompt for Midjourney`, `prompt_used`. Anything else is about prompts: `prompt_id`.
_FOLLOWING = _PROMPT_WORDS | words(
    "for in of and with the to midjourney mj niji v final main full text string body value raw original enhanced short long complete "
    "image images line input one two three first second third a b c ready used new old current en de fr es pt it nl ru uk pl tr ja jp "
    "ko kr zh cn tw english german french spanish portuguese italian russian japanese korean chinese auf deutsch englisch français "
    "anglais español inglés português inglês italiano inglese nuevo nouveau neu"
)
# Words before one that exclude Midjourney prompts: exclusions, instructions of a model that writes.
_OTHER_WORDS = words(
    "negative neg exclude excluded system assistant developer chat llm gpt claude no of per num total max empty enter copy missing invalid"
)
# Values of these explain prompts and are seldom prompts, even if they end in parameters.
PROSE_NAMES = words(
    "note notes remark remarks description desc alt imagealt alttext imagealttext comment comments summary tip tips explanation reason "
    "negative negativeprompt negativeprompts usage command commands script scripts help readme"
)
# Whatever people write: a prompt only where it reads as one, words and then parameters to the end.
WEAK_NAMES = words("content text message command value input output completion response caption query example template midjourney mj")
# Parameters that are kept next to the prompt.
PARAMETER_NAMES = words(
    "params parameters parameter flags mjparams mjparameters mjflags midjourneyparams midjourneyparameters midjourneyflags "
    "promptparams promptparameters suffix promptsuffix 参数 參數 パラメータ 파라미터 매개변수 параметры paramètres parámetros parametri"
)
# In code, more names for one prompt. A name is not evidence there: of 691 texts under such names in ordinary code none was a
# Midjourney prompt (918,000 texts of 17,238 files, 2026-11-27), so the text must also read as one.
CODE_NAMES = words("midjourney mj")
# Parameters that the command lines in that code never had, with a value of their shape: text in code that has no name of a
# prompt must have one. `--version`, `--quality`, `--seed`, `--no`, `--raw`, `--width` belong to other programs as well.
TELLING_PARAMETERS = words("ar aspect v niji s stylize chaos weird iw sw cw ow sref cref oref style")
# Programs whose name begins no description.
PROGRAMS = words(
    "git gh docker docker-compose podman kubectl minikube npm npx pnpm pnpx bunx deno tsc tsx ts-node vite vitest webpack webpack-cli "
    "esbuild eslint nodejs nodemon electron-builder lerna nx pip pip3 pipx uv uvx conda python3 pytest mypy pylint flake8 tox nox uvicorn "
    "gunicorn streamlit pre-commit promptlint huggingface-cli ollama cmake gcc clang rustc rustup javac gradle gradlew mvn dotnet gcloud "
    "heroku vercel netlify supabase ansible-playbook wget ssh scp rsync apt-get dnf pacman systemctl journalctl psql mysql sqlite3 "
    "redis-cli ffmpeg ffprobe mogrify imagemagick pandoc yt-dlp youtube-dl exiftool jq awk grep xargs chmod chown mkdir rmdir unzip zsh "
    "pwsh powershell"
)
# Programs whose name is also a word: recognized by what directly follows it, an option, a path or one of these tasks.
PROGRAM_WORDS = words(
    "make go node python ruby rails rake cargo brew bun yarn poetry cat find cut sort head tail echo test tree touch open export source "
    "time watch screen convert composite identify sharp flux java swift dart flutter helm vagrant puppet composer gulp grunt jest cypress "
    "mocha flask django celery mamba perl php gem mix ant expo firebase rust tar less more date sh bash man top kill which turbo bundle "
    "curl ruff black wrangler terraform ansible rollup prettier playwright jupyter magick sed aws az apt yum cd ls cp mv rm cmd sox"
)
PROGRAM_TASKS = words(
    "run build test install uninstall add all clean init exec get mod upgrade update fmt lint dev serve publish start plan apply"
)
# Files that hold commands and have no extension.
PROGRAM_FILES = words(
    "makefile gnumakefile justfile dockerfile containerfile jenkinsfile vagrantfile procfile rakefile gemfile brewfile earthfile"
)
MODEL_NAMES = words("model mjmodel midjourneymodel mjversion midjourneyversion modelversion")
# May be the version of the record just as well: see trees.model_of.
VERSION_NAMES = frozenset({"version"})
IGNORE_NAMES = frozenset({"promptlintignore"})

# A neighbor that names another generator excludes the prompt: it was not written for Midjourney. As of 2026-11.
# Models that write texts are not included: they write prompts for Midjourney too.
GENERATOR_NAMES = words("model tool generator engine provider platform service")
OTHER_GENERATORS = (
    "dall-e", "dalle", "gpt-image", "stable diffusion", "stable-diffusion", "stablediffusion", "sdxl", "sd3", "flux", "imagen",
    "nano banana",
    "nano-banana", "leonardo", "firefly", "ideogram", "recraft", "seedream", "kling", "sora", "veo", "runway", "luma", "pika",
)  # fmt: skip


def folded(name: str) -> str:
    """A name as names are compared."""
    name = name.strip().lower()
    for between in () if name.isalpha() else "_-. \t":
        name = name.replace(between, "")
    return name


_NAME_WORDS = lazy_pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+")
# A remark on a name: `Prompt (copy & paste)`, `提示词（英文）`, and words that make the name another.
_REMARK = lazy_pattern(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_ABOUT = PROSE_NAMES | words("neg excluded system assistant llm gpt author length id date rating score count type status tokens")
_VERSION = lazy_pattern(r"(?i)(?<![a-z])v?\d+(?:\.\d+)?")
# Scripts that put no space between words.
_UNSPACED = tuple(word for word in _PROMPT_WORDS if word > "\u2fff")


@lru_cache(maxsize=256)  # a file repeats few keys
def names_prompt(name: str) -> bool:
    """Return whether a key or column names prompts: a word for prompts first or last, and no word that excludes it."""
    if folded(name) in PROMPT_NAMES:
        return True
    plain, remarks = _REMARK.sub(" ", name), " ".join(_REMARK.findall(name))
    if plain.strip(' *_`"') and not _ABOUT.isdisjoint(map(str.lower, _NAME_WORDS.findall(remarks))):
        return False
    found = [word.lower() for word in _NAME_WORDS.findall(_VERSION.sub(" ", plain))]
    at = next((index for index, word in enumerate(found) if word in _PROMPT_WORDS or word.endswith(_UNSPACED)), -1)
    if at < 0 or not _FOLLOWING.issuperset(found[at + 1 :]):
        return False
    return _OTHER_WORDS.isdisjoint(found[:at]) and not _other(name)


def _other(name: str) -> bool:
    """Return whether a name speaks of another generator: `dalle_prompt`, `Flux prompt`."""
    lower = name.lower().replace("_", " ")
    return any(other in lower for other in OTHER_GENERATORS) or "sd prompt" in lower or folded(name).startswith("sdprompt")
