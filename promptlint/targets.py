"""Where a prompt can be sent: a typed, lazy view of `requests/targets.toml`.

The input is the plain dict that the file holds (`tables.targets()` gives it compiled). Objects are made when they are
first asked for, so a run that never touches a request body never builds one. `validate` reads every row and names the
key of the first that is wrong; the compile step and the tests call it, a run does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .facts import Fact

__all__ = ["Append", "Endpoint", "Evidence", "Field", "Patience", "Target", "TargetError", "Targets", "split_url", "validate"]

Table = dict[str, Any]

# How far a source of each tier is trusted.
_CONFIDENCE = {"official": "high", "live": "high", "vendor": "medium", "community": "low"}


class TargetError(ValueError):
    """The table of targets cannot be used. The message names the key, for example `targets.ttapi.braces.effect`."""


class Evidence(NamedTuple):
    """What happens, and who says so.

    `effect` is `rejected`, `ignored`, `altered`, `expanded`, `joined` or `unknown`; `instead` says what to write.
    """

    effect: str
    source: str
    date: str
    note: str = ""
    instead: str = ""


class Append(NamedTuple):
    """Parameters that a target adds at the end of the prompt.

    They are added where the field at the JSON pointer `field` has `value` (or any value, where it is None), unless the
    prompt has one of the parameters `unless`. A `{}` in `text` stands for the field's value. `counted` tells whether
    the characters count towards the length of the prompt.
    """

    text: str
    field: str
    value: str | None
    unless: tuple[str, ...]
    counted: bool
    evidence: Evidence


class Target(NamedTuple):
    """A place prompts are sent to. `kind` is `app` (Midjourney's own) or `api` (a relay).

    `prompt_length` is in characters, with the parameters and what the target appends. `refuses` and `strips` map a
    parameter's canonical name to what becomes of it. `braces` is what happens to `{a, b}`, `bare_niji` to `--niji`
    without a number (empty: nothing known), `line_breaks` to a line break (`joined`: it becomes a space).
    `strips_command` tells whether a pasted `/imagine prompt:` is taken off; `strips_orphan_weights` are the weights it
    takes off where their reference is missing. `images` is the largest number of image links, None where none is
    known. `headers` and `recognised_by` (fields) give it away. `evidence` has the source of each attribute.
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
    strips_orphan_weights: dict[str, Evidence]
    images: int | None
    headers: tuple[str, ...]
    recognised_by: tuple[str, ...]
    evidence: dict[str, Evidence]

    @property
    def length_unit(self) -> str:
        """What `prompt_length` counts."""
        return "characters"


class Patience(NamedTuple):
    """How long a job may take: where the field `field` is `value`, a time under `minimum` seconds is short."""

    field: str
    value: str
    minimum: int


class Field(NamedTuple):
    """A field of a request body, at the JSON pointer `pointer`.

    `type` is a JSON type with `integer` apart; `items` the type of an array's items. `required` is `rejected` where the
    job is refused without it, `unsure` where the documents disagree, else empty. `values` are the allowed ones,
    `minimum` and `maximum` bound a number, `shortest` and `longest` the characters of a text, `fewest` and `most` the
    items of an array. `outside` is what a value beyond them does. `format` is `callback`, `url`, `base64` or
    `data-url` (base64 with its `data:` prefix); `schemes` narrow a URL's. `empty` tells that an empty text counts as
    none, `numeric_string` that a number in quotes is accepted, `open` that an object may hold any key. `parameter` is
    the prompt's parameter it stands for, and `clash` what having both does.
    """

    pointer: str
    type: str
    items: str = ""
    required: str = ""
    default: object = None
    values: tuple[object, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
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
        """The pointer of the object it stands in, empty for the body itself."""
        return self.pointer.rpartition("/")[0]


class Endpoint(NamedTuple):
    """One request a target answers. `prompt` is the JSON pointer of the prompt, empty where it has none.

    It is recognised by `method`, the end of `path`, one of `hosts` (any, where there are none) and `when`: for some
    fields the values that mark it, of which `*` at the end stands for anything. Of `one_of` at least one field is
    needed. `models` tells which model a value of the field `model_field` stands for.
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
    fields: dict[str, Field]
    source: str

    def answers(self, body: Mapping[str, Any]) -> bool:
        """Whether the fields that mark this endpoint say so."""
        return all(_marked(find(body, pointer), values) for pointer, values in self.when.items())


def _marked(value: object, values: tuple[str, ...]) -> bool:
    if not isinstance(value, str):
        return False
    return any(value.startswith(each[:-1]) if each.endswith("*") else value == each for each in values)


def find(body: Any, pointer: str) -> Any:
    """The value at a JSON pointer of plain keys, None where there is none."""
    for key in pointer.split("/")[1:]:
        if not isinstance(body, dict):
            return None
        body = body.get(key)
    return body


def split_url(url: str) -> tuple[str, str]:
    """Host (in lower case, without port) and path of a URL; a path alone has an empty host."""
    _, separator, rest = url.partition("://")
    if not separator:
        rest = url if url.startswith("/") else "/" + url
    cut = min((at for at in map(rest.find, "?#") if at >= 0), default=len(rest))
    authority, slash, path = rest[:cut].partition("/")
    host = authority.rpartition("@")[2]
    if not host.startswith("["):
        host = host.partition(":")[0]
    return host.lower(), (slash + path).rstrip("/")


class Targets:
    """All targets; iterating yields their names, in the order of the table. Nothing is built before it is asked for."""

    def __init__(self, data: Table) -> None:
        """Take the table as `tomllib` reads it; `validate` is what checks it."""
        self._data = data
        self._targets: dict[str, Target] = {}
        self._endpoints: dict[str, tuple[Endpoint, ...]] = {}
        self._index: dict[str, list[Endpoint]] | None = None

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
        """The target of this name. Raises TargetError that offers the nearest name."""
        target = self.get(name)
        if target is None:
            from .nearest import hint

            raise TargetError(f"there is no target `{name}`{hint(name, self.names)}")
        return target

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the table."""
        return iter(self._data["targets"])

    def endpoints(self, name: str) -> tuple[Endpoint, ...]:
        """The requests that a target answers, in the order of the table; none for Discord."""
        if name not in self._endpoints:
            rows = self._data["targets"].get(name, {}).get("endpoints", {})
            self._endpoints[name] = tuple(self._endpoint(name, key, row) for key, row in rows.items())
        return self._endpoints[name]

    def at(self, host: str, path: str, target: str | None = None, method: str = "POST") -> tuple[Endpoint, ...]:
        """The endpoints that a request to this host and path could mean, the longest path first.

        With a `target`, only its own, on whatever host: a gateway or a test server may stand in between.
        """
        path = path.rstrip("/")
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

    def recognise(self, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> str | None:
        """The target whose header or whose own fields a request has, None where nothing gives one away."""
        given = {name.lower() for name in headers or ()}
        for name, row in self._data["targets"].items():
            if any(header.lower() in given for header in row.get("headers", ())):
                return str(name)
        best: str | None = None
        score = 0
        for name, row in self._data["targets"].items():
            found = sum(field in body for field in row.get("recognised_by", ()))
            if found > score:
                best, score = name, found
        return best

    def synonyms(self, name: str) -> tuple[str, ...]:
        """The names that other services use for what this field means, itself included."""
        for row in self._data.get("synonyms", ()):
            if name in row["names"]:
                return tuple(row["names"])
        return ()

    @property
    def sources(self) -> dict[str, dict[str, str]]:
        """Title, place, date and tier of each source."""
        return dict(self._data["sources"])

    def facts(self) -> Iterator[Fact]:
        """Every fact with its source and date, in the order of the table."""
        for name in self:
            target = self.named(name)
            for key, evidence in target.evidence.items():
                yield self._fact(f"targets.{name}.{key}", target.title, f"{key.replace('_', ' ')}: {evidence.effect}", evidence.source)
            for group, effects in (("refuses", target.refuses), ("strips", target.strips)):
                for parameter, evidence in effects.items():
                    yield self._fact(
                        f"targets.{name}.{group}.{parameter}", target.title, f"{parameter} is {evidence.effect}", evidence.source
                    )
            for append in target.appends:
                statement = f"appends {append.text} for the field {append.field}"
                yield self._fact(f"targets.{name}.appends", target.title, statement, append.evidence.source)
            for endpoint in self.endpoints(name):
                yield from self._endpoint_facts(endpoint, target.title)

    # ── making objects ───────────────────────────────────────────────────────────────────────────────────────────

    def _endpoint_facts(self, endpoint: Endpoint, title: str) -> Iterator[Fact]:
        path = f"targets.{endpoint.target}.endpoints.{endpoint.name}"
        yield self._fact(path, title, f"{endpoint.title}: {endpoint.method} {endpoint.path}", endpoint.source)
        for field in endpoint.fields.values():
            yield self._fact(
                f"{path}.fields.{field.pointer}", title, f"{endpoint.title}: `{field.name}` is {_describe(field)}", field.source
            )

    def _fact(self, path: str, subject: str, statement: str, source: str) -> Fact:
        from .facts import Fact

        row = self._data["sources"][source]
        return Fact(path, subject, statement, source, row["date"], _CONFIDENCE[row["tier"]], self._data["verified"])

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
        orphans = row.get("strips_orphan_weights", {"parameters": ()})
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
            strips_orphan_weights={key: self._evidence(orphans) for key in orphans["parameters"]},
            images=row.get("images", {}).get("most"),
            headers=tuple(row.get("headers", ())),
            recognised_by=tuple(row.get("recognised_by", ())),
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
            fields={pointer: _field(pointer, each, row["source"]) for pointer, each in row["fields"].items()},
            source=row["source"],
        )


def _scalar(row: Table) -> str:
    """What a row with one value says, as text."""
    for key in ("effect", "value", "most"):
        if key in row:
            return str(row[key])
    return ""


def _field(pointer: str, row: Table, source: str) -> Field:
    made = dict(row)
    made["values"] = tuple(row.get("values", ()))
    made["schemes"] = tuple(row.get("schemes", ()))
    made["numeric_string"] = row.get("numeric_string") == "accepted"
    if "patience" in row:
        made["patience"] = Patience(**row["patience"])
    return Field(pointer=pointer, **{"source": source, **made})


def _describe(field: Field) -> str:
    """One line on what a field takes."""
    words = [field.type]
    if field.required:
        words.append("required" if field.required == "rejected" else "perhaps required")
    if field.values:
        words.append("one of " + " ".join(map(str, field.values)))
    if field.minimum is not None or field.maximum is not None:
        words.append(f"{field.minimum} to {field.maximum}")
    if field.longest is not None:
        words.append(f"at most {field.longest} characters")
    return ", ".join(words)


# ── checking the table ───────────────────────────────────────────────────────────────────────────────────────────────

_EFFECTS = ("rejected", "ignored", "altered", "expanded", "joined", "unknown")
_TYPES = ("string", "integer", "number", "boolean", "array", "object")
_FORMATS = ("callback", "url", "base64", "data-url")

# Keys of each kind of row with the type of their value; a `!` in front marks those that must be there.
_TARGET_KEYS = {
    "!title": str, "!kind": str, "!prompt_length": dict, "!braces": dict, "!line_breaks": dict, "!strips_command": dict,
    "bare_niji": dict, "strips_orphan_weights": dict, "images": dict, "refuses": dict, "strips": dict, "appends": list,
    "headers": list, "recognised_by": list, "endpoints": dict,
}  # fmt: skip
_EFFECT_KEYS = {"!effect": str, "!source": str, "note": str, "instead": str}
_ENDPOINT_KEYS = {
    "!title": str, "!method": str, "!hosts": list, "!path": str, "!fields": dict, "!source": str, "prompt": str, "when": dict,
    "one_of": list, "model_field": str, "models": dict,
}  # fmt: skip
_FIELD_KEYS = {
    "!type": str, "items": str, "required": str, "default": object, "values": list, "minimum": (int, float), "maximum": (int, float),
    "shortest": int, "longest": int, "fewest": int, "most": int, "unit": str, "outside": str, "outside_note": str, "format": str,
    "schemes": list, "empty": bool, "numeric_string": str, "open": bool, "parameter": str, "clash": str, "patience": dict, "note": str,
    "source": str,
}  # fmt: skip
_APPEND_KEYS = {"!text": str, "!field": str, "value": str, "unless": list, "counted": bool, "!source": str, "note": str}


def validate(data: Table) -> None:
    """Check every row of the table. Raises TargetError that names the key of the first wrong one."""
    _keys(data, "", {"!schema": int, "!as_of": str, "!verified": str, "!sources": dict, "!targets": dict, "synonyms": list})
    if data["schema"] != 1:
        raise TargetError(f"schema: this version reads 1, not {data['schema']}")
    for key, row in data["sources"].items():
        _keys(row, f"sources.{key}", {"!title": str, "!where": str, "!date": str, "!tier": str})
        _among(row["tier"], ("official", "live", "vendor", "community"), f"sources.{key}.tier")
    for number, row in enumerate(data.get("synonyms", ())):
        _keys(row, f"synonyms[{number}]", {"!names": list})
    for name, row in data["targets"].items():
        _check_target(data, name, row)


def _check_target(data: Table, name: str, row: Table) -> None:
    at = f"targets.{name}"
    _keys(row, at, _TARGET_KEYS)
    _among(row["kind"], ("app", "api"), f"{at}.kind")
    _keys(row["prompt_length"], f"{at}.prompt_length", {"!value": int, "!source": str, "note": str})
    if row["prompt_length"]["value"] < 1:
        raise TargetError(f"{at}.prompt_length.value: a length is at least 1, not {row['prompt_length']['value']}")
    _keys(row["strips_command"], f"{at}.strips_command", {"!value": bool, "!source": str, "note": str})
    if "images" in row:
        _keys(row["images"], f"{at}.images", {"!most": int, "!source": str, "note": str})
    if "strips_orphan_weights" in row:
        _keys(row["strips_orphan_weights"], f"{at}.strips_orphan_weights", {"!parameters": list, **_EFFECT_KEYS})
    effects = {f"{at}.{key}": row[key] for key in ("braces", "line_breaks", "bare_niji") if key in row}
    for group in ("refuses", "strips"):
        effects |= {f"{at}.{group}.{key}": each for key, each in row.get(group, {}).items()}
    for where, each in effects.items():
        _keys(each, where, _EFFECT_KEYS)
        _among(each["effect"], _EFFECTS, f"{where}.effect")
    for number, each in enumerate(row.get("appends", ())):
        _keys(each, f"{at}.appends[{number}]", _APPEND_KEYS)
    for key, each in row.get("endpoints", {}).items():
        _check_endpoint(each, f"{at}.endpoints.{key}")
    _check_sources(data, row, at)


def _check_endpoint(row: Table, at: str) -> None:
    _keys(row, at, _ENDPOINT_KEYS)
    if not row["path"].startswith("/") or row["path"].endswith("/"):
        raise TargetError(f"{at}.path: a path begins with a slash and ends without one, not `{row['path']}`")
    fields = row["fields"]
    for pointer, field in fields.items():
        _check_field(field, f"{at}.fields.{pointer}")
        parent = pointer.rpartition("/")[0]
        if not pointer.startswith("/") or (parent and parent not in fields):
            raise TargetError(f"{at}.fields.{pointer}: `{parent}` is no field of this endpoint")
    for key in ("prompt", "model_field"):
        if row.get(key) and row[key] not in fields:
            raise TargetError(f"{at}.{key}: `{row[key]}` is no field of this endpoint")
    for key in ("one_of", "when"):
        for pointer in row.get(key, ()):
            if pointer not in fields:
                raise TargetError(f"{at}.{key}: `{pointer}` is no field of this endpoint")


def _check_field(row: Table, at: str) -> None:
    _keys(row, at, _FIELD_KEYS)
    _among(row["type"], _TYPES, f"{at}.type")
    _among(row.get("items", "string"), _TYPES, f"{at}.items")
    _among(row.get("format", "url"), _FORMATS, f"{at}.format")
    _among(row.get("required", "rejected"), ("rejected", "unsure"), f"{at}.required")
    _among(row.get("numeric_string", "accepted"), ("accepted", "rejected"), f"{at}.numeric_string")
    _among(row.get("outside", "rejected"), _EFFECTS, f"{at}.outside")
    _among(row.get("clash", "rejected"), _EFFECTS, f"{at}.clash")
    for low, high in (("minimum", "maximum"), ("shortest", "longest"), ("fewest", "most")):
        if row.get(low, 0) > row.get(high, row.get(low, 0)):
            raise TargetError(f"{at}.{low}: {row[low]} is more than {high}, {row[high]}")
    if "patience" in row:
        _keys(row["patience"], f"{at}.patience", {"!field": str, "!value": str, "!minimum": int})


def _check_sources(data: Table, row: object, at: str) -> None:
    """Every `source` of the row and of what is in it must be a row of [sources]."""
    if isinstance(row, list):
        for number, each in enumerate(row):
            _check_sources(data, each, f"{at}[{number}]")
    if not isinstance(row, dict):
        return
    for key, value in row.items():
        if key == "source" and value not in data["sources"]:
            raise TargetError(f"{at}.source: `{value}` is no row of [sources]")
        _check_sources(data, value, f"{at}.{key}")


def _keys(row: object, at: str, allowed: Mapping[str, Any]) -> None:
    if not isinstance(row, dict):
        raise TargetError(f"{at}: this is to be a table, not {row!r}")
    types = {key.lstrip("!"): kind for key, kind in allowed.items()}
    for key, value in row.items():
        where = f"{at}.{key}".lstrip(".")
        if key not in types:
            from .nearest import hint

            raise TargetError(f"{where}: there is no such key{hint(key, types)}")
        kind = types[key]
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind not in (bool, object))
        if wrong:
            raise TargetError(f"{where}: {value!r} is of the wrong type")
    for key in allowed:
        if key.startswith("!") and key[1:] not in row:
            raise TargetError(f"{at}.{key[1:]}".lstrip(".") + ": it is missing")


def _among(value: object, allowed: tuple[str, ...], at: str) -> None:
    if value not in allowed:
        raise TargetError(f"{at}: `{value}` is none of {', '.join(allowed)}")
