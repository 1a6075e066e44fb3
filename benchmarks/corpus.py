"""Prompts to measure with: made from a seed, about 200 characters in the median, one in fifty over 1,000.

Nothing here is taken from anybody: the words are a list, the parameters are what people write with today's models. One
prompt in ten has a mistake, of the kinds that are made most.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

WORDS = """
lighthouse storm harbour glass fox meadow copper lantern portrait weathered sailor soft morning light film grain muted
teal orange sweeping valley moss covered ruins distant mountains wide angle lens shallow depth field macro dew leaf
isometric bakery tiny people watercolor ink wash brush strokes paper texture art deco poster train bridge river mist
cathedral ceiling fresco marble dust golden hour long shadows neon alley rain reflections cyberpunk market stalls steam
rising ceramic bowl linen table rustic bread crumbs cat windowsill curtains breeze summer afternoon desert caravan stars
""".split()  # noqa: SIM905 (a list is four times as long)
JOINTS = (", ", " ", " of ", " with ", " in ", " and ", ", soft ", ", 35mm, ", "-", " at ")
ODD_JOINTS = (" -- ", ": ", " — ", " (once) ", " / ", ", {red, blue} ")
MODELS = ("", "", "--v 7", "--v 8.1", "--v 8.2", "--v 6.1", "--niji 7")
COMMON = (
    *(f"--ar {ratio}" for ratio in ("16:9", "2:3", "1:1", "4:5", "3:2", "9:16", "21:9")),
    *(f"--stylize {value}" for value in range(0, 1001, 50)),
    *(f"--s {value}" for value in range(25, 800, 75)),
    *(f"--chaos {value}" for value in range(0, 101, 5)),
    *(f"--weird {value}" for value in range(0, 3001, 250)),
    "--raw",
    "--tile",
    "--no text, watermark",
    "--no people",
)
FAULTS = (
    "--ar16:9",
    "—ar 3:2",
    "--AR 4:5",
    "--stylize 2000",
    "--sytlize 100",
    "--ar=2:3",
    "--v 9",
    "--chaos 200",
    "--ar 16x9",
    "-ar 1:1",
    "v6.1",
)


def prompt(dice: random.Random, *, faulty: float = 0.1) -> str:
    """One prompt; `faulty` is the share that has a mistake."""
    length = dice.randrange(1000, 3000) if dice.random() < 0.02 else max(30, int(dice.lognormvariate(5.12, 0.5)))
    pieces: list[str] = []
    written = 0
    while written < length:
        pieces += [dice.choice(WORDS), dice.choice(ODD_JOINTS if dice.random() < 0.005 else JOINTS)]
        written += len(pieces[-1]) + len(pieces[-2])
    parameters = _parameters(dice)
    if dice.random() < faulty:
        parameters = [*(each for each in parameters if not each.startswith(("--ar", "--s", "--chaos", "--v"))), dice.choice(FAULTS)]
    front = f"https://img.mysite.net/{dice.randrange(10**6)}.png " if dice.random() < 0.05 else ""
    return " ".join([front + "".join(pieces[:-1]), *parameters])


def _parameters(dice: random.Random) -> list[str]:
    """None to five parameters, each name once, a seed that no other prompt has in one of six."""
    named = {each.split()[0]: each for each in dice.sample(COMMON, dice.randrange(5))}
    if "--s" in named:
        named.pop("--stylize", None)
    if "--weird" in named:  # a seed beside it is reported
        return [*named.values(), *filter(None, [dice.choice(MODELS)])]
    parameters = list(named.values())
    if dice.random() < 1 / 6:
        parameters.append(f"--seed {dice.randrange(2**32)}")
    return [*parameters, *filter(None, [dice.choice(MODELS)])]


def prompts(count: int, *, seed: int = 7, faulty: float = 0.1) -> Iterator[str]:
    """As many prompts, always the same for a seed."""
    dice = random.Random(seed)
    return (prompt(dice, faulty=faulty) for _ in range(count))


def _distinct(dice: random.Random, words: int) -> str:
    """Words, some with letters at their end that make them new: no two texts are the same."""
    return " ".join(dice.choice(WORDS) + (f"{dice.randrange(26**3):x}" if dice.random() < 0.5 else "") for _ in range(words))


def rich(count: int, *, seed: int = 3) -> Iterator[str]:
    """Prompts of which half have links, references, weights or alternatives and one in ten a mistake; words and seeds are distinct."""
    dice = random.Random(seed)
    for number in range(count):
        text = _distinct(dice, dice.randrange(8, 35))
        parameters = [f"--chaos {dice.randrange(101)}", f"--seed {dice.randrange(2**32)}"]
        form = dice.random()
        if form < 0.15:
            text = f"https://cdn.mysite{dice.randrange(50)}.net/{number}.png {text}"
            parameters.append(f"--iw {dice.choice(('0.5', '1', '2'))}")
        elif form < 0.28:
            parameters.append(f"--sref https://img.mysite.net/{number}.jpg --sw {dice.randrange(1001)}")
        elif form < 0.36:
            parameters.append(f"--sref {dice.randrange(2**31)}")
        elif form < 0.45:
            text = f"{_distinct(dice, 1)}::{dice.randrange(1, 5)} {text}::{dice.randrange(1, 4)}"
        elif form < 0.5:
            text = f"{text} {{{_distinct(dice, 1)}, {_distinct(dice, 1)}, {_distinct(dice, 1)}}}"
        parameters.append(dice.choice(FAULTS) if dice.random() < 0.1 else f"--ar {dice.randrange(1, 22)}:{dice.randrange(1, 22)}")
        yield " ".join([text, *parameters, "--v 6.1" if 0.36 <= form < 0.45 else "--v 7"])


def mistaken(count: int, *, seed: int = 5) -> Iterator[str]:
    """Prompts with one mistake each, of the kinds that are made most; words and seeds are distinct."""
    dice = random.Random(seed)
    faults = ("--ar{}:9", "—ar {}:2", "--AR {}:5", "--stylize {}000", "--sytlize {}", "--ar={}:3", "--ar {}x9", "-ar {}:1")
    for number in range(count):
        fault = faults[number % len(faults)].format(dice.randrange(2, 15))
        yield f"{_distinct(dice, dice.randrange(10, 40))} --seed {dice.randrange(2**32)} {fault} --v 7"


TYPICAL = (
    "a weathered lighthouse keeper mending nets by lantern light, storm outside the window, copper and teal palette, soft film "
    "grain, 35mm, shallow depth of field, muted colours, dust in the air --ar 16:9 --stylize 250 --chaos 10 --v 7"
)
"""The prompt that a single call is measured with: 230 characters, four parameters, no mistakes."""
