"""The rows of `grammar/parameters.toml` as typed data: parameters, models, what each model accepts, conflicts, plans, sources."""

from __future__ import annotations

from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

__all__ = [
    "CONFIDENCE",
    "KINDS",
    "UNKNOWN",
    "Conflict",
    "Definition",
    "Elsewhere",
    "Limits",
    "Model",
    "Plan",
    "Requirement",
    "Source",
    "Support",
    "number_text",
    "ratio_text",
]

CONFIDENCE = {"official": "high", "live": "high", "vendor": "medium", "community": "low"}
"""The confidence of a source of each tier, if the row has none."""

KINDS = {
    "switch": "no value",
    "integer": "a whole number",
    "decimal": "a number",
    "ratio": "a ratio such as 16:9",
    "choice": "a word",
    "words": "words separated by commas",
    "references": "image links, numeric style codes or `random`",
    "urls": "image links",
    "url": "one image link",
    "url_or_loop": "one image link",
    "codes": "profile or moodboard codes",
    "model": "a model number",
}
"""The value of a parameter of each kind, in words."""


class Source(NamedTuple):
    """The source of a fact. `tier` is official, live, vendor or community; `date` is that of its newest state.

    `verified` is the day on which it was last read, empty if that is the day of the whole table.
    """

    key: str
    title: str
    where: str
    date: str
    tier: str
    verified: str = ""


class Model(NamedTuple):
    """A model. `values` are the values of the parameter `flag` that select it, none if the bare flag does.

    `family` is v, niji, test, edit or video; `generation` the number before the point, which orders the families among each
    other; `status` live, legacy or withdrawn. Dates are ISO, to the day or the month, or empty; `default_from` and
    `default_until` bound the time in which it was the default. `like` names the model whose rows apply if none names this one.
    """

    name: str
    family: str
    generation: int
    flag: str
    values: tuple[str, ...]
    status: str
    since: str
    until: str
    default_from: str
    default_until: str
    like: str
    note: str
    source: str
    date: str
    confidence: str

    @property
    def title(self) -> str:
        """Its usual name: `V8.2`, `Niji 7`, `the video model`."""
        if self.family == "niji":
            return f"Niji {self.values[0]}"
        return f"V{self.name}" if self.family == "v" else f"the {self.name} model"

    @property
    def spelling(self) -> str:
        """The parameter that selects it, `--v 8.2`."""
        flag = "v" if self.flag == "version" else self.flag
        return f"--{flag} {self.values[0]}" if self.values else f"--{flag}"


class Elsewhere(NamedTuple):
    """The effect on one target, if it differs from Discord and the APIs. `note` is a sentence with the reason."""

    target: str
    effect: str
    note: str
    source: str
    date: str


class Requirement(NamedTuple):
    """The requirement of a parameter: another parameter, or an image link (`image`).

    `missing` is the effect without it on Discord and the APIs: `rejected`, `unsupported` (no rejection is recorded) or `ignored`.
    `elsewhere` has the targets with another effect.
    """

    parameter: str
    missing: str
    source: str
    date: str
    elsewhere: tuple[Elsewhere, ...] = ()


class Definition(NamedTuple):
    """One parameter. `kind` is the kind of its value; `grammar/README.md` explains the kinds.

    `written` is the usual spelling, without dashes. `optional` means that the value may be absent. `status` is current, retired,
    undocumented or dialog. `repeatable` parameters are lists that may be given several times; `repeat_counts` is `first` or
    `last`, if it is known which one applies. `echo` are values of a switch that Midjourney itself writes. `counts` bounds the
    number of links, or None if no bound.
    """

    name: str
    written: str
    aliases: tuple[str, ...]
    kind: str
    optional: bool
    group: str
    title: str
    summary: str
    status: str
    requires: Requirement | None
    repeatable: bool
    repeat_counts: str
    echo: tuple[str, ...]
    counts: tuple[int, int | None]
    note: str
    source: str
    date: str
    confidence: str


class Support(NamedTuple):
    """Whether a model supports a parameter or a feature, and the evidence.

    `status` is supported, rejected (the job is rejected), unsupported (it runs without it, or the effect is unknown), ignored or
    unknown; `evidence` is chart, faq, documented, recorded or secondary. `note` is a sentence for messages. `targets` are the
    targets where the model supports it nevertheless.
    """

    status: str
    evidence: str
    source: str
    date: str
    confidence: str
    note: str
    targets: tuple[str, ...] = ()


UNKNOWN = Support("unknown", "", "", "", "", "")
"""Nothing is known: no finding."""


class Limits(NamedTuple):
    """The values that a model accepts for a parameter; None and empty mean no such limit.

    Either a range or `values`. Values in `tolerated` and those beyond `warn_min` and `warn_max` are accepted, but doubtful or
    rounded. `longest` is the long side of a ratio divided by its short side, `longest_with` the same together with another
    parameter. `with_codes` are the style versions that work with style codes. `open` means that words other than `values` may be
    an account's own codes. `disputed` values work according to the documentation, although a user reports a rejection. `outside`
    is the effect of any other value: rejected, clamped or doubtful; `evidence` is `recorded` if that was seen.
    """

    minimum: float | None
    maximum: float | None
    values: tuple[str | float, ...]
    tolerated: tuple[str | float, ...]
    warn_min: float | None
    warn_max: float | None
    longest: float | None
    longest_with: tuple[tuple[str, float], ...]
    with_codes: tuple[float, ...]
    open: bool
    default: str | float | None
    outside: str
    source: str
    date: str
    confidence: str
    note: str
    disputed: tuple[str, ...] = ()
    evidence: str = ""

    @property
    def allowed(self) -> str:
        """The limits in words: `0 to 1000`, `0.5, 1 or 2`, `at most 14:1`."""
        if self.longest is not None:
            long, short = ratio_text(self.longest).split(":")
            return f"at most {long}:{short} or {short}:{long}"
        if self.values:
            return or_list(number_text(value) for value in self.values)
        if self.minimum is not None and self.maximum is not None:
            return f"{number_text(self.minimum)} to {number_text(self.maximum)}"
        return "any"


class Conflict(NamedTuple):
    """Two parameters that cannot be combined on `models` (empty: on any).

    `values` restricts a side to one value, `m*` meaning all that begin with m. `effect` is rejected, unsupported or noted;
    `reason` completes a sentence after "because".
    """

    parameters: tuple[str, str]
    values: tuple[tuple[str, str], ...]
    models: tuple[str, ...]
    effect: str
    reason: str
    source: str
    date: str
    confidence: str

    def applies(self, name: str, value: str) -> bool:
        """Return whether this value of this parameter is one that the conflict is about."""
        for owner, wanted in self.values:
            if owner == name and not (value.startswith(wanted[:-1]) if wanted.endswith("*") else value == wanted):
                return False
        return True


class Plan(NamedTuple):
    """A subscription: how many jobs one prompt may start, and whether it has Relax, Relax for videos, and Stealth."""

    name: str
    jobs: int
    relax: bool
    relax_video: bool
    stealth: bool
    source: str


def number_text(value: str | float) -> str:
    """A number as people write it: 100, 0.5; a word stays."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def ratio_text(longest: float) -> str:
    """The ratio of a long side to its short side in whole numbers: 14 is `14:1`, 2.5 is `5:2`."""
    for short in (1, 2, 3, 4, 5):
        if (longest * short) % 1 == 0:
            return f"{int(longest * short)}:{short}"
    return f"{number_text(longest)}:1"
