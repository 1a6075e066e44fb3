"""Identify a finding from run to run by its rule and its words, never by its line.

Platforms close a finding whose fingerprint is gone and open one whose fingerprint is new, so a fingerprint with the line would
reopen everything below an inserted line.
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.findings import Finding

__all__ = ["Fingerprint", "Fingerprints"]


class Fingerprint(NamedTuple):
    """`digest` is 32 hexadecimal digits; `occurrence` counts equal findings of one file from 1."""

    digest: str
    occurrence: int


class Fingerprints:
    """Gives each finding of one run a unique fingerprint.

    It is a hash of the path, the rule, the prompt's text, the marked words and, if the same finding occurs again in the file, a
    running number. It needs 16 bytes and a counter for each different finding.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        """Begin a run: nothing is seen yet."""
        self._seen: dict[bytes, int] = {}

    def of(self, finding: Finding, path: str) -> Fingerprint:
        """The fingerprint of a finding in the file `path`; each call counts as one more finding."""
        from hashlib import sha256

        diagnostic = finding.diagnostic
        prompt = finding.prompt.text if finding.prompt else ""
        parts = (path, diagnostic.code, prompt, prompt[diagnostic.start : diagnostic.end], diagnostic.pointer or "", *diagnostic.models)
        # Lengths in front keep ("ab", "c") and ("a", "bc") apart.
        material = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
        base = sha256(material).digest()[:16]
        occurrence = self._seen[base] = self._seen.get(base, 0) + 1
        digest = base if occurrence == 1 else sha256(base + str(occurrence).encode()).digest()[:16]
        return Fingerprint(digest.hex(), occurrence)
