"""The published counts of the 2022 case come out of ``rollcheck law`` as they were published."""

import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_published_figures_are_computed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--only", "law", "--out", str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "law.json").read_text(encoding="utf-8"))
    figures = {row["figure"].split()[0]: row["computed"] for row in found["rows"]}
    assert figures["short_by"] == "46807"
    assert {row["same"] for row in found["rows"]} == {"yes"}
