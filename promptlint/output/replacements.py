"""A finding's fix as replacements in its file, with lines and columns, for the formats that can carry one."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .redaction import printed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.findings import Finding
    from promptlint.sources.source_map import Position

__all__ = ["Replacement", "replacements"]


class Replacement(NamedTuple):
    """Replace the text from `start` up to `end` with `text`, which is escaped for the file's format."""

    start: Position
    end: Position
    text: str


def replacements(finding: Finding) -> tuple[Replacement, ...]:
    """The replacements that apply a finding's safe fix to its file.

    Empty if there is no safe fix, if the host cannot apply the edit exactly, or if the new text cannot be encoded: half a fix is worse
    than none. Also empty if the fix contains a secret of a link.
    """
    fix, prompt = finding.diagnostic.fix, finding.prompt
    if fix is None or prompt is None or not fix.safe:
        return ()
    edits = prompt.source.host_edits(fix.edits)
    if edits is None or any(_has_surrogate(edit.text) or printed(prompt, edit.text) != edit.text for edit in edits):
        return ()
    host = prompt.source.host
    return tuple(Replacement(host.position(edit.start - host.offset), host.position(edit.end - host.offset), edit.text) for edit in edits)


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)
