"""How `portal serve` finds out that the web server answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portal import server


class Web(BaseHTTPRequestHandler):
    """Answers to one name only."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers.get_all("Host") == ["missions.example.org"] else 400)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    web = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}/health/ready"
    web.shutdown()
    thread.join()
    web.server_close()


def test_it_asks_by_the_name_that_visitors_use(address: str) -> None:
    assert server.is_ready(address, "missions.example.org")
    assert not server.is_ready(address, "127.0.0.1")


def test_nobody_there_is_not_ready() -> None:
    assert not server.is_ready("http://127.0.0.1:9/health/ready", "missions.example.org")
