"""The worker that `portal serve` keeps beside the web server."""

from __future__ import annotations

import subprocess

import pytest

from portal import server


class Child:
    """A process that dies when told to; `deaf` makes it ignore being asked to stop."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.returncode: int | None = None
        self.deaf = deaf
        self.killed = False

    def poll(self) -> int | None:
        return self.returncode

    def terminate(self) -> None:
        if not self.deaf:
            self.returncode = 0

    def kill(self) -> None:
        self.killed = True
        self.returncode = -9

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            raise subprocess.TimeoutExpired("worker", timeout or 0)
        return self.returncode


class Machine:
    """A clock that the test moves, and the children started so far."""

    def __init__(self) -> None:
        self.now = 100.0
        self.children: list[Child] = []
        self.deaf = False

    def start(self, *arguments: str) -> Child:
        assert arguments[-1] == "worker"
        self.children.append(Child(deaf=self.deaf))
        return self.children[-1]

    def die(self) -> None:
        self.children[-1].returncode = 1


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr(server, "_start", made.start)
    monkeypatch.setattr(server.time, "monotonic", lambda: made.now)
    return made


def starts_during(machine: Machine, worker: server.Worker, seconds: float) -> int:
    """How often a worker that dies at once is started meanwhile, looked at five times a second."""
    before = len(machine.children)
    for _ in range(round(seconds * 5)):
        machine.die()
        worker.keep()
        machine.now += 0.2
    return len(machine.children) - before


def test_a_sound_worker_is_left_alone(machine: Machine) -> None:
    worker = server.Worker()
    machine.now += 3600
    worker.keep()
    assert len(machine.children) == 1


def test_a_worker_that_lived_starts_again_soon(machine: Machine) -> None:
    worker = server.Worker()
    machine.now += 3600
    machine.die()
    worker.keep()
    assert len(machine.children) == 1
    machine.now += server.SHORTEST_PAUSE
    worker.keep()
    assert len(machine.children) == 2


def test_one_that_dies_at_once_starts_less_and_less(machine: Machine) -> None:
    worker = server.Worker()
    assert starts_during(machine, worker, 60) <= 6
    assert 1 <= starts_during(machine, worker, 60) <= 2


def test_the_pause_is_short_again_after_a_sound_one(machine: Machine) -> None:
    worker = server.Worker()
    starts_during(machine, worker, 120)
    machine.now += server.LONGEST_PAUSE
    worker.keep()
    machine.now += server.LIVELY
    machine.die()
    worker.keep()
    assert worker.pause == server.SHORTEST_PAUSE


def test_stopping_asks_first(machine: Machine) -> None:
    server.Worker().stop()
    assert not machine.children[0].killed


def test_stopping_ends_by_force(machine: Machine) -> None:
    machine.deaf = True
    server.Worker().stop()
    assert machine.children[0].killed
