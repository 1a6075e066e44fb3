"""Addresses that the user maps to targets: `{"https://relay.example.org/v1": "ttapi"}`, from settings or an argument."""

from __future__ import annotations

from functools import lru_cache

from promptlint.errors import ConfigError, require_pairs
from promptlint.midjourney.names import check_name
from promptlint.midjourney.tables import targets
from promptlint.midjourney.targets import split_url
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.shortening import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from promptlint.config import Config
    from promptlint.midjourney.targets import Endpoint

__all__ = ["MappedPrefix", "check_endpoints", "mapped", "mapped_prefixes"]

_PORTS = {"http": 80, "https": 443}


class MappedPrefix(NamedTuple):
    """A URL prefix and its target. `port` is the scheme's default if the prefix has none."""

    host: str
    port: int
    path: str
    target: str


def check_endpoints(endpoints: Mapping[str, str] | Iterable[tuple[str, str]], where: str = "endpoints") -> tuple[tuple[str, str], ...]:
    """The mapping as pairs (prefix, name of the target).

    Raises ConfigError that names the key, for an invalid prefix and for a target that does not exist or has no requests, and
    TypeError for what is not a mapping.
    """
    checked = []
    for prefix, target in require_pairs(endpoints, "endpoints"):
        at = f"{where}.{shortened(str(prefix), 200)}: "
        if not isinstance(prefix, str) or not isinstance(target, str):
            raise ConfigError(f"{at}expected a URL prefix and the name of a target")
        if _address(prefix) is None:
            raise ConfigError(f"{at}the key must be a URL prefix such as `https://relay.example.org/v1`")
        name = check_name("target", target, at)
        if not targets().endpoints(name):
            raise ConfigError(f"{at}`{name}` has no requests; name a service such as `ttapi`")
        checked.append((prefix, name))
    return tuple(checked)


def mapped_prefixes(endpoints: Mapping[str, str] | None, config: Config | None) -> tuple[MappedPrefix, ...]:
    """The prefixes of an argument, then those of the settings; the longest first. Raises ConfigError for a wrong one."""
    if config is not None:
        from promptlint.config import require_config

        require_config(config)
    if endpoints is None and (config is None or not config.endpoints):
        return ()
    return _prefixes(check_endpoints(endpoints or {}) + tuple(config.endpoints if config is not None else ()))


@lru_cache(maxsize=64)
def _prefixes(pairs: tuple[tuple[str, str], ...]) -> tuple[MappedPrefix, ...]:
    made = []
    for prefix, target in check_endpoints(pairs):
        address = _address(prefix)
        if address is not None:
            made.append(MappedPrefix(*address, target))
    return tuple(sorted(made, key=lambda each: -len(each.path)))  # stable: of equals the argument's comes first


def mapped(prefixes: tuple[MappedPrefix, ...], url: str) -> tuple[Endpoint, ...] | None:
    """The possible endpoints of a URL below one of the prefixes, or None if it is below none.

    The rest of the path selects the endpoint by its last segments; otherwise it is the target's first one, the request that makes
    an image.
    """
    address = _address(url) if prefixes else None
    if address is None:
        return None
    host, port, path = address
    for prefix in prefixes:
        below = path == prefix.path or path.startswith(prefix.path + "/")
        if below and (host, port) == (prefix.host, prefix.port):
            return _named(targets().endpoints(prefix.target), path[len(prefix.path) :])
    return None


def _named(endpoints: tuple[Endpoint, ...], rest: str) -> tuple[Endpoint, ...]:
    """The endpoints that share most segments with the end of the path, in the order of the table."""
    shared = [_shared(endpoint.path, rest) for endpoint in endpoints]
    most = max(shared)
    if not most:
        return tuple(each for each in endpoints if each.path == endpoints[0].path)
    return tuple(endpoint for endpoint, count in zip(endpoints, shared, strict=True) if count == most)


def _shared(path: str, rest: str) -> int:
    """Number of segments two paths share at their ends."""
    count = 0
    for ours, theirs in zip(reversed(path.split("/")), reversed(rest.split("/")), strict=False):
        if not theirs or ours != theirs:
            break
        count += 1
    return count


def _address(url: str) -> tuple[str, int, str] | None:
    """Host, port and path of an absolute HTTP address, or None for anything else."""
    scheme, separator, rest = url.strip().partition("://")
    scheme = scheme.lower()
    if not separator or scheme not in _PORTS:
        return None
    host, path = split_url(url.strip())
    authority = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2]
    port = authority.rpartition(":")[2] if not authority.endswith("]") and ":" in authority else ""
    if host.startswith("["):
        host = host.partition("]")[0] + "]"
    if not host or (port and not (port.isascii() and port.isdigit() and len(port) < 6)):
        return None
    return host, int(port) if port else _PORTS[scheme], path
