"""The rows of `hosts.toml`, typed. The data is in `host_data.py`, which `promptlint.compile` generates."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

__all__ = ["ExpiryScheme", "Refusal", "Site"]


class Site(NamedTuple):
    """A site whose links of a certain form are pages instead of images.

    `path` is a pattern of the path, empty for every path. `direct` is the image's own address with `{host}`, `{path}` and the
    groups of the pattern, empty if unknown; `query_set` and `query_drop` change the query. `unless` are query settings with which
    the link serves the image. `safe` means that the direct form is certain. `hint` replaces the general advice.
    """

    name: str
    hosts: tuple[str, ...]
    exact: bool = False
    path: str = ""
    direct: str = ""
    query_set: str = ""
    query_drop: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    safe: bool = False
    hint: str = ""


class ExpiryScheme(NamedTuple):
    """A kind of signed link: the query parameter with the time of expiry, and the parameters that must accompany it.

    Query names are in lower case. `form` is a key of `expiry.FORMS`. No `hosts` means any host.
    """

    name: str
    form: str
    at: str
    needs: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    seconds: str = ""


class Refusal(NamedTuple):
    """A text with which a host reports that a link's signature is invalid or expired."""

    host: str
    text: str
