"""The list of rules; each row has the triggers of a rule and its module.

Triggers: a rule's own name (an anomaly of the parser, an issue of `check_parameter`, or a result of `links.offline` about a
link), `prompt` (always), `parameter` (any), `--NAME` (this one), `text`, `weight` (on models that support weights), `many-jobs`
(more than the smallest plan allows), `permutation` (for a target that may reject it), `link`, `forbidden` (the target rejects or
removes a parameter), `unpinned` (no model is named or configured, and a parameter is wrong on another default), `video` (it makes
a video), `request`, `file` (see `project.file_rules`). A rule without a trigger is run by its name: it checks the response of a
host (`online`), or comments and settings of the user.
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

__all__ = ["RULES", "Rule", "code_of"]


class Rule(NamedTuple):
    """A row of the registry.

    `on` are the triggers, `fix` is S(afe), U(nsafe) or empty, `default` is whether it runs unless selected. `online` rules check
    the response of a link's host. A rule that is `overtaken` guesses about a link, and is left out if there is better knowledge:
    `answer`, the response of its host, or the option of links with this name. A rule that is `once_a_file` is summarized at the
    first prompt of a file, in these words; one that is not `recordable` is never in a baseline. The value of a field that a
    `voids` rule reports never becomes a parameter of the prompt.
    """

    code: str
    name: str
    on: tuple[str, ...]
    severity: str
    fix: str = ""
    default: bool = True
    online: bool = False
    overtaken: str = ""
    once_a_file: str = ""
    recordable: bool = True
    voids: bool = False

    @property
    def module(self) -> str:
        """The module of the rule, which has its name."""
        return "promptlint.rules." + self.name.replace("-", "_")

    @property
    def about_link(self) -> bool:
        """Return whether it is about a link, as all rules from MJ500 to MJ599 are."""
        return self.code.startswith("MJ5")

    @property
    def about_form(self) -> bool:
        """Return whether it is about the form of a token, as all rules from MJ001 to MJ099 are: each fix edits that token only."""
        return self.code.startswith("MJ0")


def code_of(name: str) -> str:
    """The code of the rule with this name. Raises StopIteration where there is none."""
    return next(rule.code for rule in RULES if rule.name == name)


RULES: tuple[Rule, ...] = (
    Rule("MJ001", "missing-dashes", ("missing-dashes",), "error or warning", "S"),
    Rule("MJ002", "dash-form", ("dash-form",), "warning or info", "S"),
    Rule("MJ003", "space-after-dashes", ("space-after-dashes",), "error or warning", "S"),
    Rule("MJ004", "missing-space-before-dashes", ("missing-space-before-dashes",), "warning", "S"),
    Rule("MJ005", "glued-value", ("glued-value",), "error", "S"),
    Rule("MJ006", "single-dash", ("single-dash",), "error or warning", "S"),
    Rule("MJ007", "extra-dashes", ("extra-dashes",), "error or warning", "S"),
    Rule("MJ008", "stray-dashes", ("stray-dashes",), "warning", "S"),
    Rule("MJ009", "value-separator", ("value-separator",), "error", "S"),
    Rule("MJ010", "parameter-case", ("parameter-case",), "error", "S"),
    Rule("MJ011", "trailing-punctuation", ("trailing-punctuation",), "error", "S"),
    Rule("MJ012", "text-after-parameter", ("text-after-parameter",), "error", "U"),
    Rule("MJ013", "quoted-prompt", ("quoted-prompt",), "error or warning", "S"),
    Rule("MJ014", "command-prefix", ("command",), "warning", "S"),
    Rule("MJ015", "line-break", ("line-break",), "warning or info", "S", once_a_file="have line breaks"),
    Rule("MJ016", "placeholder", ("placeholder",), "error or warning"),
    Rule("MJ017", "invisible-character", ("invisible-character", "odd-space"), "error or info", "S"),
    Rule("MJ018", "discord-echo", ("discord-echo",), "warning", "S"),
    Rule("MJ101", "unknown-parameter", ("unknown-parameter",), "error", "S"),
    Rule("MJ102", "retired-parameter", ("retired-parameter",), "warning", "U"),
    Rule("MJ103", "repeated-parameter", ("repeated",), "warning or info", "U"),
    Rule("MJ104", "missing-value", ("missing-value",), "error"),
    Rule("MJ105", "unexpected-value", ("unexpected-value",), "error"),
    Rule("MJ106", "undocumented-parameter", ("undocumented-parameter",), "warning"),
    Rule("MJ107", "dialog-parameter", ("dialog-parameter",), "error"),
    Rule("MJ201", "invalid-value", ("invalid-value",), "error, warning or info", "S"),
    Rule("MJ202", "value-out-of-range", ("value-out-of-range",), "error or warning", "U"),
    Rule("MJ203", "aspect-ratio-form", ("aspect-ratio-form",), "error", "S"),
    Rule("MJ204", "aspect-ratio-limit", ("aspect-ratio-limit", "--hd"), "error or warning", "U"),
    Rule("MJ205", "unknown-model", ("unknown-model",), "error", "U"),
    Rule("MJ206", "withdrawn-model", ("withdrawn-model",), "warning", "U"),
    Rule("MJ207", "reference-value", ("reference-value",), "error"),
    Rule("MJ208", "style-version", ("style-version", "--sv"), "error or warning", "U"),
    Rule("MJ209", "bare-niji", ("bare-niji",), "error or warning", "U"),
    Rule("MJ301", "unsupported-by-model", ("unsupported-by-model",), "error or warning", "U"),
    Rule("MJ302", "missing-companion", ("needs-companion",), "error, warning or info", "U"),
    Rule("MJ303", "conflicting-parameters", ("clash",), "error, warning or info"),
    Rule("MJ304", "unpinned-model", ("unpinned",), "warning", "U", once_a_file="depend on the account's default model"),
    Rule("MJ305", "video-parameters", ("video",), "error or warning"),
    Rule("MJ306", "plan-limit", ("many-jobs", "--repeat", "--stealth", "--relax"), "error"),
    Rule("MJ307", "weights-unsupported", ("weights-unsupported",), "warning"),
    Rule("MJ401", "empty-prompt", ("no-text", "missing-dashes", "stray-dashes", "extra-dashes"), "error"),
    Rule("MJ402", "lone-image", ("no-text", "missing-dashes", "stray-dashes", "extra-dashes"), "error or warning"),
    Rule("MJ403", "prompt-too-long", ("long",), "error"),
    Rule("MJ404", "weight-sum", ("weight",), "error"),
    Rule("MJ405", "weight-form", ("weight",), "warning", "S"),
    Rule("MJ406", "permutation", ("permutation", "brace"), "error or warning"),
    Rule("MJ407", "foreign-syntax", ("foreign",), "warning"),
    Rule("MJ408", "image-not-first", ("link",), "info", "U", default=False),
    Rule("MJ409", "negation-in-text", ("text",), "info", default=False),
    Rule("MJ410", "json-prompt", ("json",), "warning"),
    Rule("MJ501", "malformed-url", ("malformed-url", "odd-colon"), "error", "S"),
    Rule("MJ502", "unsupported-scheme", ("unsupported-scheme", "bare-address", "file-path"), "error", "U"),
    Rule("MJ503", "url-glued", ("url-glued",), "warning", "S"),
    Rule("MJ504", "wrapped-url", ("wrapped-url",), "info", "S"),
    Rule("MJ505", "userinfo-in-url", ("userinfo-in-url",), "error"),
    Rule("MJ506", "private-address", ("private-address",), "error", overtaken="allow_private"),
    Rule("MJ507", "insecure-scheme", ("insecure-scheme",), "info", "U"),
    Rule("MJ510", "no-image-extension", ("no-image-extension",), "warning", "U", overtaken="answer"),
    Rule("MJ511", "unsupported-extension", ("unsupported-extension",), "error"),
    Rule("MJ512", "share-page", ("share-page",), "error", "S"),
    Rule("MJ513", "discord-message-link", ("discord-message-link",), "error"),
    Rule("MJ514", "placeholder-link", ("placeholder-link",), "warning"),
    Rule("MJ515", "ephemeral-host", ("ephemeral-host",), "warning"),
    Rule("MJ520", "link-expired", ("link-expired",), "error"),
    Rule("MJ521", "link-expires-soon", ("link-expires-soon",), "warning"),
    Rule("MJ522", "unsigned-discord-link", ("unsigned-discord-link",), "warning", overtaken="answer"),
    Rule("MJ530", "duplicate-link", ("duplicate-link",), "info", "S"),
    Rule("MJ551", "dead-link", (), "error", online=True),
    Rule("MJ552", "not-an-image", (), "error", online=True),
    Rule("MJ553", "unsupported-image", (), "error", online=True),
    Rule("MJ554", "signed-link-refused", (), "error", online=True),
    Rule("MJ555", "tls-error", (), "warning", online=True),
    Rule("MJ556", "redirected", (), "info", "U", online=True),
    Rule("MJ557", "type-mismatch", (), "info", online=True),
    Rule("MJ558", "large-image", (), "warning", online=True),
    Rule("MJ559", "tiny-image", (), "warning", online=True),
    Rule("MJ560", "slow-host", (), "info", online=True),
    Rule("MJ561", "unverified-link", (), "info", online=True),
    Rule("MJ571", "refused-address", (), "error", online=True),
    Rule("MJ601", "flagged-word", ("text",), "warning", default=False),
    Rule("MJ602", "refused-exclusion", ("--no",), "warning", default=False),
    Rule("MJ701", "unknown-field", ("request",), "warning"),
    Rule("MJ702", "missing-field", ("request",), "error or warning"),
    Rule("MJ703", "field-type", ("request",), "error or warning", voids=True),
    Rule("MJ704", "field-value", ("request",), "error or warning", voids=True),
    Rule("MJ705", "field-range", ("request",), "error", voids=True),
    Rule("MJ706", "timeout-short", ("request",), "warning"),
    Rule("MJ707", "callback-url", ("request",), "error"),
    Rule("MJ708", "field-and-flag", ("request",), "error or warning", voids=True),
    Rule("MJ709", "forbidden-parameter", ("forbidden",), "error or warning"),
    Rule("MJ710", "base64-image", ("request",), "error"),
    Rule("MJ801", "require-model", ("prompt",), "warning", default=False),
    Rule("MJ802", "canonical-name", ("parameter",), "warning", "S", default=False),
    Rule("MJ803", "parameter-order", ("pair",), "warning", "S", default=False),
    Rule("MJ804", "duplicate-prompt", ("file",), "warning", default=False),
    Rule("MJ805", "mixed-models", ("file",), "warning", default=False),
    Rule("MJ901", "unused-suppression", (), "warning"),
    Rule("MJ902", "unknown-rule", (), "error"),
    Rule("MJ903", "blanket-suppression", (), "warning"),
    Rule("MJ910", "unreadable-file", (), "error", recordable=False),
    Rule("MJ911", "unread-parameters", (), "info"),
    Rule("MJ912", "cut-off-prompt", (), "error"),
)
