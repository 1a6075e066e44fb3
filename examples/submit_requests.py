"""Submit prompts to TTAPI with requests, one per line of standard input; a prompt that would be rejected is not sent.

    python examples/ttapi_server.py 8000 &
    printf 'a red fox --ar16:9\\na grey heron --ar 3:2\\n' | python examples/submit_requests.py http://127.0.0.1:8000

The guard recognizes TTAPI by its address. For another address, such as that of `ttapi_server.py`, pass the prefix of its URLs.
"""

# ruff: noqa: T201 (a program prints)

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import requests

import promptlint


def submit(url: str, prompts: Iterable[str]) -> int:
    """Submit each prompt; return how many the guard stopped."""
    stopped = 0
    with promptlint.guard_requests(requests.Session(), endpoints={url: "ttapi"}) as session:
        session.headers["TT-API-KEY"] = os.environ.get("TT_API_KEY", "none")
        for prompt in prompts:
            try:
                answer = session.post(f"{url}/midjourney/v1/imagine", json={"prompt": prompt, "mode": "fast", "timeout": 300}, timeout=60)
                print(f"{answer.json()['data']['job_id']}: {prompt}")
            except promptlint.PromptRejected as rejected:
                stopped += 1
                print(f"not sent: {prompt}")
                for found in rejected.report.diagnostics:
                    print(f"  {found.pointer} {found.code} {found.message}")
    return stopped


if __name__ == "__main__":
    sys.exit(bool(submit(sys.argv[1].rstrip("/"), (line for line in map(str.strip, sys.stdin) if line))))
