"""The server that behaves like TTAPI, one for all tests of this directory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ttapi_loopback import Server, running_server


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """The server with an empty book of jobs."""
    running.jobs.__init__()
    return running
