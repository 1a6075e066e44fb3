"""The example programs as modules, and their server running on a free port of this machine."""

from __future__ import annotations

import importlib.util
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

EXAMPLES = Path(__file__).parents[1] / "examples"


def load(name: str) -> Any:
    """An example program as a module."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Server(NamedTuple):
    """A running server: where it listens, and what arrived."""

    url: str
    jobs: Any


@contextmanager
def running_server() -> Iterator[Server]:
    """The example server in a thread, with two more paths: one that redirects and one that echoes."""
    example = load("ttapi_server")
    jobs = example.Jobs()
    app = example.make_app(jobs)

    async def redirect(request: Any) -> Any:
        from starlette.responses import RedirectResponse

        return RedirectResponse("/midjourney/v1/imagine", status_code=307)

    async def echo(request: Any) -> Any:
        from starlette.responses import Response

        return Response(await request.body(), headers={"x-length": request.headers.get("content-length", "none")})

    app.add_route("/old/midjourney/v1/imagine", redirect, methods=["POST"])
    app.add_route("/echo", echo, methods=["POST"])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", loop="asyncio", http="h11", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}", jobs)
    server.should_exit = True
    thread.join(10)
    listener.close()
