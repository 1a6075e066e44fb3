"""A local server that behaves like TTAPI: it accepts a job at once, and the job may fail later.

    python examples/ttapi_server.py 8000

It implements `POST /midjourney/v1/imagine` and `POST /midjourney/v1/fetch` with TTAPI's responses and failure messages, and counts
rejected jobs as TTAPI does: after 30 a day, credits are not refunded. It rejects prompts by a few rules of its own, without
promptlint, and generates no images.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

FREE_REJECTIONS = 30  # a day; https://ttapi.io/docs/faq/api
KNOWN = {"ar", "v", "niji", "s", "c", "q", "no", "seed", "style", "raw", "tile", "sref", "oref"}


class Jobs:
    """The jobs of one server. `seen` are the received bodies, in order."""

    def __init__(self) -> None:
        """Start without jobs and with ten credits."""
        self.seen: list[dict[str, Any]] = []
        self.messages: dict[str, str] = {}
        self.credits = 10
        self.rejected = 0
        self._numbers = count(1)

    def take(self, body: dict[str, Any]) -> str:
        """Accept a job and charge its credit; its outcome shows only when it is fetched."""
        self.seen.append(body)
        job = f"job-{next(self._numbers)}"
        self.credits -= 1
        self.messages[job] = message = rejection(body)
        if message:
            self.rejected += 1
            if self.rejected <= FREE_REJECTIONS:
                self.credits += 1
        return job


def rejection(body: dict[str, Any]) -> str:
    """Return the message with which this job would fail, or an empty string."""
    timeout = body.get("timeout", 300)
    if not 300 <= int(timeout) <= 1200:
        return "Job Timeout"
    prompt = str(body.get("prompt", ""))
    if "localhost" in prompt or "127.0.0.1" in prompt:
        return "[Invalid link!] Could not validate this link. Please try again later."
    _, *tail = re.split(r"(?<!\S)--", prompt)
    for part in tail:
        name, _, rest = part.strip().partition(" ")
        if name not in KNOWN:
            return f"[Invalid parameter] Unrecognized parameter(s): `{name}`"
        if name == "niji" and not rest.strip():
            return "[Invalid parameter] Invalid value provided for argument niji"
        if name in ("ar", "v", "s", "c", "q", "seed", "niji") and len(rest.split()) > 1:
            words = ", ".join(f"`{word}`" for word in rest.split()[1:])
            return f"[Invalid parameter] Unrecognized parameter(s): {words}"
    return ""


async def imagine(request: Request) -> JSONResponse:
    """Accept a job: SUCCESS and its id, whatever the prompt."""
    jobs: Jobs = request.app.state.jobs
    if "tt-api-key" not in request.headers:
        return JSONResponse({"status": "FAILED", "message": "Invalid API key", "data": None}, 401)
    try:
        body = json.loads(await request.body())
    except ValueError:
        return JSONResponse({"status": "FAILED", "message": "The body is not JSON", "data": None}, 400)
    if not isinstance(body, dict) or not body.get("prompt"):
        return JSONResponse({"status": "FAILED", "message": "prompt cannot be empty", "data": None}, 400)
    return JSONResponse({"status": "SUCCESS", "message": "", "data": {"job_id": jobs.take(body)}})


async def fetch(request: Request) -> JSONResponse:
    """Return the outcome of a job."""
    jobs: Jobs = request.app.state.jobs
    job = json.loads(await request.body()).get("jobId", "")
    message = jobs.messages.get(job)
    if message is None:
        return JSONResponse({"status": "FAILED", "message": "Unknown job", "data": None}, 404)
    if message:
        return JSONResponse({"status": "FAILED", "jobId": job, "message": message, "data": None})
    return JSONResponse({"status": "SUCCESS", "jobId": job, "message": "success", "data": {"progress": "100"}})


def make_app(jobs: Jobs | None = None) -> Starlette:
    """Return the server as an ASGI application; `jobs` gives a test access to what was received."""
    app = Starlette(
        routes=[Route("/midjourney/v1/imagine", imagine, methods=["POST"]), Route("/midjourney/v1/fetch", fetch, methods=["POST"])]
    )
    app.state.jobs = jobs or Jobs()
    return app


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(make_app(), host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
