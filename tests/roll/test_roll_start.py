"""Commands of the roll start without what only an import needs."""

import subprocess
import sys


def test_looking_up_does_not_wait_for_the_matcher() -> None:
    script = "import rollcheck.cli.roll, sys; print('rollcheck.matching' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
