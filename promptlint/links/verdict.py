"""What asking for a link has shown. Light: the rules that word it and the library's face import only this."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .options import LinkOptions

__all__ = ["STATUSES", "Answer", "Verdict"]

STATUSES = ("ok", "broken", "not-an-image", "unsupported", "expired", "refused", "unknown", "trusted")


class Verdict(NamedTuple):
    """The outcome for one link.

    status: one of `STATUSES`; `unknown` means that it could not be told, `trusted` that it is not asked.
    rule: the name of the rule that reports it, empty where there is nothing to report. `why` is the reason, a clause.
    http_status: the last status code, 0 where none came. `final_url`: where redirects led, empty without any;
    `permanent` tells that every one of them was permanent.
    kind: what the file is (`png`, `html` …), by its bytes where `proved`, else as the server names it.
    failure: where no answer came, the kind of `AskFailed`.
    width, height: pixels; size: bytes; 0 where not known. seconds: how long the answer took.
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
    """What the rules on asked links see: the outcome and how it was asked for."""

    verdict: Verdict
    options: LinkOptions

    def shown(self, url: str) -> str:
        """Return an address as a message shows it."""
        from .redact import shown

        return shown(url, redact=self.options.redact)
