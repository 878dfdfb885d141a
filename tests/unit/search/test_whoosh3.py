"""The Whoosh engine keeps the contract on whoosh3 as well, so that moving to it is one line of the lock."""

import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(sys.prefix) / "whoosh3"
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
RUN = """
import sys, pytest, whoosh
print(whoosh.__file__, whoosh.versionstring())
sys.exit(pytest.main(["-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", *sys.argv[1:]]))
"""


def test_every_test_of_the_whoosh_engine_passes_on_whoosh3() -> None:
    assert (FOLDER / "whoosh").is_dir(), "`make test` installs whoosh3 beside the environment"
    files = sorted(str(path) for path in HERE.glob("test_whoosh_*.py"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PYTHONPATH"] = os.pathsep.join((str(FOLDER), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-c", RUN, *files], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    imported, _, rest = done.stdout.partition("\n")
    assert imported.startswith(f"{FOLDER / 'whoosh'}{os.sep}")
    assert " 3." in imported
    assert done.returncode == 0, rest[-4_000:] + done.stderr[-2_000:]
    passed = re.search(r"^(\d+) passed in [\d.]+s", rest.splitlines()[-1])  # and nothing skipped
    assert passed, rest[-500:]
    assert int(passed.group(1)) > 150
