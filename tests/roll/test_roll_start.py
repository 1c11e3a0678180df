"""Commands of the roll start without what only an import needs."""

import subprocess
import sys


def test_looking_up_waits_neither_for_the_matcher_nor_for_pandas() -> None:
    script = "import rollcheck.cli.roll, sys; "
    script += "print([n for n in ('rollcheck.matching', 'pandas') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
