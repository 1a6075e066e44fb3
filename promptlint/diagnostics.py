"""Results of the linter: edits, fixes, diagnostics and the report of one prompt. Frozen data, without rendering."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Literal, Protocol, TypeVar

    from promptlint.model import Prompt

    Severity = Literal["error", "warning", "info"]
    Fixable = TypeVar("Fixable")

    class Deferred(Protocol):
        """Computes the contents of a report on first use."""

        def parse(self, source: str) -> Prompt:
            """Return the parsed prompt."""

        def fix(self, report: Report) -> str:
            """Return the prompt with every safe fix applied."""

    class Pending(Protocol):
        """The findings of a prompt, made when they are first read."""

        def found(self) -> tuple[Diagnostic, ...]:
            """Return the findings; whether a fix is safe is proven when it is read."""


__all__ = [
    "MAX_PASSES",
    "SEVERITIES",
    "Diagnostic",
    "Edit",
    "Fix",
    "Report",
    "apply_edits",
    "apply_passes",
    "at_least",
    "merged",
]

SEVERITIES = ("error", "warning", "info")
"""The severities, the gravest first."""


def at_least(severity: str, threshold: str) -> bool:
    """Return whether a severity is as grave as the threshold or graver."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(threshold)


class Edit(NamedTuple):
    """Replace the code points from `start` up to `end` with `text`."""

    start: int
    end: int
    text: str


class Fix:
    """Edits that fix one finding. `safe` ones keep what is drawn; the others guess or change it.

    A fix of a report is proven safe when `safe` is first read: most callers read only the message.
    """

    __slots__ = ("_safe", "edits")

    edits: tuple[Edit, ...]

    def __init__(self, safe: bool | Callable[[Fix], bool], edits: tuple[Edit, ...]) -> None:
        """Take the edits, and whether they are safe or a function that proves it."""
        _set_safe(self, safe)
        _set_edits(self, edits)

    @property
    def safe(self) -> bool:
        """Return whether the image stays as it is and no other finding comes up."""
        safe: bool | Callable[[Fix], bool] = self._safe  # type: ignore[attr-defined]
        if not isinstance(safe, bool):
            safe = safe(self)
            _set_safe(self, safe)
        return safe

    def prove_later(self, proof: Callable[[Fix], bool]) -> None:
        """Let `proof` decide whether the fix is safe when `safe` is first read. For its maker, before anybody else has it."""
        _set_safe(self, proof)

    def with_edits(self, edits: tuple[Edit, ...]) -> Fix:
        """Return a fix that is as safe as this one, which proves nothing yet."""
        return Fix(lambda _: self.safe, edits)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Fix is frozen: cannot set {name}")

    def __eq__(self, other: object) -> bool:
        return (self.edits == other.edits and self.safe == other.safe) if isinstance(other, Fix) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.safe, self.edits))

    def __repr__(self) -> str:
        return f"Fix(safe={self.safe!r}, edits={self.edits!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Fix, (self.safe, self.edits)


_set_safe, _set_edits = (Fix.__dict__[name].__set__ for name in ("_safe", "edits"))


class Diagnostic(NamedTuple):
    """One finding. `start` and `end` are code points of the prompt, half-open; `severity` is one of `SEVERITIES`.

    `message` says what is wrong and why, and is complete by itself; `help` says what to write. `pointer` is the JSON pointer of a
    request body's field, or None for a prompt. `models` names the models with the finding, if several were linted.
    """

    code: str
    name: str
    severity: Severity
    message: str
    start: int
    end: int
    help: str = ""
    fix: Fix | None = None
    pointer: str | None = None
    models: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Code and name; a house rule has a code only."""
        return self.code if self.code.endswith(self.name) else f"{self.code} {self.name}"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain data for `json.dumps`, under the names that the command line's JSON has."""
        fields = self._asdict()
        del fields["models"]
        if self.fix is not None:
            fields["fix"] = {"safe": self.fix.safe, "edits": [edit._asdict() for edit in self.fix.edits]}
        return fields | ({"models": list(self.models)} if self.models else {})

    def __str__(self) -> str:
        text = f"{self.start}-{self.end}: {self.severity} {self.title}: {self.message}"
        return _one_line(f"{text.removesuffix('.')}. {self.help}" if self.help else text)


def _one_line(text: str) -> str:
    """The text with invisible characters escaped, as a prompt may contain characters that move the cursor of a terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def apply_edits(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """The text with all edits applied; they must not overlap (ValueError)."""
    pieces = []
    at = 0
    for edit in sorted(edits):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


MAX_PASSES = 10
"""Maximum number of passes of fixing and linting again: fixes that touch each other wait for the next pass."""


def apply_passes(text: Fixable, fix: Callable[..., Fixable], *, unsafe: bool, passes: int = MAX_PASSES) -> Fixable:
    """Apply `fix(text, unsafe=…)` to a text, or to an object with one, until nothing more changes, at most `passes` times.

    Safe fixes come first: they may make an unsafe one unnecessary.
    """
    for _ in range(passes):
        fixed = fix(text, unsafe=False)
        if fixed == text and unsafe:
            fixed = fix(text, unsafe=True)
        if fixed == text:
            break
        text = fixed
    return text


class Report:
    """The findings of one prompt, sorted by position.

    `model` is the model the prompt was linted for, `model_from` where it was named: `prompt`, `argument`, `config` or `default`.
    `ok` means that no finding is an error, and is the value of `bool(report)`. `fixed` is the prompt with every safe fix applied
    (the same string if there is none). The findings are computed on first use, and a fix is proven safe when its `safe` is read.

    Two reports are equal if prompt, diagnostics, model and its origin are equal. `str(report)` has a line for each finding.
    """

    __slots__ = ("_deferred", "_findings", "_fixed", "_prompt", "model", "model_from")

    model: str
    model_from: str

    def __init__(
        self, prompt: Prompt | str, findings: tuple[Diagnostic, ...] | Pending, model: str, model_from: str, deferred: Deferred
    ) -> None:
        """Take what was found; a prompt that was not parsed, as it is known to be right, is parsed when it is read."""
        _set_prompt(self, prompt)
        _set_findings(self, findings)
        _set_model(self, model)
        _set_model_from(self, model_from)
        _set_deferred(self, deferred)
        _set_fixed(self, None)

    @property
    def prompt(self) -> Prompt:
        """The prompt, parsed."""
        if isinstance(self._prompt, str):  # type: ignore[attr-defined]
            _set_prompt(self, self._deferred.parse(self._prompt))  # type: ignore[attr-defined]
        parsed: Prompt = self._prompt  # type: ignore[attr-defined]
        return parsed

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings, sorted by position."""
        findings: tuple[Diagnostic, ...] | Pending = self._findings  # type: ignore[attr-defined]
        if not isinstance(findings, tuple):
            findings = findings.found()
            _set_findings(self, findings)
        return findings

    @property
    def source(self) -> str:
        """The prompt as it was passed."""
        return str(self._prompt)  # type: ignore[attr-defined]

    @property
    def ok(self) -> bool:
        """Return whether Midjourney would take it, as far as can be known: no finding is an error."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    @property
    def fixed(self) -> str:
        """The prompt with every safe fix applied."""
        fixed: str | None = self._fixed  # type: ignore[attr-defined]
        if fixed is None:
            fixed = self._deferred.fix(self)  # type: ignore[attr-defined]
            _set_fixed(self, fixed)
        return fixed

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for `json.dumps`."""
        return {
            "ok": self.ok,
            "prompt": self.source,
            "fixed": self.fixed,
            "model": self.model,
            "model_from": self.model_from,
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }

    def with_diagnostics(self, diagnostics: tuple[Diagnostic, ...]) -> Report:
        """The same report with other findings, sorted by position."""
        ordered = tuple(sorted(diagnostics, key=lambda each: (each.start, each.end, each.code)))
        return Report(self._prompt, ordered, self.model, self.model_from, self._deferred)  # type: ignore[attr-defined]

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from its parts, as a report that crosses to another process must be."""
        return Report, (self._prompt, self.diagnostics, self.model, self.model_from, self._deferred)  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Report is frozen: cannot set {name}")

    def __bool__(self) -> bool:
        return self.ok

    def __eq__(self, other: object) -> bool:
        return self._said() == other._said() if isinstance(other, Report) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        return self.source, self.diagnostics, self.model, self.model_from

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics)) or f"no findings on model {self.model}"

    def __repr__(self) -> str:
        counts = [(sum(each.severity == name for each in self.diagnostics), name) for name in SEVERITIES]
        found = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in counts if count)
        return f"<Report: {found or 'no findings'}, model {self.model} ({self.model_from})>"


_set_prompt, _set_findings, _set_model, _set_model_from, _set_deferred, _set_fixed = (
    Report.__dict__[name].__set__ for name in ("_prompt", "_findings", "model", "model_from", "_deferred", "_fixed")
)


def _as_safe(diagnostic: Diagnostic, *, safe: bool = True) -> Diagnostic:
    return diagnostic if diagnostic.fix is None else diagnostic._replace(fix=Fix(safe, diagnostic.fix.edits))


def merged(reports: Sequence[Report], models: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """The reports of one prompt under several models, merged: each finding once, with its models unless it is on all of them."""
    unsafe = {_as_safe(each) for report in reports for each in report.diagnostics if each.fix is not None and not each.fix.safe}
    found: dict[Diagnostic, list[str]] = {}
    for report, model in zip(reports, models, strict=True):
        for diagnostic in report.diagnostics:
            harmful = diagnostic.fix is not None and _as_safe(diagnostic) in unsafe  # a fix that is safe on some models only is not safe
            found.setdefault(_as_safe(diagnostic, safe=False) if harmful else diagnostic, []).append(model)
    merged = (diagnostic if len(under) == len(models) else diagnostic._replace(models=tuple(under)) for diagnostic, under in found.items())
    return tuple(sorted(merged, key=lambda each: (each.start, each.end, each.code, [models.index(model) for model in each.models])))
