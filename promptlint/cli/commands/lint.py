"""`promptlint lint`: read the options, lint unit by unit, write the findings and the summary."""

from __future__ import annotations

import os

from promptlint.cli.call import UsageError
from promptlint.cli.interrupt import Interrupt
from promptlint.cli.progress import Progress
from promptlint.config import Config
from promptlint.errors import ConfigError, reason
from promptlint.findings import redacts
from promptlint.midjourney.names import check_name, ended_note
from promptlint.output import FORMATS, RenderOptions, renderer
from promptlint.output.summary import Summary, unread_locations
from promptlint.output.terminal import colored, is_terminal, width
from promptlint.project.input_run import run_of
from promptlint.project.inputs import expand_requests
from promptlint.project.options import FILE_COST, PARALLEL_THRESHOLD, RunOptions
from promptlint.project.pipeline import judge_input
from promptlint.project.scope import InputRun, Scope
from promptlint.project.tally import Tally
from promptlint.rules.selection import enabled_rules, expand_rules
from promptlint.settings_file.reading import Discovery, Settings

from .arguments import check_inputs, named, named_inputs
from .baseline import BaselineRun
from .outputs import Output, check_outputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TextIO, TypeVar

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.findings import Finding
    from promptlint.output.statistics import Statistics
    from promptlint.project.inputs import LintInput
    from promptlint.project.judged import Judged
    from promptlint.sources.hosts import Found
    from promptlint.sources.source_map import PromptText
    from promptlint.sources.unread import Unread

    _Read = TypeVar("_Read", PromptText, Unread)

__all__ = ["run"]

_INTERRUPTED = 130


def run(call: Call, streams: Streams) -> int:
    """Lint what `call` names and return the exit status. Raises UsageError and ConfigError."""
    check_inputs(call)
    target = named(call, "target")
    models = tuple(dict.fromkeys(check_name("model", name, "--model: ") for name in call.texts("model")))
    options = RunOptions(models, not call.flag("no-suppressions"), target)
    writes = call.flag("fix") or call.flag("diff")
    if call.flag("request") and (writes or len(models) > 1 or call.flag("show-prompts")):
        raise UsageError("`--request` cannot be combined with `--fix`, `--diff`, `--show-prompts` or more than one model")
    if writes and len(options.models) > 1:
        raise UsageError("`--fix` and `--diff` require a single model, because a fix for one may be wrong on another")
    _check_jobs(call.text("jobs"))
    discovery = Discovery(call.text("config"), isolated=call.flag("isolated"), overrides=_overrides(call, target))
    session = _Session(call, streams, discovery, options)
    if call.flag("show-prompts"):
        return session.show_prompts()
    return session.lint()


def _check_jobs(jobs: str | None) -> None:
    """Raise UsageError for an invalid number of jobs."""
    if jobs is not None and jobs != "auto" and not (jobs.isascii() and jobs.isdigit() and len(jobs) < 5 and int(jobs)):
        raise UsageError(f"`--jobs` must be a positive integer or `auto`, not `{jobs}`")


def _overrides(call: Call, target: str | None) -> dict[str, Any]:
    """The settings that the command line sets."""
    fields: dict[str, Any] = {}
    for name in ("select", "ignore", "extend-select"):
        if call.flag(name):
            expand_rules(call.texts(name), f"--{name}: ")
            fields[name.replace("-", "_")] = call.texts(name)
    for name in ("plan", "min-severity", "fail-on"):
        if call.flag(name):
            fields[name.replace("-", "_")] = call.text(name)
    if call.flag("now"):
        fields["now"] = Config(now=call.text("now")).now
    if target is not None:
        fields["target"] = target
    if call.flag("force-exclude"):
        fields["force_exclude"] = True
    links = _link_options(call)
    if links:
        fields["links"] = links
    return fields


_LINK_SWITCHES: dict[str, tuple[str, object]] = {
    "allow-private": ("allow_private", True),
    "no-cache": ("cache", False),
    "no-redact": ("redact", False),
    "strict-links": ("strict", True),
}


def _link_options(call: Call) -> tuple[tuple[str, object], ...]:
    """The options of the link check that the command line sets."""
    options = [option for flag, option in _LINK_SWITCHES.items() if call.flag(flag)]
    if call.flag("verify"):
        options.append(("verify", call.text("verify")))
    if call.flag("link-timeout"):
        try:
            options.append(("timeout", float(call.text("link-timeout") or "")))
        except ValueError:
            raise UsageError(f"`--link-timeout` must be a number of seconds, not `{call.text('link-timeout')}`") from None
    if options:
        from promptlint.links.options import from_settings

        try:
            from_settings(options)
        except ValueError as error:
            raise UsageError(f"invalid link option: {error}") from None
    return tuple(options)


class _Session:
    """One run of the command: what it has counted and how it will end."""

    def __init__(self, call: Call, streams: Streams, discovery: Discovery, options: RunOptions) -> None:
        self.call = call
        self.streams = streams
        self.discovery = discovery
        self.options = options
        self.tally = Tally()
        self.statistics: Statistics | None = None
        self._applies_fixes = call.flag("fix") or call.flag("diff")
        self.fixes = 0
        self.changes = False
        self.bad = False
        self.interrupted = False
        self._baseline = BaselineRun(call)
        self._interrupt = Interrupt()
        self._ran: frozenset[str] | None = None
        self._said: set[str] = set()
        self._hides_findings = False
        self._in_folder: dict[str, int] = {}
        self._units: list[LintInput] = []
        self._progress = Progress(streams.err, on=is_terminal(streams.err) and not call.flag("quiet"))

    # ── the two things it can do ──

    def lint(self) -> int:
        """Write the findings and the summary."""
        self._units = self._find_units()
        if not self.call.flag("offline"):
            self._check_links()
        if self.call.flag("statistics"):
            from promptlint.output.statistics import Statistics

            self.statistics = Statistics()
        name = self.call.text("output-format") or self._configured_format() or _default_format()
        counts_fixes = not self.call.flag("quiet") or self.call.flag("statistics") or self._applies_fixes
        self.options = self.options._replace(fixes=FORMATS[name].fixes or counts_fixes, fixed=FORMATS[name].fixed)
        self._hides_findings = FORMATS[name].machine or self.call.flag("output-file")
        with self._interrupt, Output(self.call.text("output-file"), self._findings_stream()) as out:
            color = not FORMATS[name].machine and colored(self.call.text("color"), out)
            renderer(name)(self._findings(), lambda: self.tally.totals, out, RenderOptions(color, width(out), os.getcwd()))
        self._progress.clear()
        if not self.interrupted:
            note = None
            if not (self.call.flag("baseline") and self.call.flag("diff")):  # the findings of a text that is not written
                note = self._baseline.apply_results([unit.path for unit in self._units], lambda code: code in (self._ran or ()))
            if note:
                self.streams.complain(note)
        if self.statistics is not None:
            self.streams.err.write(self.statistics.table())
        nothing = self.bad and not self.tally.totals.prompts and not self.tally.failed
        if not self.call.flag("quiet") and not nothing:  # what was wrong with the inputs is said already
            self.streams.err.write(f"{self._summary()}\n")
        elif self.tally.totals.unread:
            self.streams.err.write(unread_locations(self.tally.totals.unread) + "\n")  # silence would mean that everything was read
        return self._status()

    def _configured_format(self) -> str:
        """The output format in the settings of the current directory; empty if they are invalid or do not set one."""
        try:
            return self.discovery.of(os.getcwd()).config.output_format
        except ConfigError:  # reported with the inputs that they apply to
            return ""

    def show_prompts(self) -> int:
        """Write the prompts that are found, and lint nothing."""
        from promptlint.output.prompts import render

        self._units = self._find_units()
        unread: list[tuple[str, Unread]] = []
        with Output(self.call.text("output-file"), self.streams.out) as out:
            render(self._prompts(unread), unread, out, machine=FORMATS[self.call.text("output-format") or "full"].machine)
        return self._status()

    # ── the units ──

    def _find_units(self) -> list[LintInput]:
        """The inputs that are named. A missing input is reported, and makes the exit status 2."""
        notes: list[str] = []
        units = list(named_inputs(self.call, self.streams.stdin, self.discovery, self._complain, notes.append))
        units += expand_requests(self.call.texts("request"), self.streams.stdin)
        check_outputs(self.call, units, self.discovery)
        for note in notes:
            self._say(note)
        return units

    def _settings(self, unit: LintInput) -> Settings | None:
        """The settings of an input, or None if they are invalid, which is reported once for all inputs that share them."""
        try:
            settings = self.discovery.of(unit.name or os.getcwd())
        except ConfigError as error:
            self._complain(str(error))
            return None
        if not self.call.flag("offline"):
            for note in settings.notes:
                self._say(note)
        if not unit.request and (ended := ended_note(settings.config.target)):
            self._say(ended)
        return settings

    def _runs(self) -> Iterator[InputRun]:
        """The inputs in order, ready to be linted, with fixes applied if requested."""
        if self._is_parallel():
            yield from self._parallel_runs()
            return
        for index, (unit, settings) in enumerate(self._prepared()):
            yield run_of(self._scope(self._fixed_unit(unit, settings) if self._applies_fixes else unit, settings))
            self._tell_files(index + 1)

    def _scope(self, unit: LintInput, settings: Settings) -> Scope:
        """An input with its settings, the options of the call and the results of the link check."""
        link_results = self.options.link_results
        return Scope(unit, settings, self.options, link_results.of(settings.config) if link_results else None)

    def _prepared(self) -> Iterator[tuple[LintInput, Settings]]:
        """The units with their settings; those whose settings are broken are left out."""
        for unit in self._units:
            settings = self._settings(unit)
            if settings is None:
                continue
            if self.call.flag("verbose"):
                self._explain(unit, settings)
            yield unit, settings

    def _tell_files(self, done: int) -> None:
        """Progress of the run, in files."""
        if not self._progress.on:
            return
        prompts = self.tally.totals.prompts
        self._progress.update(done, len(self._units), f"files, {prompts} prompts, {self._progress.rate(prompts)}")

    def _is_parallel(self) -> bool:
        """Return whether there is so much to lint that it is shared among cores. Fixes are made file by file."""
        if self._applies_fixes:
            return False
        total = 0
        for unit in self._units:
            total += unit.size + FILE_COST
            if total >= PARALLEL_THRESHOLD:
                return True
        return False

    def _parallel_runs(self) -> Iterator[InputRun]:
        """The runs, with the work shared among cores."""
        from promptlint.project.parallel import runs
        from promptlint.project.workers import cores

        def tell(done: int, size: int, prompts: int) -> None:
            what = f"MB, {prompts} prompts, {self._progress.rate(prompts)}, {self._progress.left(done, size)}"
            self._progress.update(done >> 20, max(1, size >> 20), what)

        scopes = (self._scope(unit, settings) for unit, settings in self._prepared())
        for index, run in enumerate(runs(scopes, cores(self.call.text("jobs")), tell)):
            yield run
            self._tell_files(index + 1)

    def _held(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings; Ctrl-C waits until each is written, so that every counted finding is in the document."""
        for finding in findings:
            self._interrupt.writing = True
            yield finding

    def _counted(self, findings: Iterator[Finding], run: InputRun) -> Iterator[Finding]:
        """The findings of an input, each counted before it is passed on."""
        counted = self.tally.counted(findings, run)
        return counted if self.statistics is None else self.statistics.counted(counted, lambda: run.can_be_fixed)

    def _findings(self) -> Iterator[Finding]:
        """All findings in the order of the inputs. Ctrl-C ends them; those found so far are still written."""
        try:
            self._interrupt.written()
            # A diff is printed whole before the first finding that is left.
            for run in list(self._runs()) if self.call.flag("diff") else self._runs():
                for finding in self._counted(self._held(self._baseline.new(run.findings)), run):
                    self._progress.clear()
                    yield finding
                    self._interrupt.written()
                enabled = enabled_rules(run.config)
                if enabled is not self._ran:
                    self._ran = enabled if self._ran is None else enabled & self._ran
                if run.unit.folder:
                    self._in_folder[run.unit.folder] = self._in_folder.get(run.unit.folder, 0) + run.prompts
                self.bad = self.bad or bool(run.problems)
                for problem in run.problems if self._hides_findings else ():
                    self._say(problem)  # a person has not seen the finding
                for note in run.notes:
                    self._say(note)
                if run.looked_for and not run.unit.folder:
                    self.streams.complain(f"{run.unit.path}: no prompts found; looked for {run.looked_for}")
        except KeyboardInterrupt:
            self.interrupted = True
            return
        finally:
            self._interrupt.writing = True  # the end of the document is still to come
        for folder, prompts in self._in_folder.items():
            if not prompts:
                self._complain(f"{folder}: no prompts found in this directory")

    def _check_links(self) -> None:
        """Check the links of all inputs before the first is linted; the options carry the results from now on."""
        from promptlint.project.link_check import check_links
        from promptlint.project.link_results import LinkResults

        link_results = LinkResults()
        units = ((unit, settings.config) for unit in self._units if (settings := self._settings(unit)) is not None)
        try:
            check_links(link_results, units, lambda done, total: self._progress.update(done, total, "links"))
        except KeyboardInterrupt:
            link_results.interrupted = True
        self._progress.clear()
        for note in link_results.notes:
            self.streams.complain(note)
        self.interrupted = link_results.interrupted
        self.options = self.options._replace(link_results=link_results)

    def _prompts(self, unread: list[tuple[str, Unread]]) -> Iterator[tuple[str, PromptText]]:
        """The prompts of all inputs; what is in none of them is added to `unread`."""
        from promptlint.project.inputs import prompts_of
        from promptlint.project.unreadable import unreadable

        for unit in self._units:
            settings = self._settings(unit)
            if settings is None:
                continue
            found: Found | None = None
            redact = redacts(settings.config)
            try:
                found = prompts_of(unit, settings.config)
                for prompt in found:
                    yield unit.path, _veiled(prompt) if redact else prompt
            except (OSError, ValueError) as error:
                self._complain(unreadable(unit, error))
            if found is not None:
                places = sorted([*found.unread, *(cut.as_unread() for cut in found.cut_off)])
                unread += [(unit.path, _veiled(place) if redact else place) for place in places]

    # ── fixes ──

    def _fixed_unit(self, unit: LintInput, settings: Settings) -> LintInput:
        """The unit with its fixes; they are written where they belong, or shown as a diff."""
        from promptlint.output.diff import write_diff
        from promptlint.project.fix_ranges import fix_in_ranges
        from promptlint.project.fixing import fix_input

        def judge(each: LintInput) -> Iterator[Judged]:
            return judge_input(self._scope(each, settings))

        unsafe = self.call.flag("unsafe-fixes")
        try:
            made = None if self.call.flag("diff") else fix_in_ranges(unit, judge, settings.config, unsafe=unsafe)
        except (OSError, UnicodeError) as error:
            return self._not_written(unit, error)
        if made is not None:
            self.fixes += made
            return unit
        fixed = fix_input(unit, judge, settings.config, unsafe=unsafe)
        for unchanged in fixed.unchanged:
            self.streams.complain(f"{unit.path}:{unchanged}")
        if self.call.flag("diff"):
            self.changes = self.changes or bool(fixed.made)
            self.fixes += fixed.made
            write_diff(fixed.diff(), self.streams.out, color=colored(self.call.text("color"), self.streams.out))
            return fixed.fixed
        try:
            fixed.write(self.streams.out)
        except (OSError, UnicodeError) as error:
            return self._not_written(unit, error)
        self.fixes += fixed.made
        return fixed.fixed

    def _not_written(self, unit: LintInput, error: OSError | UnicodeError) -> LintInput:
        """The unit as it is; the reason is reported."""
        self._complain(f"{unit.path}: cannot write the fixes: {reason(error) if isinstance(error, OSError) else error}")
        return unit

    def _findings_stream(self) -> TextIO:
        """Standard output, unless it is taken by corrected prompts or a diff."""
        corrected = self.call.flag("fix") and (self.call.flag("prompt") or "-" in self.call.arguments)
        return self.streams.err if corrected or self.call.flag("diff") else self.streams.out

    # ── the end ──

    def _complain(self, message: str) -> None:
        self.bad = True
        self._say(message)

    def _say(self, message: str) -> None:
        """Write a line for the person who runs it, once."""
        if message not in self._said:
            self._said.add(message)
            self._progress.clear()
            self.streams.complain(message)

    def _explain(self, unit: LintInput, settings: Settings) -> None:
        files = dict.fromkeys((*settings.files, *(place for _, place in settings.origins)))
        self.streams.complain(f"{unit.path}: {'settings from ' + ', '.join(files) if files else 'no settings file, so the defaults apply'}")

    def _status(self) -> int:
        if self.interrupted:
            return _INTERRUPTED
        if self.bad:
            return 2
        return int((self.tally.failed or self.changes) and not self.call.flag("exit-zero"))

    def _summary(self) -> Summary:
        link_results = self.options.link_results
        return Summary(
            self.tally.totals,
            safe=self.tally.safe_fixes,
            unsafe=self.tally.unsafe_fixes,
            fixed=self.fixes,
            dry_run=self.call.flag("diff"),
            with_unsafe=self.call.flag("unsafe-fixes"),
            known=self._baseline.hidden,
            unverified=link_results.unverified if link_results is not None else 0,
            interrupted=self.interrupted,
            unchecked=link_results.unchecked if link_results is not None and self.interrupted else 0,
        )


def _default_format() -> str:
    """In a step of GitHub Actions, findings become annotations of the change."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"


def _veiled(read: _Read) -> _Read:
    """A prompt, or a location that was not read, with the secrets of its links replaced character by character."""
    from promptlint.links.redact import veiled

    return read._replace(text=veiled(read.text))
