"""The cache of successful link checks, kept for a day in the user's cache directory, so that a second run needs no requests.

One SQLite file, safe for several processes at once. The cache is optional, so no problem with it (a full disk, a read-only
directory, a damaged file) is ever an error. Checked addresses are stored as SHA-256, and redirect targets only if they contain no
signature or token.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from hashlib import sha256

from promptlint.links.redact import redacted
from promptlint.links.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = ["clear", "folder", "load", "save"]

_FILE = "links.sqlite3"
_FORMAT = 1  # of the table below; another number begins a new file
_BUSY = 1.0  # seconds to wait for another process
_COLUMNS = {"status": str, "final_url": str, "permanent": int, "kind": str, "proved": int, "width": int, "height": int, "size": int}


def folder() -> str:
    """The cache directory, whether or not it exists: `PROMPTLINT_CACHE_DIR`, else the system's directory for caches."""
    own = os.environ.get("PROMPTLINT_CACHE_DIR")
    if own:
        return own
    home = os.path.expanduser("~")  # noqa: PTH111 (pathlib is 16 ms)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    return os.path.join(base or os.path.join(home, ".cache"), "promptlint")


def load(urls: Iterable[str], now: float, mark: str) -> dict[str, Verdict]:
    """The good results that are still fresh at `now` (Unix time). `mark` is the way of checking they must come from."""
    with contextlib.suppress(sqlite3.Error, OSError), _open() as database:
        found = {}
        for url in urls:
            row = database.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM links WHERE key = ? AND until > ? AND checked <= ?", (_key(url, mark), now, now)
            ).fetchone()
            if row is not None and all(isinstance(value, kind) for value, kind in zip(row, _COLUMNS.values(), strict=True)):
                found[url] = _restored(url, row)  # a row with other types is not ours
        return found
    return {}


def save(entries: Iterable[tuple[Verdict, float]], now: float, mark: str) -> None:
    """Store successful results, each until its own expiry (Unix time); delete expired ones."""
    rows = [
        (_key(verdict.url, mark), until, now, *(getattr(_redact(verdict), name) for name in _COLUMNS))
        for verdict, until in entries
        if verdict.status == "ok" and until > now
    ]
    if not rows:
        return
    marks = ", ".join("?" * len(rows[0]))
    with contextlib.suppress(sqlite3.Error, OSError), _open() as database:
        database.execute("DELETE FROM links WHERE until <= ?", (now,))
        database.executemany(f"INSERT OR REPLACE INTO links (key, until, checked, {', '.join(_COLUMNS)}) VALUES ({marks})", rows)
        database.commit()


def clear() -> bool:
    """Delete the cache; return whether it existed. Raises OSError if it cannot be deleted."""
    there = False
    for ending in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder(), _FILE + ending))
            there = True
    return there


def _restored(url: str, row: tuple[Any, ...]) -> Verdict:
    verdict = Verdict(url, why="checked before", **dict(zip(_COLUMNS, row, strict=True)))
    return verdict._replace(permanent=bool(verdict.permanent), proved=bool(verdict.proved))


def _redact(verdict: Verdict) -> Verdict:
    """The verdict without an address that would reveal a secret."""
    return verdict if redacted(verdict.final_url) == verdict.final_url else verdict._replace(final_url="")


@contextlib.contextmanager
def _open() -> Iterator[sqlite3.Connection]:
    """The database. A damaged or foreign file is replaced by a new one."""
    os.makedirs(folder(), mode=0o700, exist_ok=True)
    path = os.path.join(folder(), _FILE)
    try:
        database = _prepared(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # locked, full or not writable: the file itself is sound
        clear()
        database = _prepared(path)
    with contextlib.closing(database):
        yield database


def _prepared(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY)
    try:
        database.execute("PRAGMA synchronous = OFF")  # a power cut may cost the cache, waiting for the disk costs every run
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version != _FORMAT:
            database.execute("BEGIN IMMEDIATE")  # another process may be doing the same: look again when it is our turn
            version = database.execute("PRAGMA user_version").fetchone()[0]
        if version != _FORMAT:
            database.execute("DROP TABLE IF EXISTS links")
            database.execute(f"CREATE TABLE IF NOT EXISTS links (key BLOB PRIMARY KEY, until REAL, checked REAL, {', '.join(_COLUMNS)})")
            database.execute(f"PRAGMA user_version = {_FORMAT}")
        database.commit()
    except BaseException:
        database.close()
        raise
    return database


def _key(url: str, mark: str) -> bytes:
    return sha256(f"{mark}\n{url}".encode("utf-8", "surrogatepass")).digest()
