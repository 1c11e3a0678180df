"""Weights estimated with Splink: what they are made of, and that matching takes them."""

import csv
import importlib.metadata
import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from rollcheck.cli.app import run_command
from rollcheck.matching import load_weights
from rollcheck.matching.levels import FIELDS
from rollcheck.matching.tune import weights_text
from rollcheck.matching.tune.estimate import shares
from rollcheck.matching.tune.pairs import Pairs, chances
from rollcheck.matching.weigh import EVIDENCE
from rollcheck.problems import RollcheckError

DAY = "2022-07-06"


def pairs(levels: list[str], totals: list[int]) -> Pairs:
    """Pairs of one line each, that agree in the surname as named and in nothing else given."""
    shape = (len(levels), len(EVIDENCE))
    found = np.zeros(shape, np.int32)
    for field, names in FIELDS.items():
        at = EVIDENCE.index(field)
        found[:, at] = names.index("missing") if "missing" in names else 0
    found[:, EVIDENCE.index("last_name")] = [FIELDS["last_name"].index(one) for one in levels]
    lines = np.arange(len(levels), dtype=np.int32)
    bits = np.zeros(shape, np.int32)
    bits[:, 0] = totals
    return Pairs(lines, found, bits)


def test_shares_are_of_what_there_is_to_compare() -> None:
    some = pairs(["exact", "exact", "close", "missing"], [0, 0, 0, 0])
    last = shares(some, np.array([1.0, 1.0, 2.0, 4.0]))["last_name"]
    assert last[FIELDS["last_name"].index("exact")] == pytest.approx(0.5)
    assert last[FIELDS["last_name"].index("close")] == pytest.approx(0.5)
    assert last[FIELDS["last_name"].index("missing")] == 0


def test_a_pair_is_as_likely_as_its_score_beside_the_others_of_its_line() -> None:
    some = pairs(["exact", "exact"], [2000, 2000])
    alone = chances(some)
    assert alone.tolist() == pytest.approx([0.8, 0.8])
    together = chances(Pairs(np.zeros(2, np.int32), some.levels, some.bits))
    assert together.tolist() == pytest.approx([4 / 9, 4 / 9])


def test_weights_survive_being_written(tmp_path: Path) -> None:
    shipped = load_weights()
    file = tmp_path / "again.toml"
    file.write_text(weights_text(shipped), encoding="utf-8")
    again = load_weights(file)
    assert again.described() == shipped.described()
    assert again.scalars == shipped.scalars
    assert [(one.field, one.name, one.bits) for one in again.levels] == [
        (one.field, one.name, one.bits) for one in shipped.levels
    ]
    assert [one.share for one in again.levels if one.of] == [
        one.share for one in shipped.levels if one.of
    ]


def test_without_splink_the_problem_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("rollcheck.matching.tune.estimate.version", missing)
    assert tune(folder, "never.toml") == 1
    assert "pip install rollcheck[tune]" in capsys.readouterr().err
    assert not (folder / "never.toml").exists()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tune")
    asked = ["--scale", "0.003", "--seed", "1", "--noise", "keyed"]
    assert run_command(["demo", "make", "--out", str(made / "demo"), *asked]) == 0
    roll = [str(made / "demo" / "roll.csv"), "--layout", "plain", "--as-of", DAY]
    assert run_command(["roll", "import", *roll, "--out", str(made / "snapshot")]) == 0
    return made


def tune(folder: Path, out: str, *more: str) -> int:
    lines = str(folder / "demo" / "lines.csv")
    roll = ["--roll", str(folder / "snapshot"), "--out", str(folder / out)]
    return run_command(["match", "tune", lines, *roll, *more])


def right(folder: Path, out: str, *more: str) -> int:
    """Match, and count the lines for which the true voter is proposed."""
    lines = [str(folder / "demo" / "lines.csv"), "--roll", str(folder / "snapshot")]
    asked = ["--rules", "us-ca/county-recall", "--on", DAY, "--out", str(folder / out)]
    assert run_command(["match", *lines, *asked, *more]) == 0
    table = parquet.read_table(folder / out / "lines.parquet", columns=["line_id", "voter_id"])
    with (folder / "demo" / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["line_id"]: row["voter_id"] for row in csv.DictReader(file)}
    found = table.to_pylist()
    return sum(1 for one in found if one["voter_id"] and truth[one["line_id"]] == one["voter_id"])


@pytest.mark.slow
@pytest.mark.parametrize("labelled", [False, True])
def test_estimated_weights_match_about_as_well_as_the_shipped(
    folder: Path, labelled: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "labels" if labelled else "em"
    capsys.readouterr()
    more = ["--labels", str(folder / "demo" / "truth.csv")] if labelled else []
    assert tune(folder, f"{name}.toml", "--json", *more) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["weights"]["name"] == name
    weights = load_weights(folder / f"{name}.toml")
    assert "Splink" in weights.set_from
    bits = {(one.field, one.name): one.bits for one in weights.levels}
    assert bits["middle_name", "exact"] > bits["middle_name", "initial"] > 0
    assert bits["first_name", "different"] < -3000
    assert bits["birth_year", "exact"] > 4000
    shipped = right(folder, f"shipped-{name}")
    ours = right(folder, f"by-{name}", "--weights", str(folder / f"{name}.toml"))
    assert ours >= 0.97 * shipped
    if labelled:
        (folder / "again").mkdir()
        assert tune(folder, f"again/{name}.toml", *more) == 0
        texts = [
            path.read_bytes() for path in (folder / f"{name}.toml", folder / f"again/{name}.toml")
        ]
        assert texts[0] == texts[1]


def test_labels_of_nobody_are_all_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("line_id,voter_id\nno-such,also-not\n00001-1-1,\n", encoding="utf-8")
    assert tune(folder, "not.toml", "--labels", str(labels)) == 1
    said = capsys.readouterr().err
    assert "names no line" in said
    assert "names no voter" in said


def test_an_existing_file_is_never_replaced(folder: Path) -> None:
    (folder / "there.toml").write_text("kept", encoding="utf-8")
    assert tune(folder, "there.toml") == 1
    assert (folder / "there.toml").read_text(encoding="utf-8") == "kept"


def test_a_weights_file_that_does_not_fit_is_refused(folder: Path) -> None:
    bad = folder / "bad.toml"
    bad.write_text('name = "x"\n', encoding="utf-8")
    with pytest.raises(RollcheckError):
        load_weights(bad)
    lines = [str(folder / "demo" / "lines.csv"), "--roll", str(folder / "snapshot")]
    asked = ["--rules", "us-ca/county-recall", "--on", DAY, "--out", str(folder / "bad")]
    assert run_command(["match", *lines, *asked, "--weights", str(bad)]) == 1
    assert not (folder / "bad").exists()
