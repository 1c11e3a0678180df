"""The whole demo, and that nothing but the scorer reads the truth."""

import ast
import json
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import rollcheck
from rollcheck.cli.app import run_command
from rollcheck.demo import make_demo
from rollcheck.publish.folder import run_to_folder

pytestmark = pytest.mark.slow
PACKAGE = Path(rollcheck.__file__).parent


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "demo"
    assert run_command(["demo", "--out", str(folder), "--scale", "0.002", "--seed", "3"]) == 0
    return folder


def result_of(run: Path) -> dict[str, object]:
    found = json.loads((run / "public" / "result.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_it_decides_as_the_case_was_decided(whole: Path) -> None:
    result = result_of(whole / "run")
    assert result["status"] == "final"
    assert result["decision"] == "insufficient"
    assert isinstance(result["counts"], dict)
    assert result["counts"]["waiting"] == 0
    assert isinstance(result["sample"], dict)
    assert result["sample"]["decision"] == "full_check"


def test_it_says_the_decision_the_reasons_both_projections_and_the_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    make_demo(folder, scale=0.001, seed=1, noise="clean")
    assert run_command(["demo", "--out", str(folder), "--scale", "0.002", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("The petition is insufficient: ")
    for wanted in ("Not Registered ", "naive ", "corrected ", "Voters proposed: precision ", "F1 "):
        assert wanted in said
    report, _, then = said.splitlines()[-3:]
    assert report == f"Report: {folder / 'run' / 'public' / 'report.html'}"
    again = ["run", str(folder / "petition.toml"), "--out", str(tmp_path / "run")]
    assert then == f"  rollcheck run {again[1]} --out run"
    assert run_command(again) == 0
    told = capsys.readouterr().out
    counted = re.findall(r"^ +([\d,]+)  \S", told, re.MULTILINE)
    (raw,) = re.findall(r"^([\d,]+) raw =$", told, re.MULTILINE)
    assert sum(int(one.replace(",", "")) for one in counted) == int(raw.replace(",", ""))
    assert max(map(len, told.splitlines()[:-1])) <= 100
    assert (folder / "run" / "public" / "report.html").is_file()


def test_the_machine_finds_most_voters(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["demo", "score", str(whole), str(whole / "run"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["found"]
    assert found["f1"] > 0.9
    assert found["among_five"] > 0.9 * found["findable"]


def test_a_run_is_the_same_without_the_truth(whole: Path, tmp_path: Path) -> None:
    untold = tmp_path / "demo"
    shutil.copytree(whole, untold, ignore=shutil.ignore_patterns("truth.csv", "run"))
    run_to_folder(untold / "petition.toml", untold / "run")
    assert result_of(untold / "run") == result_of(whole / "run")
    lines = Path("restricted") / "lines.parquet"
    assert pq.read_table(untold / "run" / lines).equals(pq.read_table(whole / "run" / lines))


def _texts(source: Path) -> list[str]:
    nodes = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_only_the_scorer_names_the_truth_to_read_it() -> None:
    naming = {
        str(source.relative_to(PACKAGE))
        for source in PACKAGE.rglob("*.py")
        if any(text == "truth.csv" or text.endswith("/truth.csv") for text in _texts(source))
    }
    assert naming == {"demo/score.py", "demo/make.py"}
    writing = [
        line
        for line in (PACKAGE / "demo" / "make.py").read_text(encoding="utf-8").splitlines()
        if "truth.csv" in line
    ]
    assert len(writing) == 1
    assert writing[0].strip().startswith("write_table(")
