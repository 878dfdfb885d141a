"""Long lists say the same as Whoosh does of them, and only they are written twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.search import whoosh_layers
from portal.search.layout import decode
from portal.search.whoosh_blocks import read_list
from portal.search.whoosh_engine import WhooshEngine
from portal.search.whoosh_layers import layered
from portal.search.whoosh_snapshot import Leaf, Snapshot

from .documents import LIBRARY, document

LONG = 3
MANY = [*LIBRARY, *(document(f"d{number}", "données " * (number % 4), "data") for number in range(40))]


@contextmanager
def base_of(folder: Path) -> Iterator[Leaf]:
    """The segment that a rebuild writes."""
    WhooshEngine(folder).rebuild(MANY)
    (generation,) = folder.glob("gen-*")
    snapshot = Snapshot(generation)
    try:
        (leaf,) = snapshot.leaves
        yield leaf
    finally:
        snapshot.close()


def test_what_is_kept_of_a_long_list_is_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_layers, "LONG", LONG)
    long = short = 0
    with base_of(tmp_path / "index") as leaf:
        for field, term in leaf.reader.all_terms():
            ids, weights = read_list(leaf._matcher(field, decode(term)))
            kept = leaf._long_list(field, decode(term))
            if len(ids) < LONG:
                short += 1
                assert kept is None
            else:
                long += 1
                assert kept == layered(ids, weights, leaf.size)
                assert leaf.posting(field, decode(term)).layers == kept
    assert long > 5
    assert short > 20


def test_one_term_that_comes_more_or_less_often_has_a_set_for_each(tmp_path: Path) -> None:
    with base_of(tmp_path / "index") as leaf:
        found = [leaf.posting(field, decode(term)).layers for field, term in leaf.reader.all_terms()]
    counted = [[(times, bits.bit_count()) for times, bits in layers] for layers in found]
    assert [(2.0, 10), (3.0, 10)] in [layers[1:] for layers in counted]


def test_a_damaged_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_layers, "LONG", LONG)
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(MANY)
    (file,) = (tmp_path / "index").glob("gen-*/*.layers")
    octets = bytearray(file.read_bytes())
    octets[0] ^= 0xFF
    file.write_bytes(octets)
    assert engine.health(thorough=True).reason == "A file has changed on disk."
    engine.close()
