"""Midjourney's vocabulary: a typed view of `grammar/parameters.toml`.

The table is the plain dictionary of the TOML file; a run embeds it as a Python literal. Everything here is created on first use
and kept, so a prompt pays only for the parameters it uses. The table is validated when it is compiled (`promptlint.compile`), not
here.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations

from promptlint.text.regex_compat import lazy_pattern

from .rows import CONFIDENCE, UNKNOWN, Conflict, Definition, Elsewhere, Limits, Model, Plan, Requirement, Source, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from typing import Any


__all__ = ["Vocabulary"]


_NUMBER = lazy_pattern(r"\d++(?:[.,]\d++)?+")


class Vocabulary:
    """Everything the table knows. Making one costs nothing; the table must be sound and is not changed."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Take the table as `tomllib` reads it."""
        self.data = data
        self.memory: dict[Any, Any] = {}  # what `check_parameter` remembers of this table
        self.number_ranges: dict[tuple[str, str], tuple[float, float] | None] = {}  # likewise
        self._parameters: dict[str, dict[str, Any]] = data["parameters"]
        self._features: dict[str, dict[str, Any]] = data["features"]
        self._definitions: dict[str, Definition] = {}
        self._rows: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        self._supports: dict[tuple[str, str], Support] = {}
        self._limits: dict[tuple[str, str], Limits | None] = {}
        self._having: dict[str, tuple[str, ...]] = {}
        self._varies: dict[str, bool] = {}
        self._choices: dict[str, frozenset[str]] = {}
        self._conflicts_of: dict[str, tuple[Conflict, ...]] = {}

    # ------------------------------------------------------------------------------------------------------ parameters

    @cached_property
    def names(self) -> dict[str, str]:
        """Every spelling, without dashes, to the canonical name: `ar` and `aspect` to `aspect`."""
        names = {name: name for name in self._parameters}
        for name, row in self._parameters.items():
            for alias in row.get("aliases", ()):
                names[alias] = name
        return names

    def definition(self, name: str) -> Definition | None:
        """The parameter of this canonical name, or None."""
        known = self._definitions.get(name)
        if known is None and name in self._parameters:
            known = self._definitions[name] = self._define(name, self._parameters[name])
        return known

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """All parameters, in the order of the table."""
        return tuple(definition for name in self._parameters if (definition := self.definition(name)))

    @cached_property
    def roles(self) -> dict[str, str]:
        """Roles of parameters that rules depend on (`jobs`, `style version`), mapped to canonical names."""
        return {row["role"]: name for name, row in self._parameters.items() if "role" in row}

    @cached_property
    def alone(self) -> frozenset[str]:
        """The names that are read as a parameter after one dash in a document, even without a value: `-tile`."""
        return frozenset(name for name, row in self._parameters.items() if row.get("alone"))

    @cached_property
    def coined(self) -> frozenset[str]:
        """The names that are not words of English prose: after an em dash, they are a parameter whatever follows."""
        return frozenset(self.names) - {name for row in self._parameters.values() for name in row.get("prose", ())}

    @cached_property
    def undashed(self) -> frozenset[str]:
        """The names that are read as a parameter without its dashes at the end of the text: `ar` in `a cat ar 16:9`."""
        return frozenset(name for row in self._parameters.values() for name in row.get("undashed", {}).get("names", ()))

    @cached_property
    def undashed_glued(self) -> frozenset[str]:
        """Those of them to which the value may be glued: `v6`."""
        return frozenset(name for row in self._parameters.values() for name in row.get("undashed", {}).get("glued", ()))

    @cached_property
    def undashed_initials(self) -> frozenset[str]:
        """The first letters of names to which the value may be attached, in either case."""
        return frozenset(letter for name in self.undashed_glued for letter in (name[0], name[0].upper()))

    def choices(self, name: str) -> frozenset[str]:
        """Every value that some model accepts for a parameter with a list of values, in lower case."""
        known = self._choices.get(name)
        if known is None:
            limits = [each for model in self.models if (each := self.limits(name, model)) is not None]
            known = frozenset(str(value).lower() for each in limits for value in (*each.values, *each.tolerated))
            self._choices[name] = known
        return known

    @cached_property
    def live_words(self) -> tuple[str, ...]:
        """The words that a live model accepts as a value after a name without dashes, and `random`, which represents a code."""
        words = {"random"}
        for name, row in self._parameters.items():
            if row["kind"] == "choice" and not self.undashed.isdisjoint((name, *row.get("aliases", ()))):
                limits = (self.limits(name, model.name) for model in self.models.values() if model.status == "live")
                words.update(str(value) for each in limits if each for value in each.values if str(value).isalpha())
        return tuple(sorted(words))

    def spelling(self, name: str) -> str:
        """The usual spelling of a parameter or a feature: `--ar` for `aspect`, `::` for `multi-prompt`."""
        feature = self._features.get(name)
        if feature is not None:
            return str(feature["written"])
        row = self._parameters.get(name)
        return f"--{row.get('written', name) if row else name}"

    def nearest(self, word: str) -> str | None:
        """The spelling of the current parameter, without dashes, that `word` was intended to be, or None if that is unsure."""
        from promptlint.text.did_you_mean import nearest

        return nearest(word, self._current_names)

    @cached_property
    def _current_names(self) -> tuple[str, ...]:
        return tuple(spelling for spelling, name in self.names.items() if self._parameters[name]["status"] == "current")

    def requirement(self, name: str) -> Requirement | None:
        """Return the requirement of the parameter, or `None`."""
        definition = self.definition(name)
        return definition.requires if definition is not None else None

    def taken_for(self, name: str) -> tuple[str, ...]:
        """Canonical names of the parameters that are probably intended if this one has a number far out of range."""
        return tuple(self._parameters.get(name, {}).get("taken_for", ()))

    def instead(self, name: str, model: str) -> str | None:
        """The canonical name of the parameter that replaces this one on the model, or None."""
        for row in self._parameters.get(name, {}).get("instead", ()):
            if "models" not in row or model in self.expand(row["models"]):
                return str(row["parameter"])
        return None

    # ---------------------------------------------------------------------------------------------- parameters × models

    def support(self, name: str, model: str) -> Support:
        """Return whether the model has the parameter or the feature (`multi-prompt`, `decimal-weight`, `image`)."""
        key = (name, model)
        known = self._supports.get(key)
        if known is None:
            row = self._row("support", name, model)
            known = UNKNOWN if row is None else self._make_support(row)
            self._supports[key] = known
        return known

    def limits(self, name: str, model: str) -> Limits | None:
        """The values that the model accepts for the parameter, or None if no limit is known."""
        key = (name, model)
        if key not in self._limits:
            row = self._row("limits", name, model)
            self._limits[key] = None if row is None else self._make_limits(row)
        return self._limits[key]

    def varies(self, name: str) -> bool:
        """Return whether the parameter or feature is not the same on all models that an account may have as its default."""
        known = self._varies.get(name)
        if known is None:
            definition = self.definition(name)
            default, others = self.default_model, self.other_defaults
            known = self._varies[name] = (definition is not None and definition.name == self.video) or any(
                self.support(name, other).status != self.support(name, default).status
                or self.limits(name, other) != self.limits(name, default)
                for other in others
            )
        return known

    def models_with(self, name: str) -> tuple[str, ...]:
        """The models that have the parameter or feature: live ones first, each group in order of release.

        Models that draw from a text alone; the edit, video and withdrawn models are named where no other has it.
        """
        known = self._having.get(name)
        if known is None:
            known = self._having[name] = self._models_with(name)
        return known

    def _models_with(self, name: str) -> tuple[str, ...]:
        having = [model for model in self.models.values() if self.support(name, model.name).status == "supported"]
        usual = [model for model in having if model.family in {"v", "niji", "test"} and model.status != "withdrawn"]
        return tuple(model.name for model in sorted(usual or having, key=lambda model: model.status != "live"))

    def models_taking(self, name: str, value: str | float) -> tuple[str, ...]:
        """The models whose list of values for the parameter has this one: `4b` of `style` is on 4."""
        return tuple(
            model
            for model in self.models
            if (limits := self.limits(name, model)) is not None and (value in limits.values or value in limits.tolerated)
        )

    # ---------------------------------------------------------------------------------------------------------- models

    @cached_property
    def models(self) -> dict[str, Model]:
        """All models by name, in order of release."""
        return {name: self._make_model(name, row) for name, row in self.data["models"].items()}

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of the models, the largest first."""
        every = [model.family for model in self.models.values()]
        return tuple(sorted(dict.fromkeys(every), key=every.count, reverse=True))

    @cached_property
    def model_flags(self) -> frozenset[str]:
        """The canonical names of the parameters that select a model."""
        return frozenset(row["flag"] for row in self.data["models"].values())

    @cached_property
    def video(self) -> str:
        """The name of the parameter that requests a video, which is that of the video model."""
        return self.roles["video"]

    @cached_property
    def beside(self) -> frozenset[str]:
        """The parameters that select a model which works together with the named or default one."""
        return frozenset(row["flag"] for row in self.data["models"].values() if row.get("beside"))

    @cached_property
    def _selected(self) -> dict[tuple[str, str | None], str]:
        """Flag and value, mapped to the name of the model; the value is None for a flag alone."""
        selected: dict[tuple[str, str | None], str] = {}
        for name, row in self.data["models"].items():
            for value in row["values"]:
                selected[row["flag"], value] = name
            if not row["values"] or row.get("bare"):
                selected[row["flag"], None] = name
        return selected

    def model_for(self, flag: str, value: str | None = None) -> Model | None:
        """The model that a parameter selects: `("version", "6.0")`, `("niji", None)`, `("test", None)`."""
        name = self._selected.get((flag, value))
        return None if name is None else self.models[name]

    def model_named(self, name: str) -> Model | None:
        """The model of this name, in either case, also `6.0` and `niji7`, or None."""
        wanted = " ".join(name.lower().split())
        if wanted in self.models:
            return self.models[wanted]
        if wanted.startswith("niji"):
            return self.model_for("niji", wanted[4:].strip() or None)
        return self.model_for("version", wanted.removeprefix("v").strip())

    def nearest_model(self, flag: str, value: str) -> Model:
        """The model that a value which selects none was probably intended to be.

        That is the model with the nearest number that is not withdrawn, the newer one of two; if the value contains no number, the
        model of the bare flag, or the default.
        """
        numbered = [model for model in self.models.values() if model.flag == flag and model.values and model.status != "withdrawn"]
        number = _NUMBER.search(value)
        if number is None:
            return self.model_for(flag) or self.models[self.default_model]
        wanted = float(number[0].replace(",", "."))  # `6,1` is intended as 6.1
        return min(reversed(numbered), key=lambda model: abs(float(model.values[0]) - wanted))

    @property
    def default_model(self) -> str:
        """The default model of a new account."""
        return str(self.data["meta"]["default_model"])

    @cached_property
    def other_defaults(self) -> tuple[str, ...]:
        """Other models that an account may have as its default."""
        return tuple(self.data["meta"]["other_defaults"])

    @cached_property
    def film_models(self) -> frozenset[str]:
        """The models with which `--video` is the old switch for a film of the grid, and not the video model."""
        return frozenset(self.expand(self.data["film"]["models"]))

    # -------------------------------------------------------------------------------------------------------- the rest

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The pairs of parameters that do not go together."""
        return tuple(self._make_conflict(row) for row in self.data["conflicts"])

    @cached_property
    def in_conflicts(self) -> frozenset[str]:
        """The canonical names of all parameters that some other one does not go with."""
        return frozenset(name for row in self.data["conflicts"] for name in row["parameters"])

    @cached_property
    def clashing(self) -> frozenset[tuple[str, str]]:
        """The pairs of canonical names, each in alphabetical order, that do not go together on some model."""
        pairs = (sorted(row["parameters"]) for row in self.data["conflicts"])
        return frozenset((one, other) for one, other in pairs)

    def may_clash(self, names: set[str]) -> bool:
        """Return whether two of these parameters do not go together on some model."""
        clash = names & self.in_conflicts
        return len(clash) > 1 and not self.clashing.isdisjoint(combinations(sorted(clash), 2))

    @cached_property
    def needing_company(self) -> frozenset[str]:
        """The canonical names of all parameters that require another one."""
        return frozenset(name for name, row in self._parameters.items() if "requires" in row)

    def accompanied(self, names: set[str], given: Container[str]) -> bool:
        """Return whether what each of these parameters requires is given: a parameter, a model, or `image`."""
        needs = (self.requirement(name) for name in names & self.needing_company)
        return all(needed is None or needed.parameter in given for needed in needs)

    @cached_property
    def smallest_plan(self) -> int:
        """Number of jobs one prompt may start on the plan that allows the fewest."""
        return min(plan.jobs for plan in self.plans.values())

    def conflicts_of(self, name: str) -> tuple[Conflict, ...]:
        """The conflicts that have this parameter on either side."""
        known = self._conflicts_of.get(name)
        if known is None:
            rows = [row for row in self.data["conflicts"] if name in row["parameters"]]
            known = self._conflicts_of[name] = tuple(self._make_conflict(row) for row in rows)
        return known

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """The subscriptions by name, the smallest first."""
        return {name: Plan(name, **{key: row[key] for key in Plan._fields[1:]}) for name, row in self.data["plans"].items()}

    @cached_property
    def video_parameters(self) -> tuple[str, ...]:
        """The parameters that can be combined with `--video`."""
        return tuple(self.data["video"]["parameters"])

    @cached_property
    def video_written(self) -> tuple[str, ...]:
        """The parameters that Midjourney itself writes next to the `--video 1` that it echoes."""
        return tuple(self.data["video"]["written"])

    @property
    def video_others(self) -> str:
        """The effect of any other parameter with `--video`."""
        return str(self.data["video"]["others"])

    @cached_property
    def video_requirement(self) -> Requirement:
        """The image that a video begins with."""
        return self._make_requirement(self.data["video"]["requires"])

    @property
    def prompt_length(self) -> int:
        """Number of characters a prompt may have, parameters included."""
        return int(self.data["limits"]["prompt_length"])

    @cached_property
    def refused_exclusions(self) -> tuple[str, ...]:
        """The words that may be rejected after `--no`."""
        return tuple(self.data["exclusions"]["refused"])

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Canonical names in the order in which Midjourney echoes them."""
        return tuple(self.data["format"]["order"])

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources by key."""
        return {key: Source(key, **row) for key, row in self.data["sources"].items()}

    @property
    def verified(self) -> str:
        """The day on which the table was last compared with its sources."""
        return str(self.data["meta"]["verified"])

    # --------------------------------------------------------------------------------------------------- making objects

    def expand(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of models and `@sets`, expanded to models, in order, each once."""
        models: dict[str, None] = {}
        for name in names:
            for model in self.expand(self.data["sets"][name[1:]]) if name[0] == "@" else (name,):
                models[model] = None
        return tuple(models)

    def _row(self, table: str, name: str, model: str) -> dict[str, Any] | None:
        """The row for the model, or for the one it is `like`."""
        rows = self._rows.get((table, name))
        if rows is None:
            owner = self._parameters.get(name) or self._features.get(name) or {}
            rows = {named: row for row in owner.get(table, ()) for named in self.expand(row["models"])}
            self._rows[table, name] = rows
        models = self.data["models"]
        while model not in rows:
            model = models.get(model, {}).get("like", "")
            if not model:
                return None
        return rows[model]

    def provenance(self, row: dict[str, Any]) -> tuple[str, str, str]:
        """Source, date and confidence of a row; the last two default to those of the source."""
        source = self.data["sources"][row["source"]]
        return row["source"], row.get("date") or source["date"], row.get("confidence") or CONFIDENCE[source["tier"]]

    def _make_support(self, row: dict[str, Any]) -> Support:
        return Support(row["status"], row["evidence"], *self.provenance(row), row.get("note", ""), tuple(row.get("targets", ())))

    def _make_limits(self, row: dict[str, Any]) -> Limits:
        return Limits(
            row.get("min"),
            row.get("max"),
            tuple(row.get("values", ())),
            tuple(row.get("tolerated", ())),
            row.get("warn_min"),
            row.get("warn_max"),
            row.get("longest"),
            tuple(row.get("longest_with", {}).items()),
            tuple(row.get("with_codes", ())),
            row.get("open", False),
            row.get("default"),
            row["outside"],
            *self.provenance(row),
            row.get("note", ""),
            tuple(row.get("disputed", ())),
            row.get("evidence", ""),
        )

    def _make_requirement(self, row: dict[str, Any]) -> Requirement:
        elsewhere = tuple(
            Elsewhere(target, each["missing"], each.get("note", ""), *self.provenance(each)[:2])
            for each in row.get("elsewhere", ())
            for target in each["targets"]
        )
        return Requirement(row["parameter"], row["missing"], *self.provenance(row)[:2], elsewhere)

    def _make_model(self, name: str, row: dict[str, Any]) -> Model:
        return Model(
            name,
            row["family"],
            row["generation"],
            row["flag"],
            tuple(row["values"]),
            row["status"],
            row["since"],
            row.get("until", ""),
            row.get("default_from", ""),
            row.get("default_until", ""),
            row.get("like", ""),
            row.get("note", ""),
            *self.provenance(row),
        )

    def _define(self, name: str, row: dict[str, Any]) -> Definition:
        requires = row.get("requires")
        counts = row.get("counts", {})
        return Definition(
            name,
            row.get("written", name),
            tuple(row.get("aliases", ())),
            row["kind"],
            row.get("optional", False),
            row["group"],
            row["title"],
            row["summary"],
            row["status"],
            requires and self._make_requirement(requires),
            row.get("repeatable", False),
            row.get("repeat_counts", ""),
            tuple(row.get("echo", ())),
            (counts.get("min", 0), counts.get("max")),
            row.get("note", ""),
            *self.provenance(row),
        )

    def _make_conflict(self, row: dict[str, Any]) -> Conflict:
        named = self.expand(row.get("models", ()))
        models = tuple(name for name in self.models if self._meant(name, named)) if named else ()
        first, second = row["parameters"]
        values = tuple(row.get("value", {}).items())
        return Conflict((first, second), values, models, row["effect"], row["reason"], *self.provenance(row))

    def _meant(self, model: str, named: tuple[str, ...]) -> bool:
        """Return whether the model is named, or is like one that is."""
        while model:
            if model in named:
                return True
            model = self.models[model].like
        return False
