"""The services that receive prompts: a typed, lazy view of `targets.toml`.

The input is the plain dict of the file (`tables.targets()` returns it compiled). Objects are created on first use, so a run
without request bodies never creates one. The table is validated when it is compiled (`promptlint.compile`), not here.
"""

from __future__ import annotations

from promptlint.errors import ConfigError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.pointer import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    Table = dict[str, Any]

__all__ = ["Append", "Endpoint", "Evidence", "Field", "Patience", "Target", "Targets", "clean_path", "split_url"]


class Evidence(NamedTuple):
    """An effect, and its source.

    `effect` is `rejected`, `ignored`, `altered`, `expanded`, `joined` or `unknown`; `instead` says what to write.
    """

    effect: str
    source: str
    date: str
    note: str = ""
    instead: str = ""


class Append(NamedTuple):
    """Parameters that a target appends to the prompt.

    They are appended if the field at the JSON pointer `field` has `value` (or any value, if that is None), unless the prompt has
    one of the parameters `unless`. A `{}` in `text` is replaced by the field's value. `counted` is whether the characters count
    towards the length of the prompt.
    """

    text: str
    field: str
    value: str | None
    unless: tuple[str, ...]
    counted: bool
    evidence: Evidence


class Target(NamedTuple):
    """A service that receives prompts. `kind` is `app` (Midjourney's own) or `api` (a relay).

    `prompt_length` is in characters, with the parameters and what the target appends. `refuses` and `strips` map a parameter's
    canonical name to the effect. `braces` is the effect of `{a, b}`, `bare_niji` that of `--niji` without a number (empty if
    unknown), `line_breaks` that of a line break (`joined`: it becomes a space). `strips_command` is whether a pasted `/imagine
    prompt:` is removed. `images` is the largest number of image links, or None. `ended` means that the service no longer exists,
    and names its replacement. `headers` identify it. `evidence` has the source of each attribute.
    """

    name: str
    title: str
    kind: str
    prompt_length: int
    appends: tuple[Append, ...]
    refuses: dict[str, Evidence]
    strips: dict[str, Evidence]
    braces: str
    bare_niji: str
    line_breaks: str
    strips_command: bool
    images: int | None
    ended: Evidence | None
    headers: tuple[str, ...]
    evidence: dict[str, Evidence]

    @property
    def length_unit(self) -> str:
        """The unit of `prompt_length`."""
        return "characters"


class Patience(NamedTuple):
    """The duration of a job: if the field `field` is `value`, a time under `minimum` seconds is short."""

    field: str
    value: str
    minimum: int


class Field(NamedTuple):
    """A field of a request body, at the JSON pointer `pointer`.

    `type` is a JSON type, `integer`, or `any` if no source documents it; `items` is the type of an array's items. `required` is
    `rejected` if the job is rejected without it, `unsure` if the documents disagree, else empty. `values` are the allowed ones,
    `minimum` and `maximum` bound a number, `shortest` and `longest` the characters of a string, `fewest` and `most` the items of
    an array. `outside` is the effect of any other value. `format` is `callback`, `url`, `base64`, `data-url` (base64 with its
    `data:` prefix) or `image` (a URL or base64); `schemes` restrict a URL. `step` is the step size of a number. `empty` means
    that an empty string counts as missing, `numeric_string` that a number in quotes is accepted, `open` that an object may have
    any key. `parameter` is the prompt's parameter that it replaces (`image`: an image link at the start), and `clash` the effect
    of having both; `stands_for` names the parameter by the value of another field. The text of an `appended` field is appended to
    the prompt.
    """

    pointer: str
    type: str
    items: str = ""
    required: str = ""
    default: object = None
    values: tuple[object, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    shortest: int | None = None
    longest: int | None = None
    fewest: int | None = None
    most: int | None = None
    unit: str = ""
    outside: str = "rejected"
    outside_note: str = ""
    format: str = ""
    schemes: tuple[str, ...] = ()
    empty: bool = False
    numeric_string: bool = False
    open: bool = False
    parameter: str = ""
    stands_for: tuple[str, dict[str, str]] | None = None
    appended: bool = False
    clash: str = ""
    patience: Patience | None = None
    note: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        """The last part of the pointer, which is the key."""
        return self.pointer.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """The pointer of its object, empty for the body itself."""
        return self.pointer.rpartition("/")[0]


class Endpoint(NamedTuple):
    """A request that a target accepts. `prompt` is the JSON pointer of the prompt, or empty.

    It is recognized by `method`, the end of `path`, one of `hosts` (any, if there are none) and `when`: the values of some fields
    that identify it, in which a trailing `*` matches anything. At least one field of `one_of` is required. `models` maps values
    of the field `model_field` to models; `model` is the one it always runs on. `adds` are parameters that it always adds. `list`
    means that the body is a list of such objects, `open` that it has more fields than are known.
    """

    target: str
    name: str
    title: str
    method: str
    hosts: tuple[str, ...]
    path: str
    prompt: str
    when: dict[str, tuple[str, ...]]
    one_of: tuple[str, ...]
    model_field: str
    models: dict[str, str]
    model: str
    adds: str
    list: bool
    open: bool
    fields: dict[str, Field]
    source: str

    def answers(self, body: Mapping[str, Any]) -> bool:
        """Return whether the fields that identify this endpoint match."""
        return all(_marked(resolve(body, pointer), values) for pointer, values in self.when.items())


def _marked(value: object, values: tuple[str, ...]) -> bool:
    if not isinstance(value, str):
        return False
    return any(value.startswith(each[:-1]) if each.endswith("*") else value == each for each in values)


def clean_path(path: str) -> str:
    """A path as servers read it: percent signs decoded, without `//`, `.`, `..` and a slash at its end."""
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    if "//" in path or "/." in path:
        kept: list[str] = []
        for segment in path.split("/"):
            if segment == "..":
                del kept[-1:]
            elif segment not in ("", "."):
                kept.append(segment)
        path = "/" + "/".join(kept)
    return path.rstrip("/")


def split_url(url: str) -> tuple[str, str]:
    """Host (in lower case, without port and the dot of the root) and path of a URL; a path alone has an empty host."""
    _, separator, rest = url.partition("://")
    if not separator:
        rest = url if url.startswith("/") else "/" + url
    cut = min((at for at in map(rest.find, "?#") if at >= 0), default=len(rest))
    authority, slash, path = rest[:cut].partition("/")
    host = authority.rpartition("@")[2]
    if not host.startswith("["):
        host = host.partition(":")[0]
    return host.lower().rstrip("."), clean_path(slash + path)


class Targets:
    """All targets; iterating yields their names, in the order of the table. Everything is created on first use."""

    def __init__(self, data: Table) -> None:
        """Take the table as `tomllib` reads it."""
        self._data = data
        self._targets: dict[str, Target] = {}
        self._endpoints: dict[str, tuple[Endpoint, ...]] = {}
        self._index: dict[str, list[Endpoint]] | None = None
        self._hosts: frozenset[str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of the table."""
        return tuple(self._data["targets"])

    def get(self, name: str) -> Target | None:
        """The target of this name, or None."""
        if name not in self._targets:
            row = self._data["targets"].get(name)
            if row is None:
                return None
            self._targets[name] = self._target(name, row)
        return self._targets[name]

    def named(self, name: str) -> Target:
        """The target of this name. Raises ConfigError that offers the nearest name."""
        target = self.get(name)
        if target is None:
            from promptlint.text.did_you_mean import hint

            raise ConfigError(f"unknown target `{name}`{hint(name, self.names)}")
        return target

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the table."""
        return iter(self._data["targets"])

    def endpoints(self, name: str) -> tuple[Endpoint, ...]:
        """The requests that a target accepts, in the order of the table; none for Discord."""
        if name not in self._endpoints:
            rows = self._data["targets"].get(name, {}).get("endpoints", {})
            self._endpoints[name] = tuple(self._endpoint(name, key, row) for key, row in rows.items())
        return self._endpoints[name]

    def at(self, host: str, path: str, target: str | None = None, method: str = "POST") -> tuple[Endpoint, ...]:
        """The possible endpoints of a request to this host and path, the longest path first.

        With a `target`, only its own, on any host: a gateway or a test server may be in between.
        """
        path, host = clean_path(path), host.lower().rstrip(".")
        # A request that has nothing to do with Midjourney must cost one look into a dict.
        candidates = self._by_last_segment().get(path[path.rfind("/") + 1 :])
        if not candidates:
            return ()
        if target is not None:
            fitting = [each for each in candidates if each.target == target]
        else:
            fitting = [each for each in candidates if not each.hosts or host in each.hosts]
        fitting = [each for each in fitting if each.method == method and path.endswith(each.path)]
        return tuple(sorted(fitting, key=lambda each: -len(each.path)))

    def with_header(self, headers: Iterable[str]) -> str | None:
        """The only target with one of these headers, or None."""
        given = {name.lower() for name in headers}
        for name, row in self._data["targets"].items():
            if any(header.lower() in given for header in row.get("headers", ())):
                return str(name)
        return None

    def with_fields(self, body: Mapping[str, Any]) -> tuple[str, ...]:
        """The targets some of whose own fields a body has, the one with most of them first."""
        scores = {name: sum(field in body for field in row.get("recognised_by", ())) for name, row in self._data["targets"].items()}
        return tuple(sorted((name for name, score in scores.items() if score), key=lambda name: -scores[name]))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are the services' own."""
        if self._hosts is None:
            self._hosts = frozenset(host for name in self.names for endpoint in self.endpoints(name) for host in endpoint.hosts)
        return self._hosts

    def synonyms(self, name: str) -> tuple[str, ...]:
        """The names that other services use for what this field means, itself included."""
        for row in self._data.get("synonyms", ()):
            if name in row["names"]:
                return tuple(row["names"])
        return ()

    @property
    def verified(self) -> str:
        """The day on which the table was last compared with its sources."""
        return str(self._data["verified"])

    @property
    def sources(self) -> dict[str, dict[str, str]]:
        """Title, address, date and tier of each source."""
        return dict(self._data["sources"])

    # ── making objects ───────────────────────────────────────────────────────────────────────────────────────────

    def _by_last_segment(self) -> dict[str, list[Endpoint]]:
        if self._index is None:
            self._index = {}
            for name in self.names:
                for endpoint in self.endpoints(name):
                    self._index.setdefault(endpoint.path.rpartition("/")[2], []).append(endpoint)
        return self._index

    def _evidence(self, row: Table, effect: str | None = None) -> Evidence:
        source = row["source"]
        date = self._data["sources"][source]["date"]
        return Evidence(row["effect"] if effect is None else effect, source, date, row.get("note", ""), row.get("instead", ""))

    def _target(self, name: str, row: Table) -> Target:
        scalars = {
            key: row[key] for key in ("prompt_length", "braces", "line_breaks", "bare_niji", "strips_command", "images") if key in row
        }
        return Target(
            name=name,
            title=row["title"],
            kind=row["kind"],
            prompt_length=row["prompt_length"]["value"],
            appends=tuple(self._append(each) for each in row.get("appends", ())),
            refuses={key: self._evidence(each) for key, each in row.get("refuses", {}).items()},
            strips={key: self._evidence(each) for key, each in row.get("strips", {}).items()},
            braces=row["braces"]["effect"],
            bare_niji=row.get("bare_niji", {}).get("effect", ""),
            line_breaks=row["line_breaks"]["effect"],
            strips_command=row["strips_command"]["value"],
            images=row.get("images", {}).get("most"),
            ended=self._evidence(row["ended"], "ended") if "ended" in row else None,
            headers=tuple(row.get("headers", ())),
            evidence={key: self._evidence(each, _scalar(each)) for key, each in scalars.items()},
        )

    def _append(self, row: Table) -> Append:
        return Append(
            row["text"],
            row["field"],
            row.get("value"),
            tuple(row.get("unless", ())),
            row.get("counted", True),
            self._evidence(row, row["text"]),
        )

    def _endpoint(self, target: str, name: str, row: Table) -> Endpoint:
        return Endpoint(
            target=target,
            name=name,
            title=row["title"],
            method=row["method"],
            hosts=tuple(row["hosts"]),
            path=row["path"],
            prompt=row.get("prompt", ""),
            when={pointer: tuple(values) for pointer, values in row.get("when", {}).items()},
            one_of=tuple(row.get("one_of", ())),
            model_field=row.get("model_field", ""),
            models=dict(row.get("models", {})),
            model=row.get("model", ""),
            adds=row.get("adds", ""),
            list=row.get("list", False),
            open=row.get("open", False),
            fields={pointer: _field(pointer, each, row["source"]) for pointer, each in row["fields"].items()},
            source=row["source"],
        )


def _scalar(row: Table) -> str:
    """The value of a row with one value, as text."""
    for key in ("effect", "value", "most"):
        if key in row:
            return str(row[key])
    return ""


def _field(pointer: str, row: Table, source: str) -> Field:
    made = dict(row)
    made["values"] = tuple(row.get("values", ()))
    made["schemes"] = tuple(row.get("schemes", ()))
    made["numeric_string"] = row.get("numeric_string") == "accepted"
    if "stands_for" in row:
        chosen = dict(row["stands_for"])
        made["stands_for"] = chosen.pop("field"), chosen
    if "patience" in row:
        made["patience"] = Patience(**row["patience"])
    return Field(pointer=pointer, **{"source": source, **made})
