"""Submit a prompt to TTAPI, or to the local server `ttapi_server.py`, with and without the guard.

    python examples/ttapi_server.py 8000 &
    python examples/submit.py http://127.0.0.1:8000 "a red fox --ar16:9 --v 7"
    python examples/submit.py --guard raise http://127.0.0.1:8000 "a red fox --ar16:9 --v 7"
    python examples/submit.py --guard fix http://127.0.0.1:8000 "a red fox --ar16:9 --v 7"

Without the guard, the job is accepted and fails later; with it, the request is not sent.
"""

# ruff: noqa: T201 (a program prints)

from __future__ import annotations

import argparse
import os
import sys

import httpx

import promptlint


def submit(client: httpx.Client, prompt: str) -> str:
    """Submit one prompt and return the outcome."""
    answer = client.post("/midjourney/v1/imagine", json={"prompt": prompt, "mode": "fast", "timeout": 300})
    job = answer.json()["data"]["job_id"]
    result = client.post("/midjourney/v1/fetch", json={"jobId": job}).json()
    if result["status"] == "SUCCESS":
        return f"{job} is done"
    failure = promptlint.explain(result["message"], prompt)
    lines = [f"{job} failed: {result['message']}", f"  {failure.meaning}"]
    lines += [f"  {cause.code} {cause.message}" for cause in failure.causes]
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """Run the program. The status is 1 if the guard stopped the job."""
    parser = argparse.ArgumentParser(description="Submit a prompt to TTAPI.")
    parser.add_argument("--guard", choices=("raise", "fix", "warn"), help="lint the request before it is sent")
    parser.add_argument("url", help="https://api.ttapi.io, or a server on this machine")
    parser.add_argument("prompt")
    options = parser.parse_args(argv)
    hooks = promptlint.guard(target="ttapi", on_error=options.guard) if options.guard else {}
    headers = {"TT-API-KEY": os.environ.get("TT_API_KEY", "none")}
    with httpx.Client(base_url=options.url, headers=headers, event_hooks=hooks) as client:
        try:
            print(submit(client, options.prompt))
        except promptlint.PromptRejected as stopped:
            print(f"not sent: {stopped}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
