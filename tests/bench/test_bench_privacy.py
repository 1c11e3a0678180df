"""The scan for persons is run on any folder, and its report fails where a person is named."""

import csv
from pathlib import Path

import pytest
from bench.public_scan import main, persons_of

from bench import privacy

ROLL = ("voter_id", "first", "last", "birth_date", "house", "street", "street_type")
LINE = ("line_id", "printed_name", "address")


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A roll of one voter and a line of theirs."""
    tables = {
        "roll.csv": (ROLL, ("V0012345", "Rosa", "Quill", "1970-02-03", "12", "Elm", "St")),
        "lines.csv": (LINE, ("17:4", "Rosa Quill", "12 Elm Street")),
    }
    for name, rows in tables.items():
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,034 valid", ""),
        ("QUILL, rosa signed", "note.txt: a name"),
        ("born 1970-02-03", "note.txt: a birth date"),
    ],
)
def test_any_folder_is_scanned(
    demo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    told: str,
) -> None:
    folder = demo / "public"
    folder.mkdir()
    (folder / "note.txt").write_text(text)
    (folder / "rules.toml").write_text("first_day = 1994-12-31\n")
    monkeypatch.setattr("sys.argv", ["public_scan", str(demo), str(folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == bool(told)
    assert told in capsys.readouterr().out


def test_a_leak_and_a_plant_that_is_missed_are_failures(demo: Path, tmp_path: Path) -> None:
    persons = persons_of(demo)
    assert list(privacy._missed(tmp_path / "planted", persons)) == []
    clean = privacy._report(persons, {"the bundle": []}, {"the bundle": 7}, [])
    assert not clean.failures
    leaking = privacy._report(persons, {"the bundle": ["x.csv: a name"]}, {"the bundle": 7}, ["z"])
    assert len(leaking.failures) == 2
