"""The parts of a Midjourney prompt: frozen, typed nodes with spans.

Every offset is a code point index into `Prompt.source`; spans are half-open. The parser makes these nodes, rules read them.
Nothing here depends on lark, files or sockets. (`NamedTuple` because importing `dataclasses` costs 23 ms.)
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Anomaly", "Command", "ImageLink", "Option", "Parameter", "Permutation", "Prompt", "TextPart", "Value", "Weight"]


class Value(str):
    """One value of a parameter: a string with its position.

    `start` and `end` bound the text in the prompt. `kind` is `word`, `link`, `permutation` or `placeholder`. `weight` is the
    `::2` after a reference. `members` are the alternatives if the value is a permutation, nested ones flattened.
    """

    __slots__ = ("end", "kind", "members", "start", "weight")

    start: int
    end: int
    kind: str
    weight: Weight | None
    members: tuple[Value, ...]

    def __new__(
        cls, text: str, start: int, end: int, kind: str = "word", weight: Weight | None = None, members: tuple[Value, ...] = ()
    ) -> Value:
        """A value with this text and position."""
        self = _new_string(cls, text)
        _set_start(self, start)
        _set_end(self, end)
        _set_kind(self, kind)
        _set_weight(self, weight)
        _set_members(self, members)
        return self

    @property
    def text(self) -> str:
        """The value as a plain string."""
        return str.__str__(self)

    def weighted(self, weight: Weight) -> Value:
        """The same value with its `::weight`."""
        return Value(self.text, self.start, self.end, self.kind, weight, self.members)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot set {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot delete {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.start, self.end, self.kind, self.weight, self.members)


_new_string = str.__new__
_set_start, _set_end, _set_kind, _set_weight, _set_members = (
    Value.__dict__[name].__set__ for name in ("start", "end", "kind", "weight", "members")
)


class ImageLink(Value):
    """A link to an image, before the text, within it, or as the value of a reference parameter.

    As a string it is the URL alone. `written` is the link as written, with its brackets and the punctuation attached to it, from
    `written_start` on. `slot` is the canonical name of the parameter that contains it, or `image`.
    """

    __slots__ = ("slot", "written", "written_start")

    slot: str
    written: str
    written_start: int

    def __new__(
        cls, url: str, start: int, end: int, written: str = "", written_start: int = -1, slot: str = "image", weight: Weight | None = None
    ) -> ImageLink:
        """A link with this URL and position."""
        self = super().__new__(cls, url, start, end, "link", weight)
        assert isinstance(self, ImageLink)
        _set_written(self, written or url)
        _set_written_start(self, start if written_start < 0 else written_start)
        _set_slot(self, slot)
        return self

    @property
    def url(self) -> str:
        """The address as a plain string."""
        return self.text

    def weighted(self, weight: Weight) -> ImageLink:
        """The same link with its `::weight`."""
        return ImageLink(self.text, self.start, self.end, self.written, self.written_start, self.slot, weight)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.start, self.end, self.written, self.written_start, self.slot, self.weight)


_set_written, _set_written_start, _set_slot = (ImageLink.__dict__[name].__set__ for name in ("written", "written_start", "slot"))


class Command(NamedTuple):
    """The Discord command typed in front, `/imagine prompt:`."""

    start: int
    end: int


class TextPart(NamedTuple):
    """A run of plain text."""

    start: int
    end: int


class Weight(NamedTuple):
    """A `::` with the number after it; `number` is its text, empty for a bare `::` (which counts 1)."""

    start: int
    end: int
    number: str


class Option(NamedTuple):
    """One alternative of a permutation, from after its `{` or `,` to before the next `,` or `}`."""

    start: int
    end: int
    permutations: tuple[Permutation, ...]

    @property
    def jobs(self) -> int:
        """Number of prompts that this alternative makes: the product of its permutations."""
        jobs = 1
        for permutation in self.permutations:
            jobs *= permutation.jobs
        return jobs


class Permutation(NamedTuple):
    """`{a, {b, c}}`: alternatives that Midjourney runs as jobs of their own. `jobs` counts them without expanding."""

    start: int
    end: int
    options: tuple[Option, ...]
    jobs: int


class Anomaly(NamedTuple):
    """One malformed token, as written and as intended.

    `kind` is the name of the rule that reports it. `replacement` is the text that the safe fix writes instead of `start:end`, or
    None if there is no safe fix. `name` is the canonical name of the intended parameter, or empty. `after_parameter` is whether
    it follows a parameter, where a stray word rejects the job, or is in the text, where it is drawn. `edit` is what the fix
    writes, `(start, end, text)`, if it does not replace the whole span: the fix of a mistake of form edits its own token only, so
    that several fixes can be made together.
    """

    kind: str
    start: int
    end: int
    written: str
    replacement: str | None = None
    name: str = ""
    after_parameter: bool = False
    detail: str = ""
    edit: tuple[int, int, str] | None = None


class Parameter(NamedTuple):
    """A parameter with its values.

    `name` is canonical (`aspect` for `--ar`), or the name as written in lower case if no model has it. `spelling` is the name as
    written, with its dashes. `start` to `name_end` are dashes and name, `start` to `end` also the values. `known` is whether the
    vocabulary has it. `branch` is the alternative of a text permutation (`{--v 6, --v 7}`) that contains it, as the start of the
    braces and the option's number, `()` outside; two parameters in different alternatives of the same braces are never in one
    job.
    """

    name: str
    spelling: str
    values: tuple[Value, ...]
    start: int
    name_end: int
    end: int
    known: bool = True
    branch: tuple[int, ...] = ()

    @property
    def value(self) -> Value | None:
        """The first value, or None if there is none."""
        return self.values[0] if self.values else None

    @property
    def alternatives(self) -> tuple[Value, ...]:
        """Its values, and instead of a permutation its members."""
        return tuple([each for value in self.values for each in value.members or (value,)])

    def meets(self, other: Parameter) -> bool:
        """Return whether the two can be in one job. If one is deeper in the same permutation, they are assumed not to be."""
        return not self.branch or not other.branch or self.branch == other.branch or self.branch[0] != other.branch[0]


class Prompt(NamedTuple):
    """One parsed prompt. `source` is the exact text."""

    source: str
    command: Command | None
    images: tuple[ImageLink, ...]
    parts: tuple[TextPart | Weight | Permutation | ImageLink, ...]
    parameters: tuple[Parameter, ...]
    permutations: tuple[Permutation, ...]
    anomalies: tuple[Anomaly, ...]
    text_start: int
    text_end: int

    @property
    def text(self) -> str:
        """The text to draw: the source between command and parameters, without the images, stripped."""
        pieces = []
        at = self.text_start
        for image in self.images:
            if image.written_start >= self.text_end:
                break
            pieces.append(self.source[at : image.written_start])
            at = image.written_start + len(image.written)
        pieces.append(self.source[at : self.text_end])
        return "".join(pieces).strip()

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The `::` of the text."""
        return tuple(part for part in self.parts if isinstance(part, Weight))

    @property
    def links(self) -> tuple[ImageLink, ...]:
        """Every link, in the text and in the parameters, members of permutations included, in order.

        What braces complete is not a link yet: `https://a.b/{1,2}.png`.
        """
        braces = {each.start for each in self.permutations}
        found = [image for image in self.images if image.end not in braces]
        for parameter in self.parameters:
            for value in parameter.values:
                if value.kind == "link" or value.members:
                    found += [link for link in (value, *value.members) if isinstance(link, ImageLink)]
        return tuple(sorted(found, key=lambda link: link.start)) if found else ()

    @property
    def jobs(self) -> int:
        """Number of jobs the permutations make, counted without expanding them."""
        jobs = 1
        for permutation in self.permutations:
            jobs *= permutation.jobs
        return jobs

    def get(self, name: str) -> Parameter | None:
        """The last parameter with this canonical name (the one that applies), or None."""
        for parameter in reversed(self.parameters):
            if parameter.name == name:
                return parameter
        return None

    def __str__(self) -> str:
        return self.source
