"""`rollcheck match` and `rollcheck match explain`, as somebody types them."""

import csv
import json
import resource
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from matching_rolls import line, neighbours, snapshot, voter

from rollcheck.cli.app import run_command

NAME = "Teresa Quintero"
STREET = "12 Maple Ave"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("command")
    snapshot(
        made, [*neighbours(60), voter("V1", "QUINTERO, TERESA", "12 MAPLE AVE, Burbank, 91501")]
    )
    rows = [
        line("L1", NAME, STREET, "Burbank", "91501"),
        line("L2", NAME, STREET, "Burbank", ""),
        line("L3", "Xenia Zabriskie", "1 Nowhere Ln", "Lomita", "90717"),
    ]
    with (made / "lines.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert run_command(command(made, made / "run")) == 0
    return made


def command(folder: Path, out: Path, *more: str) -> list[str]:
    return [
        *("match", str(folder / "lines.csv"), "--roll", str(folder / "snapshot")),
        *("--rules", "us-ca/county-recall", "--on", "2022-07-06", "--out", str(out), *more),
    ]


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_it_writes_the_lines_for_their_owner_only(folder: Path) -> None:
    run = folder / "run"
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    table = pq.read_table(run / "lines.parquet")
    assert table.column("outcome").to_pylist() == ["matched", "matched", "none"]
    assert table.column("duplicate_of").to_pylist() == [None, "L1", None]
    assert sorted(path.name for path in run.iterdir()) == [
        "duplicates.parquet",
        "lines.parquet",
        "matching.json",
    ]


def test_the_summary_as_json_names_no_person(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(command(folder, tmp_path / "out", "--json", "--threads", "1")) == 0
    found = printed(capsys)
    assert found["outcomes"] == {"matched": 2, "none": 1}
    assert (found["lines"], found["duplicates"]) == (3, 1)
    assert found["weights"]["name"] == "keyed-1"
    assert "V1" not in json.dumps(found)


def test_the_summary_in_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(command(folder, tmp_path / "out")) == 0
    said = capsys.readouterr().out
    assert "2  matched" in said
    assert "3  lines" in said
    assert "1  propose a voter whom an earlier line proposes" in said


def test_options_may_come_before_the_lines(folder: Path, tmp_path: Path) -> None:
    words = command(folder, tmp_path / "out")
    assert run_command([words[0], *words[2:], words[1]]) == 0


def test_findings_are_never_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "run" / "lines.parquet").read_bytes()
    assert run_command(command(folder, folder / "run", "--json")) == 1
    assert printed(capsys)["problems"][0]["code"] == "in_the_way"
    assert (folder / "run" / "lines.parquet").read_bytes() == before


def test_explain_draws_what_each_field_adds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["match", "explain", str(folder / "run"), "L2"]) == 0
    said = capsys.readouterr().out
    assert "Line L2: matched" in said
    assert "Proposed voter: V1." in said
    assert "Line L1 proposes the same voter earlier." in said
    assert "same house and street" in said
    assert "█" in said
    assert "░" in said


def test_explain_of_a_line_that_found_nobody(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["match", "explain", str(folder / "run"), "L3"]) == 0
    said = capsys.readouterr().out
    assert "Line L3: none" in said
    assert "No voter shares enough with the line to be compared." in said


def test_explain_as_json_is_the_row(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["match", "explain", str(folder / "run"), "L1", "--json"]) == 0
    row = printed(capsys)
    assert (row["line_id"], row["outcome"], row["voter_id"]) == ("L1", "matched", "V1")
    fields = [entry["field"] for entry in row["candidates"][0]["evidence"]]
    assert fields[0] == "prior"
    assert "kinship" in fields


@pytest.mark.parametrize(
    ("run", "line_id", "code"),
    [("run", "L9", "unknown_line"), ("snapshot", "L1", "no_lines"), ("gone", "L1", "no_lines")],
)
def test_explain_says_what_is_wrong(
    folder: Path, run: str, line_id: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["match", "explain", str(folder / run), line_id, "--json"]) == 1
    assert [problem["code"] for problem in printed(capsys)["problems"]] == [code]


def test_explain_of_a_file_that_is_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lines.parquet").write_bytes(b"PAR1 no more")
    assert run_command(["match", "explain", str(tmp_path), "L1", "--json"]) == 1
    assert printed(capsys)["problems"][0]["code"] == "unreadable"


def test_an_engine_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    assert run_command(command(folder, tmp_path / "out", "--engine", "abacus")) == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("is_prepared", [True, False])
def test_a_disk_that_takes_no_more_is_a_problem_and_leaves_nothing(
    folder: Path, tmp_path: Path, is_prepared: bool
) -> None:
    """A limit on the size of files stands for the full disk."""
    most = 1_000
    taken = tmp_path / "given"
    taken.mkdir()
    shutil.copytree(folder / "snapshot", taken / "snapshot")
    shutil.copy(folder / "lines.csv", taken)
    if not is_prepared:
        shutil.rmtree(taken / "snapshot" / "matching")
    before = sorted(taken.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "rollcheck", *command(taken, tmp_path / "out")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Nothing half-written was left behind" in done.stderr
    assert list(tmp_path.iterdir()) == [taken]
    assert sorted(taken.rglob("*")) == before


INTERRUPTED = """
import signal, sys
from rollcheck.cli import main, match

inner = match.match_lines

def interrupted(*given, progress, **more):
    def told(stage, done, total):
        progress(stage, done, total)
        if stage == sys.argv[1]:
            signal.raise_signal(signal.SIGINT)
    return inner(*given, progress=told, **more)

match.match_lines = interrupted
main(sys.argv[2:])
"""


@pytest.mark.parametrize("stage", ["Preparing the roll for matching", "Matching lines"])
def test_an_interrupt_leaves_nothing(folder: Path, tmp_path: Path, stage: str) -> None:
    given = tmp_path / "given"
    shutil.copytree(folder / "snapshot", given / "snapshot")
    shutil.rmtree(given / "snapshot" / "matching", ignore_errors=True)
    shutil.copy(folder / "lines.csv", given)
    before = sorted(given.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, stage, *command(given, tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130, done.stderr
    assert "Interrupted" in done.stderr
    assert list(tmp_path.iterdir()) == [given]
    left = [path for path in given.rglob("*") if "matching" not in path.parts]
    assert sorted(left) == before


def test_explain_writes_a_page_for_its_owner_alone(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run_command(["match", "explain", str(folder / "run"), "L1", "--html", str(page)]) == 0
    assert "Voter V1" in page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
