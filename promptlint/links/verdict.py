"""The result of a link check. Cheap to import: the rules about it and the library's public module need only this."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .options import LinkOptions

__all__ = ["STATUSES", "Answer", "Verdict"]

STATUSES = ("ok", "broken", "not-an-image", "unsupported", "expired", "refused", "unknown", "trusted")


class Verdict(NamedTuple):
    """The result for one link.

    status: one of `STATUSES`; `unknown` means that the check proved nothing, `trusted` that the link is not checked. rule: the
    name of the rule that reports it, or empty. `why` is the reason, a clause. http_status: the last status code, or 0.
    `final_url`: the end of the redirects, or empty; `permanent` means that all of them were permanent. kind: the type of the file
    (`png`, `html` …), by its bytes if `proved`, else by its Content-Type. failure: the kind of `ProbeError`, if there was no
    response. width, height: pixels; size: bytes; 0 if unknown. seconds: the time to respond.
    """

    url: str
    status: str
    rule: str = ""
    why: str = ""
    http_status: int = 0
    final_url: str = ""
    permanent: bool = False
    kind: str = ""
    proved: bool = False
    width: int = 0
    height: int = 0
    size: int = 0
    seconds: float = 0.0
    failure: str = ""

    @property
    def message(self) -> str:
        """Status and reason in one line."""
        return f"{self.status}: {self.why}" if self.why else self.status


class Answer(NamedTuple):
    """The input of the rules about checked links: the result and the options of the check."""

    verdict: Verdict
    options: LinkOptions

    def shown(self, url: str) -> str:
        """Return an address as a message shows it."""
        from .redact import shown

        return shown(url, redact=self.options.redact)
