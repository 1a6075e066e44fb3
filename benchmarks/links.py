"""How fast links are asked, beside other clients on the same server.

    python benchmarks/links.py [--links 500] [--hosts 50] [--delay 0.2] [--concurrency 64] [--repeat 3]

A server in a process of its own answers HEAD on 127.0.0.1, 127.0.0.2 … after `--delay` seconds. The ideal time is what
the delays alone take at that concurrency. aiohttp is measured where it is installed, curl where it is found; Linux only,
as other systems have one loopback address.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n"
LIMIT = 2.5  # times the ideal: the limit for the check


async def serve(delay: float) -> None:
    """Answer every HEAD after a while; print the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(delay)
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)  # all of 127/8
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def ours(urls: Sequence[str], concurrency: int) -> None:
    _check(urls, concurrency=concurrency, per_host=concurrency)


def ours_polite(urls: Sequence[str], concurrency: int) -> None:
    _check(urls, concurrency=concurrency)


def _check(urls: Sequence[str], **limits: int) -> None:
    from promptlint.links.online.check import LinkRun
    from promptlint.links.online.waiting import finish
    from promptlint.links.options import LinkOptions

    verdicts = finish(LinkRun(urls, LinkOptions(allow_private=True, cache=False, **limits))).verdicts
    assert all(verdict.status == "ok" for verdict in verdicts.values())


def stock_httpx(urls: Sequence[str], concurrency: int) -> None:
    import httpx

    async def main() -> None:
        limits = httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
        async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:

            async def one(url: str) -> None:
                assert (await client.head(url)).status_code == 200

            await asyncio.gather(*map(one, urls))

    asyncio.run(main())


def aiohttp_client(urls: Sequence[str], concurrency: int) -> None:
    import aiohttp

    async def main() -> None:
        connector = aiohttp.TCPConnector(limit=concurrency)
        async with aiohttp.ClientSession(connector=connector) as session:

            async def one(url: str) -> None:
                async with session.head(url) as response:
                    assert response.status == 200

            await asyncio.gather(*map(one, urls))

    asyncio.run(main())


def curl(urls: Sequence[str], concurrency: int) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".curl") as config:
        config.write("".join(f'url = "{url}"\noutput = /dev/null\n' for url in urls))
        config.flush()
        command = ["curl", "--silent", "--head", "--parallel", "--parallel-immediate", "--parallel-max", str(concurrency)]
        subprocess.run([*command, "--config", config.name], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure(client: Callable[[Sequence[str], int], None], urls: Sequence[str], concurrency: int, repeat: int) -> float:
    """The best of some runs, in seconds; the first, which imports, is not among them."""
    client(urls[:10], concurrency)
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        client(urls, concurrency)
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=500)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--delay", type=float, default=0.2)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(arguments.delay))
        return 0
    clients: dict[str, Callable[[Sequence[str], int], None]] = {"promptlint, no limit a host": ours}
    if arguments.hosts * 8 >= arguments.concurrency:  # else the limit a host is what is measured
        clients = {"promptlint, 8 a host": ours_polite, **clients}
    if find_spec("aiohttp"):
        clients["aiohttp"] = aiohttp_client
    if shutil.which("curl"):
        clients["curl --parallel"] = curl
    clients["stock httpx"] = stock_httpx
    command = [sys.executable, __file__, "--serve", "--delay", str(arguments.delay)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        urls = [f"http://127.0.0.{1 + number % arguments.hosts}:{port}/{number}.png" for number in range(arguments.links)]
        ideal = math.ceil(arguments.links / arguments.concurrency) * arguments.delay
        what = f"{arguments.links} links, {arguments.hosts} hosts, {arguments.delay} s each, {arguments.concurrency} at a time"
        print(f"{what}: ideal {ideal:.2f} s")
        print(f"{'client':30}{'seconds':>9}{'links/s':>9}{'x ideal':>9}")
        for name, client in clients.items():
            took = measure(client, urls, arguments.concurrency, arguments.repeat)
            print(f"{name:30}{took:9.2f}{arguments.links / took:9.0f}{took / ideal:9.2f}", flush=True)
            if client is ours_polite and took > LIMIT * ideal:
                print(f"slower than {LIMIT} times the ideal", file=sys.stderr)
                return 1
    finally:
        server.kill()
        server.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
