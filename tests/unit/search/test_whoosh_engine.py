"""What the contract cannot ask of every engine: files that break, several processes, generations."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.search import IndexBusy, IndexUnavailable
from portal.search.whoosh_engine import WhooshEngine
from portal.search.whoosh_folders import write_lock
from portal.search.whoosh_writer import SMALL_SEGMENTS
from tests.threads import in_threads

from .contract_changes import ids
from .documents import LIBRARY, document, query

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(root: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(root, lock_timeout=0.1)
    engine.rebuild(LIBRARY)
    engine.apply([document("new", "Robot")])
    yield engine
    engine.close()


def generation(root: Path) -> Path:
    return root / (root / "CURRENT").read_text()


def files(root: Path, *suffixes: str) -> list[Path]:
    return [path for path in generation(root).iterdir() if path.name.endswith(suffixes)]


def truncate(path: Path, share: float) -> None:
    os.truncate(path, int(path.stat().st_size * share))


def scramble(path: Path) -> None:
    path.write_bytes(bytes(255 - octet for octet in path.read_bytes()))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "folder deleted": lambda root: shutil.rmtree(generation(root)),
    "root deleted": shutil.rmtree,
    "pointer deleted": lambda root: (root / "CURRENT").unlink(),
    "pointer empty": lambda root: (root / "CURRENT").write_text(""),
    "pointer garbage": lambda root: (root / "CURRENT").write_bytes(b"\xff\xfe\x00"),
    "pointer elsewhere": lambda root: (root / "CURRENT").write_text("../../etc"),
    "toc deleted": lambda root: [path.unlink() for path in files(root, ".toc")],
    "toc empty": lambda root: [truncate(path, 0) for path in files(root, ".toc")],
    "toc half": lambda root: [truncate(path, 0.5) for path in files(root, ".toc")],
    "toc almost": lambda root: [truncate(path, 0.95) for path in files(root, ".toc")],
    "toc scrambled": lambda root: [scramble(path) for path in files(root, ".toc")],
    "base deleted": lambda root: [path.unlink() for path in files(root, ".trm", ".pst", ".col")],
    "terms deleted": lambda root: [path.unlink() for path in files(root, ".trm")],
    "terms empty": lambda root: [truncate(path, 0) for path in files(root, ".trm")],
    "terms half": lambda root: [truncate(path, 0.5) for path in files(root, ".trm")],
    "postings half": lambda root: [truncate(path, 0.5) for path in files(root, ".pst")],
    "dates deleted": lambda root: [path.unlink() for path in files(root, "sort_at.col")],
    "changes deleted": lambda root: [path.unlink() for path in files(root, ".seg")],
    "changes half": lambda root: [truncate(path, 0.5) for path in files(root, ".seg")],
    "changes scrambled": lambda root: [scramble(path) for path in files(root, ".seg")],
    "manifest deleted": lambda root: (generation(root) / "MANIFEST.json").unlink(),
    "manifest garbage": lambda root: (generation(root) / "MANIFEST.json").write_text("[1]"),
    "older schema": lambda root: (generation(root) / "MANIFEST.json").write_text('{"schema": 0, "files": {}}'),
}

# What is in memory already answers rightly; these are noticed by the next process, or after the next change.
SEEN_AT_OPENING = {name for name in DAMAGES if name.startswith(("toc", "manifest", "older")) or "scrambled" in name}
SEEN_AT_OPENING -= {"toc deleted"}


class TestDamage:
    @pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
    @pytest.mark.parametrize("damage", DAMAGES, ids=lambda name: name.replace(" ", "-"))
    def test_a_damaged_index_says_so_and_a_rebuild_heals_it(
        self, root: Path, engine: WhooshEngine, damage: str, warm: bool
    ) -> None:
        if warm:
            assert engine.search(query("projet")).total == 2
        DAMAGES[damage](root)
        if damage in SEEN_AT_OPENING:
            engine.close()
        for text in ("projet", "robot", ""):
            with pytest.raises(IndexUnavailable):
                engine.search(query(text))
        assert not engine.health().ok
        assert engine.rebuild(LIBRARY) == 3
        assert engine.search(query("projet")).total == 2
        engine.apply([document("new", "Robot")])
        assert engine.health(thorough=True).documents == 4

    def test_a_thorough_check_reads_the_changes_too(self, root: Path, engine: WhooshEngine) -> None:
        for turn in range(2 * SMALL_SEGMENTS):
            engine.apply([document(f"n{turn}", "Robot")])
            assert engine.health(thorough=True).ok
        (path, *_) = files(root, ".seg")
        octets = bytearray(path.read_bytes())
        octets[len(octets) // 2] ^= 255
        path.write_bytes(octets)
        assert not engine.health(thorough=True).ok

    @pytest.mark.parametrize("suffix", [".trm", ".pst", "_stored.col", "sort_at.col"])
    def test_changed_bytes_raise_nothing_else_and_a_thorough_check_finds_them(
        self, root: Path, engine: WhooshEngine, suffix: str
    ) -> None:
        engine.close()
        for path in files(root, suffix):
            scramble(path)
        for text in ("projet", "robot", "plateforne", ""):
            try:
                engine.search(query(text))
            except IndexUnavailable as error:
                assert str(error)
        assert not engine.health(thorough=True).ok

    def test_changes_to_a_damaged_index_are_refused(self, root: Path, engine: WhooshEngine) -> None:
        for path in files(root, ".toc"):
            truncate(path, 0.5)
        with pytest.raises(IndexUnavailable):
            engine.apply([document("other", "Robot")])
        assert engine.rebuild(LIBRARY) == 3

    def test_a_folder_open_to_others_is_not_read(self, root: Path, engine: WhooshEngine) -> None:
        root.chmod(0o755)
        with pytest.raises(IndexUnavailable, match="0700"):
            engine.search(query("projet"))
        with pytest.raises(IndexUnavailable, match="0700"):
            engine.apply([document("x")])
        with pytest.raises(IndexUnavailable, match="0700"):
            engine.rebuild([])
        root.chmod(0o700)
        assert engine.search(query("projet")).total == 2

    def test_a_root_that_cannot_be_made_is_said_so(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        for root in (tmp_path / "file", tmp_path / "file" / "index"):
            with pytest.raises(IndexUnavailable):
                WhooshEngine(root).rebuild(LIBRARY)
            assert not WhooshEngine(root).health().ok


class TestGenerations:
    def test_folders_are_private_and_hold_no_text(self, root: Path, engine: WhooshEngine) -> None:
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
        assert stat.S_IMODE(generation(root).stat().st_mode) == 0o700
        written = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
        assert "rédiger les tests".encode() not in written
        assert b"Purchasing process audit" not in written

    def test_one_former_generation_is_kept(self, root: Path, engine: WhooshEngine) -> None:
        for _ in range(3):
            engine.rebuild(LIBRARY)
        assert sorted(path.name for path in root.glob("gen-*")) == ["gen-0003", "gen-0004"]
        assert (root / "CURRENT").read_text() == "gen-0004"

    def test_a_failed_rebuild_leaves_nothing_behind(self, root: Path, engine: WhooshEngine) -> None:
        def documents() -> Iterator[object]:
            yield document("one")
            yield "not a document"

        with pytest.raises((IndexUnavailable, AttributeError)):
            engine.rebuild(documents())  # type: ignore[arg-type]
        assert [path.name for path in root.glob("gen-*")] == ["gen-0001"]
        assert engine.search(query()).total == 4

    def test_the_base_is_never_merged_and_small_changes_are(self, root: Path, engine: WhooshEngine) -> None:
        base = {path.name: path.read_bytes() for path in files(root, ".trm", ".pst", ".col")}
        for turn in range(3 * SMALL_SEGMENTS):
            engine.apply([document(f"n{turn}", "Robot")])
        assert {path.name: path.read_bytes() for path in files(root, ".trm", ".pst", ".col")} == base
        assert len(files(root, ".seg")) <= SMALL_SEGMENTS
        assert engine.search(query("robot")).total == 31
        assert engine.health(thorough=True).ok

    def test_stale_share_tells_when_to_rebuild(self, engine: WhooshEngine) -> None:
        assert engine.health().stale_share == 0
        engine.apply([], ["data"])
        assert engine.health().stale_share == 0.25
        engine.rebuild(LIBRARY)
        assert engine.health().stale_share == 0


class TestSeveralProcesses:
    def test_a_second_writer_waits_then_gives_up(self, root: Path, engine: WhooshEngine) -> None:
        with write_lock(root, 0):
            with pytest.raises(IndexBusy):
                engine.apply([document("x")])
            with pytest.raises(IndexBusy):
                engine.rebuild(LIBRARY)
            assert engine.search(query("robot")).total == 1
        engine.apply([document("x", "Robot")])
        assert engine.search(query("robot")).total == 2

    def test_writers_that_wait_lose_nothing(self, root: Path, engine: WhooshEngine) -> None:
        def write(name: str) -> None:
            writer = WhooshEngine(root, lock_timeout=30)
            for turn in range(5):
                writer.apply([document(f"{name}{turn}", "Concurrent")])

        threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            assert engine.search(query("robot")).total == 1
        assert engine.search(query("concurrent")).total == 10

    def test_another_engine_sees_changes_and_rebuilds_at_once(self, root: Path, engine: WhooshEngine) -> None:
        reader = WhooshEngine(root)
        assert reader.search(query("robot")).total == 1
        engine.apply([document("r2", "Robot")])
        assert reader.search(query("robot")).total == 2
        engine.rebuild([document("r", "Robot")])
        assert reader.search(query("robot")).total == 1
        engine.rebuild([])
        assert reader.search(query("robot")).total == 0
        reader.close()

    def test_searches_from_many_threads_agree(self, engine: WhooshEngine) -> None:
        answers: list[set[str]] = []

        def ask() -> None:
            for _ in range(20):
                answers.append(ids(engine.search(query("projet")).hits))

        in_threads([ask] * 4)
        assert answers == [{"data", "audit"}] * 80

    def test_a_forked_child_reads_on_its_own(self, engine: WhooshEngine) -> None:
        assert engine.search(query("projet")).total == 2
        child = os.fork()
        if child == 0:
            os._exit(0 if engine.search(query("projet")).total == 2 else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert engine.search(query("projet")).total == 2

    @pytest.mark.parametrize("stage", ["between documents", "before the pointer moves"])
    def test_killing_a_rebuild_leaves_the_former_index(self, root: Path, engine: WhooshEngine, stage: str) -> None:
        killed = run_rebuild_and_die(root, stage)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert len(list(root.glob("gen-*"))) == 2
        assert ids(engine.search(query()).hits) == {"data", "audit", "lea", "new"}
        assert engine.rebuild([document("after", "Robot")]) == 1
        assert sorted(path.name for path in root.glob("gen-*")) == ["gen-0001", "gen-0002"]
        assert engine.search(query("robot")).total == 1

    def test_killing_a_change_leaves_before_or_after(self, root: Path, engine: WhooshEngine) -> None:
        killed = run_change_and_die(root)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert engine.search(query("robot")).total == 1
        engine.apply([document("x", "Robot")])
        assert engine.search(query("robot")).total == 2


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", textwrap.dedent(script), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def run_rebuild_and_die(root: Path, stage: str) -> subprocess.CompletedProcess[str]:
    """Rebuild in another process, which kills itself at a stage."""
    script = """
        import os, signal, sys
        from portal.search import Document
        from portal.search import whoosh_engine

        root, stage = sys.argv[1:]
        die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)

        def documents():
            for number in range(50):
                if number == 40 and stage == "between documents":
                    die()
                yield Document(str(number), "mission", frozenset({"everyone"}), title_fr="Robot")

        if stage == "before the pointer moves":
            whoosh_engine.publish = die
        whoosh_engine.WhooshEngine(root).rebuild(documents())
    """
    return run(script, str(root), stage)


def run_change_and_die(root: Path) -> subprocess.CompletedProcess[str]:
    """Change the index in another process, which kills itself as the new state is about to be named."""
    script = """
        import os, signal, sys
        from portal.search import Document
        from portal.search.whoosh_engine import WhooshEngine
        from whoosh.index import TOC

        TOC.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        WhooshEngine(sys.argv[1]).apply([Document("x", "mission", frozenset({"everyone"}), title_fr="Robot")])
    """
    return run(script, str(root))
