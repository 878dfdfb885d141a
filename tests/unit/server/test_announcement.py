"""What `portal serve` says when it starts."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from portal import server
from portal.demo import sign_ins


def test_the_sign_ins_are_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    app = Flask(__name__)
    app.config["BASE_URL"] = "http://127.0.0.1:8000"
    with app.app_context():
        server._announce(demo=True)
    lines = [line for line in capsys.readouterr().out.splitlines() if sign_ins.PASSWORD in line]
    assert len(lines) == len(sign_ins.SIGN_INS)
    assert len({line.index(sign_ins.PASSWORD) for line in lines}) == 1


def test_the_log_is_quiet_while_the_portal_is_prepared(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    log = logging.getLogger("portal.anything")

    def speak() -> None:
        log.info("an ordinary line")
        log.warning("a warning")

    monkeypatch.setattr(server, "bring_up_to_date", speak)
    server.prepare(demo=False)
    log.info("later")
    assert caplog.messages == ["a warning", "later"]
