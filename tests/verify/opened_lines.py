"""Opens lines of the published run for the tests, on its own record or a copy."""

import json
from typing import Any

import pyarrow.parquet as pq
import pytest

from verify.published_bundle import Published, command

ASKED = ("--to", "the proponents", "--recipient", "Rita Ode", "--by", "s1")


def line_found(made: Published, code: str) -> str:
    """Return a line of which the bundle says this code, by the run's openings."""
    rows = pq.read_table(made.run / "restricted" / "openings.parquet").to_pylist()
    return str(next(row["line_id"] for row in rows if code in (row["finding"], row["reason"])))


def opened(
    made: Published, line_id: str, capsys: pytest.CaptureFixture[str], *asked: object
) -> Any:
    """Return the opening of a line as the command prints it."""
    capsys.readouterr()
    command("record", "open", made.run, line_id, *(asked or ASKED))
    return json.loads(capsys.readouterr().out)
