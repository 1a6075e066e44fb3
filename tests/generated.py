"""Well-formed prompts for the models in use, and 40 kinds of single mistakes inserted into them.

Written by hand from Midjourney's documents instead of `grammar/parameters.toml`, so that the tables do not test themselves. An
inserted mistake knows the rule that must report it and its characters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lark import Token

from promptlint.midjourney.tables import grammar_tables

SUBJECTS = [
    "portrait of a knight",
    "a half-tone print of a lighthouse",
    "an old fisherman mending nets",
    "isometric cutaway of a tiny bakery",
    "a fox in the snow at dawn",
    'a neon sign that says "open late"',
    "art-deco poster of a train crossing a bridge",
    "macro photo of a dew-covered leaf",
    "两只猫在雨中",
    "café terrace at night, Arles",
    "the Queen's garden in winter",
]
DETAILS = [
    "soft light",
    "35mm film grain",
    "f/1.8",
    "unreal engine 5",
    "muted colours",
    "by the river -- quiet",
    "highly detailed",
    "3:4 crop of a larger scene",
    "8k",
    "in the style of a woodcut",
    "golden hour — long shadows",
    "shot on a Leica M6",
    "a V8 engine in the back",
]
HOSTED = "https://img.mysite.net/{}.png"


class Model(NamedTuple):
    flag: str
    parameters: tuple[str, ...]


COMMON = ("--ar 16:9", "--ar 2:3", "--ar 1:1", "--chaos 10", "--c 25", "--seed 123456", "--no text, watermark", "--no blurry background")
STYLED = (*COMMON, "--stylize 250", "--s 50", "--weird 300", "--repeat 3")
MODELS = {
    "5.2": Model("--v 5.2", (*STYLED, "--q .5", "--stop 80", "--tile", "--style raw", "--turbo")),
    "6": Model(
        "--v 6", (*STYLED, "--q 2", "--stop 90", "--tile", "--raw", "--sref 12345 --sw 200", f"--cref {HOSTED.format('c')} --cw 50", "--p")
    ),
    "6.1": Model(
        "--v 6.1",
        (*STYLED, "--q .5", "--tile", "--style raw", f"--sref {HOSTED.format('s')}::2 99", f"--cref {HOSTED.format('c')}", "--p abc1234"),
    ),
    "7": Model(
        "--v 7",
        (
            *STYLED,
            "--q 4",
            "--tile",
            "--raw",
            "--exp 25",
            "--draft",
            "--turbo",
            f"--oref {HOSTED.format('o')} --ow 300",
            "--sref random",
            "--p m1234567",
        ),
    ),
    "8.1": Model("--v 8.1", (*STYLED, "--tile", "--raw", "--exp 10", "--hd", "--sd", "--sref 777 --sw 100", "--p", "--fast", "--relax")),
    "8.2": Model(
        "--v 8.2",
        (
            *STYLED,
            "--tile",
            "--raw",
            "--exp 10",
            "--hd",
            f"--sref {HOSTED.format('s')}",
            "--p p1234567",
            "--stealth",
            f"--edit {HOSTED.format('e')}",
        ),
    ),
    "niji 6": Model("--niji 6", (*STYLED, "--raw", "--sref 123", f"--cref {HOSTED.format('c')}")),
    "niji 7": Model("--niji 7", (*STYLED, "--raw", "--sref 123 --sw 80")),
}
APART = (
    "--sd --hd",
    "--fast --relax",
    "--fast --turbo",
    "--relax --turbo",
    "--repeat --relax",
    "--draft --tile",
    "--draft --oref",
    "--oref --q",
    "--draft --q",
    "--edit --tile",
)


class Planted(NamedTuple):
    """A prompt with one mistake: the rule that must name it, and where."""

    kind: str
    text: str
    code: str
    start: int
    end: int
    model: str | None = None


def _names(parameter: str) -> list[str]:
    return [word for word in parameter.split() if word.startswith("--")]


ALIASES = {"--c": "--chaos", "--s": "--stylize", "--q": "--quality", "--r": "--repeat"}


def _fits(chosen: list[str], candidate: str) -> bool:
    have = {ALIASES.get(name, name) for each in chosen for name in _names(each)}
    new = {ALIASES.get(name, name) for name in _names(candidate)}
    if have & new:
        return False
    every = have | new
    if {"--weird", "--seed"} <= every or {"--seed", "--turbo"} <= every:
        return False
    return not any(set(pair.replace("--q", "--quality").split()) <= every for pair in APART)


def parts(chooser: random.Random, *, most: int = 4) -> tuple[str, list[str], str]:
    """Text, parameters and model flag of a well-formed prompt."""
    text = ", ".join([chooser.choice(SUBJECTS), *chooser.sample(DETAILS, chooser.randrange(4))])
    if chooser.random() < 0.1:
        text = f"{HOSTED.format('front')} {text}"
    model = MODELS[chooser.choice(list(MODELS))]
    chosen: list[str] = []
    for candidate in chooser.sample(model.parameters, min(len(model.parameters), chooser.randrange(most + 1))):
        if _fits(chosen, candidate):
            chosen.append(candidate)
    return text, chosen, model.flag


def well_formed(seed: int) -> str:
    """A prompt that Midjourney takes, with its model named."""
    chooser = random.Random(seed)
    text, chosen, flag = parts(chooser)
    tail = [*chosen, flag]
    chooser.shuffle(tail)
    return " ".join([text, *tail])


def _plant(
    kind: str,
    code: str,
    bad: str,
    span: str | None = None,
    *,
    place: str = "tail",
    drop: str = "",
    model: str | None = None,
    flag: str | None = None,
) -> Callable[[random.Random], Planted]:
    """A mistake that is one wrong piece: `bad` put at a place, found at `span` within it (all of it by default)."""

    def make(chooser: random.Random) -> Planted:
        while True:
            text, chosen, named = parts(chooser, most=2)
            if flag is not None:
                named = flag
                chosen = [each for each in chosen if each in COMMON]
            names = {ALIASES.get(name, name) for each in (*chosen, named) for name in _names(each)}
            if not names & set(drop.split()):
                break
        if not chosen or place == "last":
            chosen = chosen or ["--ar 3:2"] if "--ar" not in drop else chosen
        if place == "front":
            whole = " ".join([f"{bad} {text}", *chosen, named])
            at = 0
        elif place == "text":
            whole = " ".join([f"{text}, {bad}", *chosen, named])
            at = len(text) + 2
        elif place == "glued":
            whole = " ".join([f"{text}{bad}", *chosen, named])
            at = len(text)
        elif place == "last":
            head = " ".join([text, *chosen, named])
            whole, at = f"{head} {bad}", len(head) + 1
        else:
            head = " ".join([text, *chosen])
            whole = " ".join(piece for piece in (head, bad, named) if piece)
            at = len(head) + 1
        inner = span or bad
        start = whole.index(inner, at)
        return Planted(kind, whole, code, start, start + len(inner), model)

    return make


U = HOSTED.format("r")
MISTAKES: tuple[Callable[[random.Random], Planted], ...] = (
    _plant("bare version in the text", "MJ001", "v6", place="text", drop="--v --niji --ar", flag=""),
    _plant("bare version behind a parameter", "MJ001", "v 6.1", place="last", flag="--ar 3:2", drop="--no --repeat"),
    _plant("bare ratio in the text", "MJ001", "ar 16:9", place="text", drop="--ar"),
    _plant("bare stylize behind a parameter", "MJ001", "stylize 250", place="last", drop="--stylize --no --p --sref"),
    _plant("en dash", "MJ002", "–ar 16:9", "–ar", place="text", drop="--ar"),
    _plant("space after the dashes", "MJ003", "-- ar 16:9", "-- ar", drop="--ar --no"),
    _plant("no space before the dashes", "MJ004", "--ar 16:9", "--ar", place="glued", drop="--ar"),
    _plant("glued ratio", "MJ005", "--ar16:9", drop="--ar"),
    _plant(
        "glued version",
        "MJ005",
        "--v7",
        place="last",
        flag="",
        drop="--v --niji --oref --cref --q --stop --sd --hd --edit --draft --style --turbo",
    ),
    _plant("glued stylize", "MJ005", "--s750", drop="--stylize"),
    _plant("single dash", "MJ006", "-ar 16:9", "-ar", drop="--ar --no"),
    _plant("three dashes", "MJ007", "---ar 16:9", "---ar", drop="--ar"),
    _plant("a divider", "MJ007", "---", place="last"),
    _plant("stray dashes at the end", "MJ008", "--", place="last"),
    _plant("equals sign", "MJ009", "--ar=16:9", drop="--ar"),
    _plant("colon behind the name", "MJ009", "--stylize: 250", drop="--stylize"),
    _plant("capitals", "MJ010", "--AR 16:9", "--AR", drop="--ar"),
    _plant("comma behind a value", "MJ011", "--ar 2:3,", "2:3,", drop="--ar"),
    _plant("full stop behind a value", "MJ011", "--stylize 250.", "250.", drop="--stylize"),
    _plant("text behind a value", "MJ012", "--ar 2:3 standing in tall grass", "standing in tall grass", drop="--ar"),
    _plant("leaked None", "MJ016", "--seed None", "None", drop="--seed --weird --turbo"),
    _plant("slot in the text", "MJ016", "[SUBJECT]", place="text"),
    _plant("slot of a template", "MJ016", "{{name}}", place="text"),
    _plant("misspelt name", "MJ101", "--stylise 250", "--stylise", drop="--stylize"),
    _plant("unknown name", "MJ101", "--sharpness 5", "--sharpness"),
    _plant("ratio twice", "MJ103", "--ar 2:3 --ar 3:2", "--ar 3:2", drop="--ar"),
    _plant("missing value", "MJ104", "--chaos", drop="--chaos"),
    _plant("value behind a switch", "MJ105", "--tile 1", "1", drop="--tile --draft --edit", flag="--v 7"),
    _plant("dialog parameter", "MJ107", "--zoom 2", "--zoom"),
    _plant("word for a number", "MJ201", "--chaos high", "high", drop="--chaos"),
    _plant("stylize out of range", "MJ202", "--stylize 5000", "5000", drop="--stylize"),
    _plant("chaos out of range", "MJ202", "--chaos 150", "150", drop="--chaos"),
    _plant("weird out of range", "MJ202", "--weird 4000", "4000", drop="--weird --seed"),
    _plant("ratio with an x", "MJ203", "--ar 16x9", "16x9", drop="--ar"),
    _plant("decimal ratio", "MJ203", "--ar 1.85:1", "1.85:1", drop="--ar"),
    _plant("ratio too long", "MJ204", "--ar 20:1", "20:1", drop="--ar", flag="--v 7"),
    _plant("version that is none", "MJ205", "--v 9", "9", flag=""),
    _plant("word for a link", "MJ207", "--sref cyberpunk", "cyberpunk", drop="--sref", flag="--v 7"),
    _plant("cref on 7", "MJ301", f"--cref {U}", drop="--cref --oref", flag="--v 7"),
    _plant("oref on the default", "MJ301", f"--oref {U}", drop="--cref --oref", flag="--v 8.1"),
    _plant("quality on 8.2", "MJ301", "--q 2", drop="--quality", flag="--v 8.2"),
    _plant("weight without its reference", "MJ302", "--sw 200", drop="--sref --sw", flag="--v 8.2"),
    _plant("repeat in relax", "MJ306", "--repeat 3 --relax", "--relax", drop="--repeat --fast --turbo --relax", flag="--v 8.1"),
    _plant("unbalanced brace", "MJ406", "{red, blue", "{", place="text"),
)


def planted(count: int, seed: int = 1) -> Iterator[Planted]:
    """That many prompts, each with one mistake, all kinds in turn."""
    chooser = random.Random(seed)
    for number in range(count):
        yield MISTAKES[number % len(MISTAKES)](chooser)


# ---- strings of the grammar ------------------------------------------------------------------------------------------

SIGNS = {
    "TEXT": ("a cat", " in the rain,", ": x", " half-lit"), "WORD": (" x", "y", ",", " v6"), "LINK": ("https://a.b/c.png", "<https://a.b/c>"),
    "WEIGHT": ("::", "::2", "::-.5"), "PROSE_DASHES": ("—style", " -x"), "LONE_DASHES": (" --", " —"), "SLOT": ("{{n}}", "${x}"),
    "CLOSE": ("}",), "OPEN": ("{",), "OTHER": ("\\", "<"), "INNER": ("red, blue", "--v 6, --v 7", "x"), "SPACE": (" ", "\n"),
    "COMMAND": ("/imagine prompt: ", "/imagine"), "UNKNOWN": (" --foo", " ---oops"), "ODD_UNKNOWN": (" —foo", "--foo"), "GAP": (" ",),
    "DOUBLE_HYPHEN": (" --", "--"), "SINGLE_DASH": (" -",), "EXTRA_DASHES": (" ---", "---"), "DASH_FORM": (" —", "–", " ——"),
    "SPLIT_DASHES": (" - -",), "GAPPED_DASHES": (" --", " —"), "NUMBER": (" 5", " -.5", "100"), "RATIO": (" 16:9", "16 : 9", " 3x2"),
    "MODEL": (" 7", "8.2"), "CHOICE": (" raw", "Cute"), "CODE": (" abc123x", " p1"), "REFERENCE": (" 123", " random"),
}  # fmt: skip


def sentence(seed: int, parser: Any, most: int = 14) -> str:
    """A string whose parts follow each other as the grammar has it; what they are read as together is another matter."""
    dice = random.Random(seed)
    walk = parser.parse_interactive("")
    text = ""
    for _ in range(dice.randrange(1, most)):
        kinds = sorted(walk.accepts() - {"$END"})
        kind = dice.choice(kinds)
        piece = dice.choice(SIGNS[kind] if kind in SIGNS else _named(kind))
        walk.feed_token(Token(kind, piece))
        text += piece
    return text


def _named(kind: str) -> tuple[str, ...]:
    """The text for `FLAG_RATIO`, `NAME_RATIO`, `CASED_RATIO`, `SEPARATOR_RATIO`."""
    form, _, group = kind.partition("_")
    names = [name for name, (of, _) in grammar_tables().NAMES.items() if of == group]
    if form == "SEPARATOR":
        return "=", ":", " : ", ","
    return tuple({"FLAG": f" --{name}", "NAME": name, "CASED": name.title()}[form] for name in names)
