from __future__ import annotations

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from links.loopback import HTML, RawServer, Served, Site, png


@pytest.fixture(scope="session")
def site() -> Site:
    return Site()


@pytest.fixture(scope="session")
def base(site: Site) -> Iterator[str]:
    served = Served(site.app)
    yield f"http://127.0.0.1:{served.port}"
    served.stop()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def tls_port(site: Site, authority: trustme.CA) -> Iterator[int]:
    """A TLS server with a certificate for img.example.test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("img.pictures.zone").configure_cert(context)
    served = Served(site.app, tls=context)
    yield served.port
    served.stop()


@pytest.fixture(scope="session")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def _answer(body: bytes, head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n%s\r\n" % (len(body), head) + body


def _drip(connection: socket.socket, data: bytes, pause: float = 0.05) -> None:
    for index in range(len(data)):
        connection.sendall(data[index : index + 1])
        time.sleep(pause)


def _drip_body(connection: socket.socket, _head: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: x/y\r\nContent-Length: 500\r\n\r\n")
    _drip(connection, b"x" * 500)


def _reset(connection: socket.socket, _head: bytes) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _endless(connection: socket.socket, _head: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML)
    while True:
        connection.sendall(b"x" * 65536)


def _endless_headers(connection: socket.socket, _head: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-A: " + b"b" * 8000 + b"\r\n")


def _informational(connection: socket.socket, _head: bytes) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.01)


def _reset_on_head(connection: socket.socket, head: bytes) -> None:
    if head.startswith(b"HEAD"):
        _reset(connection, head)
    else:
        connection.sendall(_answer(png()))


def _truncated(connection: socket.socket, head: bytes) -> None:
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: x/y\r\nContent-Length: 5000\r\n\r\n" + (b"" if head.startswith(b"HEAD") else png())
    )
    connection.close()


def _once() -> Callable[[socket.socket, bytes], None]:
    """One answer a connection: at the second request it is broken off, as by a server that has waited long enough."""
    answered: set[object] = set()

    def script(connection: socket.socket, _head: bytes) -> None:
        peer = connection.getpeername()
        if peer in answered:
            connection.close()
            return
        answered.add(peer)
        connection.sendall(_answer(png()))

    return script


def _length(connection: socket.socket, head: bytes) -> None:
    """The Content-Length that the path names."""
    length = head.split(b" ", 2)[1].split(b"/")[2]
    _close(connection, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %s\r\n\r\n" % length)


def _range(connection: socket.socket, head: bytes) -> None:
    """A part of an image, of which the Content-Range has the end that the path names; a HEAD proves nothing."""
    end = head.split(b" ", 2)[1].split(b"/")[2].replace(b"-", b"/")
    body = b"" if head.startswith(b"HEAD") else png()
    _close(connection, b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-9%s\r\nContent-Length: %d\r\n\r\n" % (end, len(body)) + body)


def _close(connection: socket.socket, data: bytes) -> None:
    connection.sendall(data)
    connection.close()


@pytest.fixture(scope="session")
def raw() -> Iterator[RawServer]:
    picture = png()
    server = RawServer(
        {
            "reset": _reset,
            "reset-on-head": _reset_on_head,
            "length": _length,
            "range": _range,
            "garbage": lambda c, _: _close(c, b"220 smtp ready\r\n" * 3),
            "old": lambda c, _: _close(c, picture),
            "silent": lambda c, _: time.sleep(5),
            "closed": lambda c, _: c.close(),
            "drip-headers": lambda c, _: _drip(c, _answer(picture)),
            "drip-body": _drip_body,
            "": lambda c, h: _close(c, _answer(picture) if h.startswith(b"HEAD http://img.pictures.zone") else b""),
            "endless": _endless,
            "endless-headers": _endless_headers,
            "informational": _informational,
            "head-body": lambda c, _: c.sendall(_answer(picture)),
            "two": lambda c, _: c.sendall(_answer(b"") + _answer(picture)),
            "late": lambda c, _: (c.sendall(_answer(b"")), time.sleep(0.05), c.sendall(_answer(picture))),
            "two-in-body": lambda c, h: c.sendall(_answer(picture) + (b"" if h.startswith(b"HEAD") else _answer(picture))),
            "gone": lambda c, _: c.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
            "kept": lambda c, h: c.sendall(_answer(b"" if h.startswith(b"HEAD") else picture)),
            "escape": lambda c, _: _close(c, b"HTTP/1.1 403 \x1b[31m::error title=x::y\r\nContent-Length: 0\r\n\r\n"),
            "escape-type": lambda c, _: _close(c, b"HTTP/1.1 200 OK\r\nContent-Type: \x1b]0;x\x07\r\nContent-Length: 2\r\n\r\nhi"),
            "bad-length": lambda c, _: _close(c, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: -5\r\n\r\n"),
            "two-lengths": lambda c, _: _close(c, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n"),
            "bad-chunks": lambda c, _: _close(c, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            "once": _once(),
            "truncated": _truncated,
            "bad-location": lambda c, _: _close(c, b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"),
            "escape-location": lambda c, _: _close(
                c, b"HTTP/1.1 302 Found\r\nLocation: http://a.b/\x1b[31m.png\r\nContent-Length: 0\r\n\r\n"
            ),
            "space-location": lambda c, _: _close(c, b"HTTP/1.1 302 Found\r\nLocation: /moved/a b.png\r\nContent-Length: 0\r\n\r\n"),
            "utf8-location": lambda c, _: _close(c, "HTTP/1.1 302 Found\r\nLocation: /moved/é.png\r\nContent-Length: 0\r\n\r\n".encode()),
            "moved": lambda c, h: _close(
                c,
                _answer(b"" if h.startswith(b"HEAD") else picture)
                if h.split(b" ")[1] in (b"/moved/a%20b.png", b"/moved/%C3%A9.png")
                else b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            ),
            "odd-status": lambda c, _: _close(c, b"HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n"),
            "until-close": lambda c, h: _close(
                c, b"HTTP/1.0 200 OK\r\nContent-Type: x/y\r\n\r\n" + (b"" if h.startswith(b"HEAD") else picture)
            ),
        }
    )
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the user's cache."""
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"
