"""Real servers on the loopback interface: uvicorn for what servers do, a raw socket for what no server should."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpcore
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route


def png(width: int = 200, height: int = 100) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0" + b"\0" * 60


def jpeg(width: int = 200, height: int = 100, padding: int = 0) -> bytes:
    app = b"\xff\xe1" + struct.pack(">H", padding + 2) + b"\0" * padding if padding else b""
    return b"\xff\xd8" + app + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 60


def webp_extended(width: int = 200, height: int = 100) -> bytes:
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size + b"\0" * 30


def webp_lossy(width: int = 200, height: int = 100) -> bytes:
    return b"RIFF\x40\0\0\0WEBPVP8 \x10\0\0\0\x30\x01\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + b"\0" * 30


def webp_lossless(width: int = 200, height: int = 100) -> bytes:
    return b"RIFF\x40\0\0\0WEBPVP8L\x10\0\0\0\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 30


HTML = b"<!DOCTYPE html><html><head><title>A cat</title></head><body></body></html>"
SAMPLES: dict[str, tuple[str, bytes]] = {
    "png": ("image/png", png()),
    "jpeg": ("image/jpeg", jpeg()),
    "gif": ("image/gif", b"GIF89a" + struct.pack("<HH", 200, 100) + b"\0" * 40),
    "webp": ("image/webp", webp_extended()),
    "webp-lossy": ("image/webp", webp_lossy()),
    "webp-lossless": ("image/webp", webp_lossless()),
    "tiny": ("image/png", png(1, 1)),
    "avif": ("image/avif", b"\0\0\0\x1cftypavif" + b"\0" * 40),
    "heic": ("image/heic", b"\0\0\0\x1cftypheic" + b"\0" * 40),
    "svg": ("image/svg+xml", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "bmp": ("image/bmp", b"BM" + b"\0" * 60),
    "tiff": ("image/tiff", b"II*\0" + b"\0" * 60),
    "ico": ("image/x-icon", b"\0\0\1\0" + b"\0" * 60),
    "pdf": ("application/pdf", b"%PDF-1.7\n"),
    "mp4": ("video/mp4", b"\0\0\0\x1cftypisom" + b"\0" * 40),
    "html": ("text/html", HTML),
    "json": ("application/json", b'{"error": "no"}'),
    "text": ("text/plain", b"hello"),
    "noise": ("application/octet-stream", bytes(range(128, 256))),
    "empty": ("image/png", b""),
}


class Site:
    """The application, with what it has been asked."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        self.queries: dict[str, str] = {}
        self.app = Starlette(routes=[Route("/{rest:path}", self.answer, methods=["GET", "HEAD"])])

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        self.hits[f"{request.method} {path}"] += 1
        self.hits[path] += 1
        self.headers[path] = dict(request.headers)
        self.queries[path] = request.scope["query_string"].decode("ascii")
        kind, *parts = path.strip("/").split("/")
        return await getattr(self, f"on_{kind.replace('-', '_')}")(request, parts)

    async def on_file(self, request: Request, parts: list[str], media: str | None = None) -> Response:
        """/file/KIND/NAME: a file, with ranges, as a good server does."""
        declared, data = SAMPLES[parts[0]]
        headers = {"content-type": media if media is not None else declared}
        if "range" in request.headers and data:
            last = min(int(request.headers["range"].rpartition("-")[2]), len(data) - 1)
            headers["content-range"] = f"bytes 0-{last}/{len(data)}"
            return Response(data[: last + 1], 206, headers)
        if "range" in request.headers:
            return Response(b"", 416, headers)
        return Response(data, 200, headers)

    async def on_whole(self, request: Request, parts: list[str]) -> Response:
        """/whole/KIND/NAME: a file of no known type, all of it, whatever range is asked for."""
        return Response(SAMPLES[parts[0]][1], 200, {"content-type": "application/octet-stream"})

    async def on_as(self, request: Request, parts: list[str]) -> Response:
        """/as/MEDIA/TYPE/KIND/NAME: a file under another type."""
        return await self.on_file(request, parts[2:], f"{parts[0]}/{parts[1]}")

    async def on_status(self, request: Request, parts: list[str]) -> Response:
        return Response(b"no" if request.method == "GET" else b"", int(parts[0]))

    async def on_head(self, request: Request, parts: list[str]) -> Response:
        """/head/STATUS/NAME: HEAD is not for us, GET is a picture."""
        if request.method == "HEAD":
            return Response(b"", int(parts[0]))
        return await self.on_file(request, ["png"])

    async def on_redirect(self, request: Request, parts: list[str]) -> Response:
        return RedirectResponse(request.query_params["to"], int(parts[0]))

    async def on_chain(self, request: Request, parts: list[str]) -> Response:
        left = int(parts[0])
        return RedirectResponse(f"/chain/{left - 1}/cat.png") if left else await self.on_file(request, ["png"])

    async def on_ring(self, request: Request, parts: list[str]) -> Response:
        return RedirectResponse(f"/ring/{(int(parts[0]) + 1) % 3}/cat.png")

    async def on_nowhere(self, request: Request, parts: list[str]) -> Response:
        return Response(b"", 302)

    async def on_flaky(self, request: Request, parts: list[str]) -> Response:
        """/flaky/STATUS/TIMES/NAME: fails that often, then works."""
        if self.hits[request.url.path] <= int(parts[1]):
            return Response(b"", int(parts[0]))
        return await self.on_file(request, ["png"])

    async def on_wait(self, request: Request, parts: list[str]) -> Response:
        """/wait/SECONDS/TIMES/NAME: requests a wait, then works."""
        if self.hits[request.url.path] <= int(parts[1]):
            return Response(b"", 429, {"retry-after": parts[0].replace("_", " ")})
        return await self.on_file(request, ["png"])

    async def on_slow(self, request: Request, parts: list[str]) -> Response:
        await asyncio.sleep(float(parts[0]))
        return await self.on_file(request, ["png"])

    async def on_signed(self, request: Request, parts: list[str]) -> Response:
        """A link that was signed for GET."""
        return Response(b"", 403) if request.method == "HEAD" else await self.on_file(request, ["png"])

    async def on_refusal(self, request: Request, parts: list[str]) -> Response:
        return Response(request.query_params["text"].encode(), int(parts[0]))

    async def on_challenge(self, request: Request, parts: list[str]) -> Response:
        if parts[0] == "header":
            return Response(b"no", 403, {"cf-mitigated": "challenge"})
        return Response(b"<!doctype html><title>Just a moment...</title>", int(parts[0]), media_type="text/html")

    async def on_gzip(self, request: Request, parts: list[str]) -> Response:
        bomb = gzip.compress(b"\0" * 50_000_000) if parts[1] == "bomb.png" else gzip.compress(SAMPLES["png"][1])
        media = parts[0].replace("-", "/")
        return Response(bomb if request.method == "GET" else b"", 200, {"content-encoding": "gzip", "content-type": media})

    async def on_large(self, request: Request, parts: list[str]) -> Response:
        if request.method == "GET":
            return Response(png(), 206, {"content-type": "image/png", "content-range": "bytes 0-99/60000000"})
        return Response(b"", 200, {"content-type": "image/png", "content-length": "60000000"})

    async def on_cookie(self, request: Request, parts: list[str]) -> Response:
        if "cookie" in request.headers:
            return Response(b"", 410)
        return Response(b"", 200, {"content-type": "image/png", "content-length": "100", "set-cookie": "a=b; Path=/"})


class Served:
    """A uvicorn server in a thread."""

    def __init__(self, app: Any, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.socket = socket.socket(socket.AF_INET)
        self.socket.bind((host, 0))
        self.port: int = self.socket.getsockname()[1]
        config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
        config.load()
        config.ssl = tls  # type: ignore[assignment]
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.005)

    def stop(self) -> None:
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(5)
        self.socket.close()


Script = Callable[[socket.socket, bytes], None]


class RawServer:
    """Answers each request by the function that its path names; whatever it does is done to the bare socket, or to that in `tls`."""

    def __init__(self, scripts: dict[str, Script], host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.scripts = scripts
        self.tls = tls
        self.hits: Counter[str] = Counter()
        self.connections = 0
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.create_server((host, 0), family=family, backlog=100)
        self.port: int = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
                self.connections += 1
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                peer: Any = TlsSocket(connection, self.tls) if self.tls else connection
                while head := self.read_head(peer):
                    name = head.split(b" ", 2)[1].decode().split("/")[1]
                    self.hits[name] += 1
                    self.scripts[name](peer, head)
            except OSError:
                return

    @staticmethod
    def read_head(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = connection.recv(4096)
            if not chunk:
                return b""
            data += chunk
        return data

    def stop(self) -> None:
        self.socket.close()


class TlsSocket:
    """TLS on a socket: each `sendall` is a record, and all of them go out in one packet before the next `recv`."""

    def __init__(self, connection: socket.socket, context: ssl.SSLContext) -> None:
        self.connection = connection
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.until_done(self.tls.do_handshake)

    def recv(self, size: int) -> bytes:
        data: bytes = self.until_done(lambda: self.tls.read(size))
        return data

    def sendall(self, data: bytes) -> None:
        self.tls.write(data)

    def until_done(self, step: Callable[[], Any]) -> Any:
        while True:
            try:
                done = step()
                self.connection.sendall(self.outgoing.read())
                return done
            except ssl.SSLWantReadError:
                self.connection.sendall(self.outgoing.read())
            data = self.connection.recv(65536)
            if not data:
                return b""
            self.incoming.write(data)


class Dial(httpcore.AsyncNetworkBackend):
    """Stands where TCP would be opened: notes every address, and connects only to loopback ports it was given."""

    def __init__(self, ports: dict[tuple[str, int], int] | None = None) -> None:
        self.dialled: list[tuple[str, int]] = []
        self.ports = ports or {}
        self.real = httpcore.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        self.dialled.append((host, port))
        if (host, port) not in self.ports:
            raise httpcore.ConnectError("nothing listens there")
        return await self.real.connect_tcp("127.0.0.1", self.ports[host, port], *args, **kwargs)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
