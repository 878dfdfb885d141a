"""The tests of this folder read the full public data sets. Where they are absent, there is nothing to collect."""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("TRANSVERSE_DATA") or CHECKOUT.parent / "shared" / "data")
ESCO = DATA / "esco"

collect_ignore_glob = [] if (ESCO / "skills.csv.gz").is_file() else ["test_*.py"]
