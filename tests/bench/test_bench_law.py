"""The published counts of the 2022 case come out of ``rollcheck law`` as they were published."""

from pathlib import Path

import pytest
from bench.kept import read_kept
from click.testing import CliRunner

from bench import __main__ as program


def test_the_published_figures_are_computed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MEASURED", tmp_path)
    monkeypatch.setattr(program, "PAGE", tmp_path / "docs" / "benchmarks.md")
    monkeypatch.setattr(program, "busy_share", lambda: 0.0)
    asked = ["--only", "law", "--scale", "1"]
    looked = CliRunner().invoke(program.main, asked)
    assert looked.exit_code == 0, looked.output
    assert not list(tmp_path.iterdir()), "nothing is kept unless asked"
    done = CliRunner().invoke(program.main, [*asked, "--keep"])
    assert done.exit_code == 0, done.output
    kept = read_kept(tmp_path / "law.json")
    found = [dict(zip(kept.report.columns, row, strict=True)) for row in kept.report.rows]
    figures = {row["figure"].split()[0]: row["computed"] for row in found}
    assert figures["short_by"] == "46807"
    assert {row["same"] for row in found} == {"yes"}
    page = program.PAGE.read_text(encoding="utf-8")
    assert "by `python -m bench --only law --scale 1`" in page
