"""A layout drafted from a voter file: what is told, what is left open, and that it imports."""

import csv
import json
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from rollcheck.cli.app import run_command
from rollcheck.problems import RollcheckError
from rollcheck.roll import draft_layout, import_roll
from rollcheck.roll.columns import STATUSES, VOTER_COLUMNS
from rollcheck.roll.drafting import STATUS_WORDS

HEADER = "Voter ID\tVoter Status\tLAST_NAME\tFirst Name\tResidential Zip\tMail Zip\tDOB\tParty"
ROWS = ("7\tA\tLEE\tANN\t90001\t10001\t1/2/1970\tX", "8\tCAN\tITO\tBO\t90002\t10001\t12/31/1988\t")


def put(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "voters.txt"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def drafted(path: Path) -> dict[str, Any]:
    return tomllib.loads(draft_layout(path).text)


def test_columns_dates_and_statuses_are_told(tmp_path: Path) -> None:
    draft = drafted(put(tmp_path, *ROWS))
    assert draft["columns"] == {
        "voter_id": "Voter ID",
        "status": "Voter Status",
        "first": "First Name",
        "last": "LAST_NAME",
        "birth_date": "DOB",
        "zip": "Residential Zip",
    }
    assert draft["dates"] == {"formats": ["%m/%d/%Y"]}
    assert draft["status"] == {"codes": {"A": "active", "CAN": "canceled"}}


def test_the_draft_imports_the_file(tmp_path: Path) -> None:
    path = put(tmp_path, *ROWS)
    layout = tmp_path / "own.toml"
    layout.write_text(draft_layout(path).text, encoding="utf-8")
    snapshot = import_roll(
        path, layout=str(layout), as_of=date(2022, 7, 6), out=tmp_path / "snapshot"
    )
    assert snapshot.manifest["rows_kept"] == 2
    assert snapshot.manifest["statuses"] == {"active": 1, "canceled": 1}


def test_what_is_not_told_is_left_to_be_said(tmp_path: Path) -> None:
    path = put(tmp_path, "7\tX9\tLEE\t1/2/70", header="Nr\tStatus\tSurname\tBirthdate")
    draft = draft_layout(path)
    assert draft.unnamed == ("voter_id", "first")
    assert '# "X9" = "..."  # 1 row: say what it means' in draft.text
    assert "Texts in none of these forms: 1." in draft.text
    assert '#   "Nr"' in draft.text
    layout = tmp_path / "own.toml"
    layout.write_text(draft.text, encoding="utf-8")
    with pytest.raises(RollcheckError) as caught:
        import_roll(path, layout=str(layout), as_of=date(2022, 7, 6), out=tmp_path / "snapshot")
    assert {problem.column for problem in caught.value.problems} >= {
        "columns.voter_id",
        "columns.first",
    }


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        (["19700102"], ["%Y%m%d"]),
        (["1/2/1970", "12/31/1988"], ["%m/%d/%Y"]),
        (["1/2/1970", "31/12/1988"], ["%d/%m/%Y"]),
        (["12/31/1970", "31/12/1988"], ["%m/%d/%Y", "%d/%m/%Y"]),
        (["02-JAN-1970", "1900-01-01"], ["%d-%b-%Y"]),
        (["1970-01-02 00:00:00"], ["%Y-%m-%d %H:%M:%S"]),
    ],
)
def test_dates_are_told_by_what_stands_there(
    tmp_path: Path, written: list[str], forms: list[str]
) -> None:
    rows = [f"{n}\tLEE\tANN\t{day}" for n, day in enumerate(written)]
    path = put(tmp_path, *rows, header="Voter ID\tLast\tFirst\tDOB")
    assert drafted(path)["dates"]["formats"] == forms
    said = "Some dates have the month first" in draft_layout(path).text
    assert said == (len(forms) == 2)


def test_rows_without_a_status_are_counted(tmp_path: Path) -> None:
    path = put(tmp_path, "1\tA\tB\t", "2\tA\tB\tI", header="VoterID\tLast\tFirst\tStatus")
    assert "# 1 row has none; say what that means:" in draft_layout(path).text
    assert drafted(path)["status"]["codes"] == {"I": "inactive"}


def test_a_column_of_too_many_texts_is_no_status(tmp_path: Path) -> None:
    rows = [f"{n}\tA\tB\tS{n}" for n in range(50)]
    path = put(tmp_path, *rows, header="VoterID\tLast\tFirst\tStatus")
    assert "50 different statuses: is it the right column?" in draft_layout(path).text


@pytest.mark.parametrize("header", ["LEE\tANN\t7", "County export of 7/6/2022", "0007LEE  ANN"])
def test_a_file_without_a_header_is_not_drafted_and_not_told(tmp_path: Path, header: str) -> None:
    with pytest.raises(RollcheckError) as caught:
        draft_layout(put(tmp_path, "1\t2\t3", header=header))
    assert [problem.code for problem in caught.value.problems] == ["no_header"]
    assert header not in str(caught.value)


def test_a_name_and_a_status_word_mean_one_thing() -> None:
    with files("rollcheck.roll").joinpath("words/header_names.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["column"] for row in rows if row["column"] not in VOTER_COLUMNS] == []
    names = [name for row in rows for name in row["names"].split()]
    assert len(names) == len(set(names))
    words = [word for those in STATUS_WORDS.values() for word in those]
    assert len(words) == len(set(words))
    assert set(STATUS_WORDS) == set(STATUSES)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = put(tmp_path, *ROWS), tmp_path / "own.toml"
    text = draft_layout(path).text
    assert run_command(["roll", "layout", str(path)]) == 0
    assert capsys.readouterr().out == text
    assert run_command(["roll", "layout", str(path), "--out", str(out)]) == 0
    assert "voter_id  Voter ID" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8") == text
    assert run_command(["roll", "layout", str(path), "--out", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert run_command(["roll", "layout", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["layout"], found["unnamed"]) == (text, [])


def test_an_import_of_other_columns_tells_of_the_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, *ROWS)
    command = ["roll", "import", str(path), "--layout", "ohio", "--as-of", "2022-07-06"]
    assert run_command([*command, "--out", str(tmp_path / "snapshot")]) == 1
    assert f"`rollcheck roll layout {path} --out layout.toml` drafts" in capsys.readouterr().err


def test_an_import_that_rejects_most_rows_asks_about_the_layout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(
        tmp_path,
        "1,A,B,active",
        "2,A,B,A",
        "3,A,B,A",
        header="voter_id,last,first,status",
    )
    command = ["roll", "import", str(path), "--layout", "plain", "--as-of", "2022-07-06"]
    assert run_command([*command, "--out", str(tmp_path / "snapshot")]) == 0
    assert "Most rows were rejected: is plain the right layout?" in capsys.readouterr().out
