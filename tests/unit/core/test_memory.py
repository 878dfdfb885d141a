"""A process that serves looks for garbage less often, and never in what it started with."""

from __future__ import annotations

import gc
import subprocess
import sys

from portal.core import memory


def test_what_was_there_is_left_out_and_cycles_still_go():
    before = gc.get_threshold()
    try:
        memory.settle()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold() == memory.THRESHOLDS
        loop: list[object] = []
        loop.append(loop)
        del loop
        assert gc.collect() >= 1
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def test_the_wsgi_entry_settles(tmp_path):
    shown = subprocess.run(
        [sys.executable, "-c", "import gc, app; print(gc.get_threshold(), gc.get_freeze_count() > 1000)"],
        capture_output=True,
        check=True,
        text=True,
        env={"TRANSVERSE_INSTANCE": str(tmp_path), "PYTHONPATH": "."},
    )
    assert shown.stdout.split() == ["(50000,", "20,", "50)", "True"]
