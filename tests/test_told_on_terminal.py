"""What the command line tells of problems, and of what the system refuses."""

import errno
import json
from pathlib import Path

import duckdb
import pytest

from rollcheck.cli.output import print_problems
from rollcheck.cli.refusals import refusal
from rollcheck.problems import Problem, whole_folder
from rollcheck.problems.delimited import whole_file
from rollcheck.problems.unfinished import as_asked_for


def told(problems: list[Problem], capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_problems(problems, as_json=False)
    return capsys.readouterr().err.splitlines()


def dates(rows: int) -> list[Problem]:
    return [Problem("l.csv", row, "signed_on", "x", "no day") for row in range(2, 2 + rows)]


def test_many_rows_with_one_problem_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    other = Problem("l.csv", 3, "zip", "x", "no zip")
    assert told([*dates(400), other], capsys) == [
        "401 problems found:",
        "  l.csv, row 2, column signed_on: no day",
        "  l.csv, row 3, column signed_on: no day",
        "  l.csv, row 4, column signed_on: no day",
        "  … and 397 rows more have this last problem; --json lists them all.",
        "  l.csv, row 3, column zip: no zip",
    ]
    print_problems(dates(400), as_json=True)
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 400


@pytest.mark.parametrize(("rows", "last"), [(3, "row 4,"), (4, "… and 1 row more has")])
def test_few_rows_are_all_shown(rows: int, last: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert last in told(dates(rows), capsys)[-1]


def test_more_than_fifty_different_ones_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    many = [Problem("l.csv", row, None, "x", f"as in row {row - 1}") for row in range(2, 72)]
    shown = told(many, capsys)
    assert len(shown) == 52
    assert shown[-1] == "  … and 20 more; --json lists them all."


def test_a_folder_that_cannot_be_made_is_told_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        if self != tmp_path:
            raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OSError, match="Read-only") as refused, whole_folder(tmp_path / "out"):
        pass
    assert refusal(refused.value).file == str(tmp_path / "out")
    assert refusal(refused.value).message.startswith("this disk cannot be written to")


def test_a_file_that_cannot_be_made_is_told_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    out = tmp_path / "a" / "out"
    with pytest.raises(NotADirectoryError) as refused, whole_file(out):
        pass
    assert refusal(refused.value).file == str(out)
    assert refusal(refused.value).message.startswith("a file stands where a folder is needed")


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("15429 requested and 5139 written"),
        duckdb.IOException('IO Error: Could not write file "x": No space left on device\nmore'),
    ],
)
def test_a_full_disk_is_told_in_one_way(error: OSError | duckdb.Error) -> None:
    assert refusal(error).message.startswith("the disk is full: make room")


def test_a_copy_to_a_full_disk_names_the_copy() -> None:
    error = OSError(errno.ENOSPC, "No space left", "run/leaves.csv", None, "b/.out.7.unfinished/l")
    assert refusal(error).file == "b/out/l"


def test_of_other_refusals_the_systems_words_are_told() -> None:
    assert refusal(OSError(errno.EMFILE, "Too many open files", "x")).message.startswith("Too many")
    assert refusal(duckdb.OutOfMemoryException("Out of Memory\nin x")).message == (
        "Out of Memory. Nothing half-written was left behind; mend this and run it again."
    )


def test_a_scratch_folder_is_told_as_the_folder_it_stands_in() -> None:
    assert as_asked_for("/disk/rollcheck-match-03s3iwkm") == "/disk"
    assert as_asked_for("/disk/rollcheck-office/x") == "/disk/rollcheck-office/x"
