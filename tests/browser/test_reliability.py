"""What a power cut would do: processes killed while people write, the search index thrown away while they search."""

from __future__ import annotations

import html
import http.client
import os
import random
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.ledger import Client
from tests.browser.serving import Served, is_running
from tests.browser.words import Words

pytestmark = pytest.mark.browser

INES = "ines.carvalho@merane.example"
MISSION = "Cartographier les données clients avant la migration CRM"
WRITES = 12
PATIENCE_SECONDS = 180


@pytest.fixture(scope="module")
def mistreated(demo_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo organization on a copy that only these tests use."""
    folder = tmp_path_factory.mktemp("mistreated") / "demo"
    shutil.copytree(demo_instance, folder)
    served = Served(folder)
    yield served
    served.stop()


@pytest.fixture
def portal(mistreated: Served) -> Served:
    """It answers, whatever the test before did to it."""
    if not mistreated.is_ready():
        mistreated.stop()
        mistreated.start()
    return mistreated


def write_until_nobody_answers(client: Client, name: str, done: threading.Event) -> None:
    """Write entries one after the other. What was not acknowledged is not in the ledger."""
    for number in range(1, WRITES + 1):
        try:
            client.write(f"{name} {number}")
        except (OSError, http.client.HTTPException):  # nobody there, or an answer that stops midway
            break
    done.set()


@pytest.mark.parametrize("victim", ["gunicorn", "app worker", "the parent"])
def test_no_acknowledged_write_is_lost_to_a_kill(portal: Served, victim: str) -> None:
    client = Client(portal.url)
    client.sign_in(INES)
    done = threading.Event()
    writer = threading.Thread(target=write_until_nobody_answers, args=(client, f"Before {victim} fell", done))
    writer.start()
    while len(client.acknowledged) < 2 and not done.is_set():
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.5))
    assert portal.process is not None
    killed = [portal.process.pid] if victim == "the parent" else portal.children(victim)
    assert killed, f"no process named {victim}"
    left_behind = portal.children("")
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    writer.join(timeout=PATIENCE_SECONDS)
    assert done.is_set()
    if victim == "app worker":
        assert len(client.acknowledged) == WRITES
        wait_for(lambda: bool(portal.children(victim)), "the worker is started again")
    else:
        assert portal.end() != 0
        portal.start()
        # What the old one left behind may have answered that it is ready; it ends by itself, and the new one answers.
        wait_for(lambda: not any(map(is_running, left_behind)), "the old processes are gone")
        wait_for(portal.is_ready, "the new one is ready")
    assert client.kept() == client.acknowledged
    client.write(f"After {victim} fell")
    assert client.kept() == client.acknowledged


def test_one_web_process_that_dies_is_replaced(portal: Served) -> None:
    client = Client(portal.url)
    client.sign_in(INES)
    parent, *workers = sorted(portal.children("gunicorn"))
    os.kill(workers[0], signal.SIGKILL)
    wait_for(lambda: len(portal.children("gunicorn")) == len(workers) + 1, "the web process is replaced")
    for number in range(4):
        client.write(f"With one process less {number}")
    assert client.kept() == client.acknowledged
    assert parent in portal.children("gunicorn")


def test_search_answers_without_its_index_and_the_worker_builds_it_again(portal: Served) -> None:
    client = Client(portal.url)
    client.sign_in(INES)
    broken = Words("fr")(
        "The search index is being built again. Meanwhile these answers come straight from the database: "
        "every word must stand in them as you wrote it."
    )
    assert broken not in client.get("/search?q=tramway")
    (portal.instance / "search").rename(portal.instance / "gone")  # at once, whoever writes there meanwhile
    page = client.get("/search?q=cartographier")
    assert broken in page
    assert MISSION in words_of(page)
    wait_for(lambda: broken not in client.get("/search?q=cartographier"), "the index is built again")
    assert (portal.instance / "search").is_dir()
    assert MISSION in words_of(client.get("/search?q=cartographier"))


def test_it_says_where_it_is(portal: Served) -> None:
    wait_for(lambda: f"Transverse is at {portal.url}" in portal.tail(), "the address is announced")
    children = portal.children("python")
    assert children
    portal.stop()
    assert portal.end() == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def words_of(page: str) -> str:
    """A page without its tags."""
    return re.sub(r"<[^>]*>", "", html.unescape(page))


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until something becomes true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE_SECONDS} s"
        time.sleep(0.2)
