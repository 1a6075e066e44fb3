"""Results of a run over files and prompts: findings with their positions, and the totals. Outputs read only this."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic
    from promptlint.sources.source_map import PromptText

__all__ = ["Finding", "LintedPrompt", "Totals", "redacts"]


def redacts(config: Config) -> bool:
    """Return whether signatures and tokens of links are redacted in the output of prompts."""
    return all(value for name, value in config.links if name == "redact")


class LintedPrompt(NamedTuple):
    """A prompt that was linted, with its location: `path` as printed (`-` for standard input, `<prompt N>` for `-p`).

    `text` and `fixed` are as they are; what an output prints of them goes through `output.redaction`. `redact` says whether
    the secrets of links are hidden there. `fixed` is `None` where no output of the run shows it.
    """

    path: str
    text: str
    fixed: str | None
    model: str
    model_from: str
    source: PromptText
    redact: bool = True

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.source.line

    @property
    def end_line(self) -> int:
        """The line of its last character."""
        return self.source.end_line


class Finding(NamedTuple):
    """A diagnostic with its position. Lines and columns start at 1, columns count code points, the end is exclusive.

    `prompt` is None if the finding is about the file itself (unreadable, or an unused suppression).
    """

    diagnostic: Diagnostic
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    prompt: LintedPrompt | None = None


class Totals(NamedTuple):
    """Counts of a run. `unread` is the number of locations with parameters that are not part of a prompt."""

    files: int = 0
    prompts: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    unread: int = 0
