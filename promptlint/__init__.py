"""A linter for Midjourney prompts: find what would make a job fail, and why, and return the corrected prompt.

    >>> import promptlint
    >>> report = promptlint.lint("a lighthouse in a storm --ar16:9")
    >>> report.ok
    False
    >>> report.fixed
    'a lighthouse in a storm --ar 16:9'

Each name is imported from its module on first use, so `import promptlint` is cheap.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .api import acheck as acheck
    from .api import check as check
    from .api import check_request as check_request
    from .config import Config as Config
    from .diagnostics import Diagnostic as Diagnostic
    from .diagnostics import Edit as Edit
    from .diagnostics import Fix as Fix
    from .diagnostics import Report as Report
    from .errors import ConfigError as ConfigError
    from .failures import Failure as Failure
    from .failures import explain as explain
    from .links.options import LinkOptions as LinkOptions
    from .linter import fix as fix
    from .linter import lint as lint
    from .linter import lint_many as lint_many
    from .model import Prompt as Prompt
    from .parsing.parser import parse as parse
    from .parsing.syntax_tree import SyntaxNode as SyntaxNode
    from .parsing.syntax_tree import syntax_tree as syntax_tree
    from .requests.guard import PromptRejected as PromptRejected
    from .requests.guard import PromptWarning as PromptWarning
    from .requests.guard import async_guard as async_guard
    from .requests.guard import guard as guard
    from .requests.lint import lint_request as lint_request
    from .requests.session import guard_requests as guard_requests
    from .version import __version__ as __version__

__all__ = [
    "Config",
    "ConfigError",
    "Diagnostic",
    "Edit",
    "Failure",
    "Fix",
    "LinkOptions",
    "Prompt",
    "PromptRejected",
    "PromptWarning",
    "Report",
    "SyntaxNode",
    "__version__",
    "acheck",
    "async_guard",
    "check",
    "check_request",
    "explain",
    "fix",
    "guard",
    "guard_requests",
    "lint",
    "lint_many",
    "lint_request",
    "parse",
    "syntax_tree",
]

_EXPORTS = {
    "Config": "config",
    "ConfigError": "errors",
    "Diagnostic": "diagnostics",
    "Edit": "diagnostics",
    "Failure": "failures",
    "Fix": "diagnostics",
    "LinkOptions": "links.options",
    "Prompt": "model",
    "PromptRejected": "requests.guard",
    "PromptWarning": "requests.guard",
    "Report": "diagnostics",
    "SyntaxNode": "parsing.syntax_tree",
    "__version__": "version",
    "acheck": "api",
    "async_guard": "requests.guard",
    "check": "api",
    "check_request": "api",
    "explain": "failures",
    "fix": "linter",
    "guard": "requests.guard",
    "guard_requests": "requests.session",
    "lint": "linter",
    "lint_many": "linter",
    "lint_request": "requests.lint",
    "parse": "parsing.parser",
    "syntax_tree": "parsing.syntax_tree",
}
"""Name → the module that defines it."""


if not TYPE_CHECKING:  # a type checker would take any name for one that is there

    def __getattr__(name):
        """Import a public name from its module (PEP 562); the next look-up finds it here."""
        module = _EXPORTS.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
        return value


def __dir__() -> list[str]:
    """The public names, and what every module has."""
    return sorted({*globals(), *__all__})
