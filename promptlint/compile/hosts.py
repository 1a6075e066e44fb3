"""Compile `links/hosts.toml` to `links/host_data.py`.

Parsing TOML would cost every run with a link 10 ms, so the table is compiled to Python literals; a test fails when the
two differ.
"""

from __future__ import annotations

from importlib import resources

from promptlint.links.host_rows import ExpiryScheme, Refusal, Site

from .shape import parse, refuse, shape_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["render"]

_HEAD = '''"""Generated from hosts.toml by `python -m promptlint.compile`. Do not edit: sources and dates are there."""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from .host_rows import ExpiryScheme, Refusal, Site

'''


def render() -> str:
    """The text of `host_data.py` for the present `hosts.toml`."""
    table = parse(resources.files("promptlint.links").joinpath("hosts.toml").read_text(encoding="utf-8"))
    refuse(shape_problems("hosts", table))
    return _HEAD + "\n".join(f"{name}: {kind} = {_literal(value)}" for name, kind, value in _constants(table)) + "\n"


def _constants(table: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Name, annotation and value of every constant."""
    strings = "tuple[str, ...]"
    pairs = "tuple[tuple[str, str], ...]"
    words = "dict[str, str]"
    facts = ("source", "date")
    return [
        ("ACCEPTED_EXTENSIONS", strings, table["extensions"]["accepted"]),
        ("REFUSED_EXTENSIONS", words, table["extensions"]["refused"]),
        ("MEDIA_TYPES", words, {media: kind for kind, many in table["media"].items() if kind not in facts for media in many}),
        ("SCHEMES", words, {name: why for name, why in table["schemes"].items() if name not in facts}),
        ("TRUSTED_HOSTS", strings, table["trusted"]["hosts"]),
        ("EXTENSIONLESS_HOSTS", strings, table["trusted"]["extensionless"]),
        ("DISCORD_HOSTS", strings, table["discord"]["hosts"]),
        ("DISCORD_SIGNED_PATHS", strings, table["discord"]["signed_paths"]),
        ("DISCORD_SIGNATURE", strings, table["discord"]["signature"]),
        ("DISCORD_MESSAGE_HOSTS", strings, table["discord"]["message_hosts"]),
        ("DISCORD_MESSAGE_PATH", "str", table["discord"]["message_path"]),
        ("DISCORD_UPLOAD_HOSTS", strings, table["discord"]["upload_hosts"]),
        ("EPHEMERAL_PLACES", strings, table["ephemeral"]["places"]),
        ("PLACEHOLDER_HOSTS", strings, table["placeholder"]["hosts"]),
        ("PLACEHOLDER_WORDS", "str", table["placeholder"]["words"]),
        ("PRIVATE_SUFFIXES", strings, table["private"]["suffixes"]),
        ("IPV4_REFUSED", pairs, table["networks"]["ipv4_refused"]),
        ("IPV6_PUBLIC", strings, table["networks"]["ipv6_public"]),
        ("IPV6_REFUSED", pairs, table["networks"]["ipv6_refused"]),
        ("IPV6_CARRIES_IPV4", strings, table["networks"]["ipv6_carries_ipv4"]),
        ("PORTS_ASKED", "tuple[int, ...]", table["ports"]["asked"]),
        ("PORTS_REFUSED_BELOW", "int", table["ports"]["refused_below"]),
        ("PORTS_REFUSED", "tuple[int, ...]", table["ports"]["refused"]),
        ("KNOWN_NAME", "str", table["resolver"]["known_name"]),
        ("SECRET_NAMES", strings, table["secrets"]["names"]),
        ("SECRET_PARTS", strings, table["secrets"]["parts"]),
        ("CHALLENGE_HEADERS", strings, table["challenge"]["headers"]),
        ("CHALLENGE_TEXTS", strings, table["challenge"]["texts"]),
        ("EXPIRY_SCHEMES", "tuple[ExpiryScheme, ...]", _rows(ExpiryScheme, table["expiry"])),
        ("REFUSALS", "tuple[Refusal, ...]", _rows(Refusal, table["refusal"])),
        ("SITES", "tuple[Site, ...]", _rows(Site, table["site"])),
    ]


def _rows(kind: Callable[..., Any], rows: list[dict[str, Any]]) -> list[Any]:
    """The table's rows as records; an unknown field is a TypeError, a row without source or date a KeyError."""
    records = []
    for row in rows:
        fields = dict(row)
        del fields["source"], fields["date"]
        records.append(kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}))
    return records


def _literal(value: Any) -> str:
    """Python source of a constant: lists become tuples, one row a line."""
    if isinstance(value, dict):
        return "{\n" + "".join(f"    {key!r}: {_literal(item)},\n" for key, item in value.items()) + "}"
    if isinstance(value, list) and value and not isinstance(value[0], str | int):
        return "(\n" + "".join(f"    {tuple(item) if isinstance(item, list) else item!r},\n" for item in value) + ")"
    return repr(tuple(value)) if isinstance(value, list) else repr(value)
