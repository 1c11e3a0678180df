"""An interrupt that arrives inside a library's callback still ends the command with 130."""

import subprocess
import sys
from pathlib import Path

IN_THE_PARSER = """
import signal, sys
from rollcheck.problems import delimited_rows

def interrupted(self, invalid):
    signal.raise_signal(signal.SIGINT)
    return "skip"

delimited_rows.DelimitedRows._on_invalid = interrupted
from rollcheck.cli import main
main(["roll", "import", "roll.csv", "--layout", "plain", "--as-of", "2022-07-06", "--out", "to"])
"""

IN_A_FINALIZER = """
import signal, time
from rollcheck.cli.interrupts import Interrupts

class Leaving:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

Interrupts().listen()
try:
    leaving = Leaving()
    del leaving
    time.sleep(600)
except KeyboardInterrupt:
    print("told again")
"""


def run(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_in_the_parser(tmp_path: Path) -> None:
    rows = ["voter_id,status,first,last,birth_date,affidavit_signed_on", "V1,active,A,B,,"]
    (tmp_path / "roll.csv").write_text("\n".join(rows))
    done = run(IN_THE_PARSER, tmp_path)
    assert done.returncode == 130, done.stderr
    assert "problem" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]


def test_in_a_finalizer(tmp_path: Path) -> None:
    done = run(IN_A_FINALIZER, tmp_path)
    assert done.stdout == "told again\n", done.stderr
