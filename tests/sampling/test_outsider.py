"""The twenty lines of plain Python in the docs draw as Rollcheck does, and see a fraud."""

import json
import re
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from rollcheck.sampling import (
    LineIdentity,
    Stratum,
    commit_universe,
    draw,
    passed_over,
    write_leaves,
)

PAGE = Path(__file__).parents[2] / "docs" / "sampling.md"
PLACEHOLDER = "PUT THE ROOT HERE THAT WAS PUBLISHED BEFORE THE SEED"


def block() -> str:
    (found,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return str(found)


def publish(folder: Path, lines: int, size: int, seed: str, lost: int = 0) -> str:
    """Write what an office publishes; return the root. The first ``lost`` drawn are not found."""
    identities = [LineIdentity(f"L{i}", "S", "1", str(i)) for i in range(lines)]
    universe = commit_universe(identities, (number.to_bytes(16) for number in count()))
    write_leaves(folder / "leaves.csv", [Stratum("", universe)])
    without = {one.line.identity.line_id for one in draw(universe, seed, size)[:lost]}
    drawn = draw(universe, seed, size, without=without)
    document = {
        "root": universe.root.hex(),
        "seed": seed,
        "size": size,
        "indices": [one.index for one in drawn],
        **({"passed_over": passed_over(universe, seed, drawn, without)} if lost else {}),
    }
    (folder / "draw.json").write_text(json.dumps(document), encoding="utf-8")
    return universe.root.hex()


def outsider(folder: Path, root: str) -> subprocess.CompletedProcess[str]:
    """Run the block in a Python without our packages, isolated from this one's settings."""
    program = block().replace(PLACEHOLDER, root)
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_twenty_lines_of_the_standard_library() -> None:
    lines = block().splitlines()
    assert len([line for line in lines if line.strip()]) <= 20
    imports = [line for line in lines if "import" in line]
    assert imports == ["import csv, json", "from hashlib import sha256"]


@pytest.mark.parametrize(
    ("lines", "size"), [(1, 1), (2, 1), (3, 3), (7, 4), (1_000, 50), (1_025, 9)]
)
def test_it_draws_the_same(tmp_path: Path, lines: int, size: int) -> None:
    done = outsider(tmp_path, publish(tmp_path, lines, size, "2022-07-08, três dados: 3 1 4"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"The same {size} of {lines} lines.\n"


def test_it_passes_over_what_was_passed_over(tmp_path: Path) -> None:
    root = publish(tmp_path, 100, 10, "seed", lost=3)
    done = outsider(tmp_path, root)
    assert done.stdout == "The same 10 of 100 lines.\n", done.stderr
    path = tmp_path / "draw.json"
    document = json.loads(path.read_text())
    document["passed_over"] = document["passed_over"][1:]
    path.write_text(json.dumps(document))
    assert "another draw" in outsider(tmp_path, root).stderr


def test_it_sees_another_root_and_another_draw(tmp_path: Path) -> None:
    root = publish(tmp_path, 100, 10, "seed")
    assert "not the lines that were committed" in outsider(tmp_path, "0" * 64).stderr
    path = tmp_path / "draw.json"
    document = json.loads(path.read_text())
    document["indices"][3] += 1
    path.write_text(json.dumps(document))
    assert "another draw" in outsider(tmp_path, root).stderr
