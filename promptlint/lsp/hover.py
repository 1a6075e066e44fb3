"""Hover over a parameter or a model: what it does, its values on the active model, the models that support it, the source."""

from __future__ import annotations

from promptlint.midjourney.describe import describe_model, describe_parameter
from promptlint.midjourney.tables import vocabulary
from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.diagnostics import Report
    from promptlint.midjourney.describe import ParameterDescription
    from promptlint.model import Parameter, Value

__all__ = ["Hover", "hover"]

_FROM = {
    "prompt": "named by the prompt",
    "argument": "named by the file",
    "config": "from the settings",
    "default": "Midjourney's default, as none is named",
}


class Hover(NamedTuple):
    """A text in Markdown about the code points `start:end` of the prompt."""

    start: int
    end: int
    text: str


def hover(report: Report, at: int) -> Hover | None:
    """The hover at the position `at` of a prompt, or None."""
    for parameter in report.prompt.parameters:
        if not parameter.start <= at <= parameter.end:
            continue
        value = next((each for each in parameter.values if each.start <= at <= each.end), None)
        model = _model_of(parameter, value)
        if model and value is not None:
            return Hover(value.start, value.end, _model_text(model))
        text = _parameter_text(parameter, report)
        if text and (value is None or at <= parameter.name_end):
            return Hover(parameter.start, parameter.name_end, text)
        if text and value is not None:
            return Hover(value.start, value.end, text)
    return None


def _model_of(parameter: Parameter, value: Value | None) -> str:
    """The model that a value of `--v` or `--niji` selects; empty if it selects none."""
    words = vocabulary()
    if value is None or parameter.name not in words.model_flags:
        return ""
    model = words.model_for(parameter.name, value.text)
    return model.name if model else ""


def _model_text(name: str) -> str:
    told = describe_model(vocabulary(), name)
    lines = [f"**`{told.written}`** · {told.called[0].upper()}{told.called[1:]}, {told.status}", "", f"{_sentence(told.history)}"]
    if told.note:
        lines += ["", told.note]
    return "\n".join([*lines, "", _source(told.source, told.where, told.date)])


def _parameter_text(parameter: Parameter, report: Report) -> str:
    words = vocabulary()
    told = describe_parameter(words, parameter.name, report.model)
    if told is None:
        return ""
    spellings = or_list(f"`{each}`" for each in (told.written, *told.aliases))
    lines = [f"**{told.title}** · {spellings}", "", told.summary, "", *_facts(told, report)]
    for note in told.notes:
        lines += ["", note]
    return "\n".join([*lines, "", _source(told.source, told.where, told.date)])


def _facts(told: ParameterDescription, report: Report) -> list[str]:
    model = vocabulary().models[told.model].title
    facts = [f"- Value: {told.takes}" + (f"; the default is {told.default}" if told.default else "")]
    if told.needs:
        facts.append(f"- Requires {told.needs}")
    facts.append(f"- {told.support} ({_sentence(model, stop='')} is {_FROM[report.model_from]})")
    if told.models:
        facts.append(f"- Supported by {', '.join(vocabulary().models[name].title for name in told.models)}")
    return facts


def _source(title: str, where: str, date: str) -> str:
    return f"Source: {f'[{title}]({where})' if where else title}, {date}"


def _sentence(text: str, stop: str = ".") -> str:
    return text[0].upper() + text[1:] + stop
