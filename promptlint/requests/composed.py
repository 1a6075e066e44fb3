"""The prompt as it reaches Midjourney: the images of the body, the prompt, then what its fields and the service add.

Findings in the part of a field are reported at the field. Mistakes in the service's own part are not the user's, and are left
out; a conflict with the user's words is reported at the field that caused it.
"""

from __future__ import annotations

from promptlint.bodies.model import span
from promptlint.diagnostics import Edit
from promptlint.links.redact import quotable
from promptlint.midjourney.rows import number_text
from promptlint.midjourney.tables import vocabulary
from promptlint.text.joining import and_list
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from promptlint.bodies.model import Request
    from promptlint.diagnostics import Diagnostic, Report
    from promptlint.midjourney.targets import Endpoint, Field

__all__ = ["PLACEHOLDER", "field_model", "prompt_findings"]

PLACEHOLDER = "https://i.mjimages.org/image-of-the-body.png"
"""A placeholder for an image in the body itself, which is checked elsewhere and never fetched."""

_LINKS = ("url", "image")
"""The formats of fields of links."""

_FALSE, _TRUE = ("", "false"), ("true",)


class Part(NamedTuple):
    """A parameter that is added to the prompt. `value` is where the field's own text begins in `text`, or -1.

    `pointer` is the field it comes from, empty if the service always adds it; `added` means that it is the service's own,
    `counted` that its characters count towards the length of the prompt.
    """

    text: str
    pointer: str
    value: int = -1
    added: bool = False
    counted: bool = True


def field_model(endpoint: Endpoint, value: str) -> str | None:
    """The model that a value of the endpoint's model field stands for, or None."""
    named = endpoint.models.get(value)
    field = endpoint.fields[endpoint.model_field]
    if named is None and field.parameter == "version":
        model = vocabulary().model_for("version", value)
        named = None if model is None else model.name
    return named


def prompt_findings(
    request: Request, base: Report, lint: Callable[[str], Report], misread: frozenset[str], links: list[Diagnostic]
) -> list[Diagnostic]:
    """The findings of the composed prompt, each at its field; `base` is the report on the prompt alone.

    `misread` are the pointers of values that never become a parameter, `links` the findings of links in fields of links, which
    are not repeated.
    """
    images = _images(request, misread) if request.endpoint is not None else []
    parts = [*_own(request, misread), *_added(request)] if request.endpoint is not None else []
    if not images and not parts:
        return [each._replace(pointer=request.pointer) for each in base.diagnostics] if request.pointer else []
    text = base.source if request.pointer else "x"  # a missing prompt is reported elsewhere
    before, after = "".join(f"{image} " for image in images), "".join(f" {part.text}" for part in parts)
    services = "".join(f" {part.text}" for part in parts if part.added)
    expected = {(each.code, each.message) for each in lint("x" + services).diagnostics} if services else set()
    known = {(each.code, each.message) for each in links}
    found = []
    for each in lint(before + text + after).diagnostics:
        moved = _moved(each, len(before))
        if moved is None or (each.name == "prompt-too-long" and not _too_long(request, text, parts)):
            continue
        own = next((one for one in base.diagnostics if one.code == each.code and _same_span(one, moved, text, after)), None)
        if own is not None:
            found.append(own._replace(pointer=request.pointer))
        elif moved.start >= len(text) and moved.end > len(text):
            part, start = _part_at(parts, moved.start - len(text))
            if (each.code, each.message) in known:
                continue
            if not part.added or (request.pointer and (each.code, each.message) not in expected):
                found.append(_at_field(moved, request, part, len(text) + start, parts))
        elif request.pointer:
            found.append(_clamped(moved, len(text))._replace(pointer=request.pointer))
    return found


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _images(request: Request, misread: frozenset[str]) -> list[str]:
    """The images of the body, as links; one in base64 as a placeholder."""
    found = []
    for pointer, field, value in request.sound():
        if request.parameter_of(field) == "image" and isinstance(value, str) and value and pointer not in misread:
            found.append(_as_link(value))
    return found


def _as_link(value: object) -> str:
    """A link of the body, or the placeholder for what is in base64 or not a link, which is reported at its field."""
    link = isinstance(value, str) and value.startswith(("http://", "https://")) and not any(map(str.isspace, value))
    return str(value) if link else PLACEHOLDER


def _own(request: Request, misread: frozenset[str]) -> Iterator[Part]:
    """The parameters that the user's fields stand for; a field is skipped if the prompt already has the parameter."""
    target, endpoint = request.target, request.endpoint
    for field, value in request.present():
        if field.pointer in misread:
            continue
        if field.appended and isinstance(value, str) and value.strip():
            yield Part(value, field.pointer, 0)
            continue
        name = request.parameter_of(field)
        if name in ("", "image") or request.prompt.get(name) is not None:
            continue
        if target is not None and (name in target.refuses or name in target.strips):
            continue
        if endpoint is not None and field.pointer == endpoint.model_field and field_model(endpoint, str(value)) is not None:
            continue  # it is checked under this model
        part = _as_parameter(name, field, list(map(_as_link, value)) if field.format in _LINKS and isinstance(value, list) else value)
        if part is not None:
            yield part


def _as_parameter(name: str, field: Field, value: Any) -> Part | None:
    """The value of a field as written in a prompt, or None if it stands for nothing."""
    known = vocabulary()
    flag = known.spelling(name)
    definition = known.definition(name)
    words = _words(value, ", " if definition is not None and definition.kind == "words" else " ")
    if words is None or words.strip().lower() in _FALSE:
        return None
    if definition is not None and definition.kind == "switch" and (words.strip().lower() in _TRUE or value == 1):
        return Part(flag, field.pointer)
    if definition is not None and definition.kind == "switch" and value == 0:
        return None
    return Part(f"{flag} {words}", field.pointer, len(flag) + 1 if isinstance(value, str) else -1)


def _words(value: Any, comma: str) -> str | None:
    """A value as text, or None for an object or a list of objects."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        try:
            return number_text(value)
        except ValueError:  # more digits than Python writes; these are beyond every limit, too
            return "-" * (value < 0) + "9" * 400
    if isinstance(value, list):
        words = [_words(each, comma) for each in value]
        return comma.join(word for word in words if word is not None) if None not in words else None
    return None


def _added(request: Request) -> Iterator[Part]:
    """The parameters that the service adds to this body's prompt."""
    endpoint, target = request.endpoint, request.target
    if endpoint is not None and endpoint.adds and request.prompt.get(endpoint.adds.lstrip("-").partition(" ")[0]) is None:
        yield Part(endpoint.adds, "", added=True, counted=False)
    for append in target.appends if target is not None else ():
        value = request.value(append.field)
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            continue
        if append.value is not None and value != append.value:
            continue
        if any(request.prompt.get(name) is not None for name in append.unless):
            continue
        yield Part(append.text.replace("{}", str(value)), append.field, added=True, counted=append.counted)


# ── the way back ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _same_span(own: Diagnostic, moved: Diagnostic, text: str, after: str) -> bool:
    """Return whether both findings are about the end of the prompt, or about all of a prompt without text."""
    if own.start == own.end == len(text) and moved.start == moved.end == len(text + after):
        return True
    return not text.strip() and moved.start == 0 and moved.end == len(text + after)


def _moved(found: Diagnostic, before: int) -> Diagnostic | None:
    """The finding in code points of the user's text and what follows it, or None if it is about the images only."""
    if found.end <= before and before:
        return None
    fix = found.fix
    if fix is not None and any(edit.start < before for edit in fix.edits):
        fix = None
    elif fix is not None:
        fix = fix.with_edits(tuple(Edit(edit.start - before, edit.end - before, edit.text) for edit in fix.edits))
    start = max(0, found.start - before)
    return found._replace(start=start, end=max(start, found.end - before), fix=fix)


def _too_long(request: Request, text: str, parts: list[Part]) -> bool:
    """Return whether the prompt is too long with what counts; images that the body brings do not."""
    counted = len(text) + sum(len(part.text) + 1 for part in parts if part.counted)
    return request.target is None or counted > request.target.prompt_length


def _part_at(parts: list[Part], offset: int) -> tuple[Part, int]:
    """The part at an offset after the prompt, and the start of its text."""
    at = 0
    for part in parts:
        if offset < at + 1 + len(part.text):
            return part, at + 1
        at += 1 + len(part.text)
    return parts[-1], at - len(parts[-1].text)


def _at_field(found: Diagnostic, request: Request, part: Part, begins: int, parts: list[Part]) -> Diagnostic:
    """A finding in a part, moved to the field it comes from; in a field that is text, to the words it is about."""
    title = request.target.title if request.target is not None else "the service"
    pointer = part.pointer or request.pointer
    whole = request.value(pointer)
    start, end = span(whole)
    fix = found.fix
    if part.value >= 0:
        first = begins + part.value
        if found.start >= first:
            start, end = found.start - first, min(found.end - first, end)
        inside = fix is not None and all(first <= edit.start and edit.end <= first + len(part.text) - part.value for edit in fix.edits)
        fix = fix.with_edits(tuple(Edit(e.start - first, e.end - first, e.text) for e in fix.edits)) if fix is not None and inside else None
    else:
        fix = None
    name = pointer.rpartition("/")[2]
    if part.added:
        flags = and_list(f"`{each.text}`" for each in parts if each.added)
        message = f"{title} adds {flags} to this prompt: {found.message}"
    elif part.value == 0:
        message = found.message
    else:
        made = f"`{quotable(part.text, 60)}`"
        rest = found.message.removeprefix(f"{made} ")
        joint = ": " if rest == found.message else ", which "
        message = f"{title} turns `{name}` into {made}{joint}{rest}"
        flag = part.text.partition(" ")[0]
        help = found.help.replace(f"`{flag} ", "`").replace(f"`{flag}`", f"`{name}`") if found.help else found.help
        found = found._replace(help=help)
    return found._replace(message=message, start=start, end=end, fix=fix, pointer=pointer)


def _clamped(found: Diagnostic, length: int) -> Diagnostic:
    """A finding that may reach into what was added, cut to the writer's own text; a fix must stay inside too."""
    fix = found.fix
    if fix is not None and any(edit.end > length for edit in fix.edits):
        fix = None
    return found._replace(start=min(found.start, length), end=min(found.end, length), fix=fix)
