"""A universe for each county, through a run, a bundle and its check."""

import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from any_place import AnyPlace, line_ids
from early_publishing import publish_before_certification

from rollcheck.cli.app import run_command
from rollcheck.sampling import LineIdentity, commit_strata, read_strata, strata_root, write_strata
from rollcheck.verify.files import Json, loaded
from rollcheck.verify.leaves import check_counts, check_trees, read_leaves
from rollcheck.verify.saying import FAILED, Report

LINES = 300
COUNTIES = ("Alpha", "Beta", "Gamma")


def county_of(line_id: str) -> str:
    return COUNTIES[int(line_id[1:]) % 7 % 3]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a statewide petition whose lines were committed to county by county."""
    folder = tmp_path_factory.mktemp("strata")
    votes = {"votes_cast": "4000"}
    petition = AnyPlace(folder, "us-ca", "state-initiative", LINES, "2025-06-01", keys=votes)
    petition.reject(line_ids(LINES)[:70], "not_registered")
    # Common in all, rare in one county: merged everywhere.
    rare = [line for line in line_ids(LINES)[70:130] if county_of(line) != "Beta"]
    petition.reject([*rare, "L00134"], "different_address")
    petition.reject(line_ids(LINES)[140:200], "canceled")
    petition.commit()
    salts = (number.to_bytes(16) for number in count())
    places = [(line, LineIdentity(line, *_place(i))) for i, line in enumerate(line_ids(LINES))]
    write_strata(
        folder / "universe.csv",
        commit_strata(((county_of(line), identity) for line, identity in places), salts),
    )
    petition.keys["universe"] = '"universe.csv"'
    petition.result()
    return folder / "run"


def _place(number: int) -> tuple[str, str, str]:
    return f"S{number // 100}", str(number // 10), str(number % 10 + 1)


def checked(folder: Path, result: Mapping[str, Any]) -> str:
    report = Report()
    report.part("The leaves", lambda: _check(folder, dict(result), report))
    return " ".join(said for kind, said in report.found if kind == FAILED)


def _check(folder: Path, result: Json, report: Report) -> None:
    leaves = read_leaves(folder)
    check_trees(leaves, result, report)
    check_counts(leaves, result, report)


def test_each_county_has_its_root_and_all_one(run: Path) -> None:
    strata = read_strata(run.parent / "universe.csv")
    head = loaded(run / "public" / "leaves.json")
    assert [one["name"] for one in head["strata"]] == list(COUNTIES)
    assert {one["root"] for one in head["strata"]} == {one.universe.root.hex() for one in strata}
    assert head["strata_root"] == strata_root(strata).hex()
    assert head["without_leaf"] == 0
    assert checked(run / "public", loaded(run / "public" / "result.json")) == ""


def test_a_reason_rare_in_one_county_is_merged_in_all(run: Path) -> None:
    head, public = (loaded(run / "public" / f"{name}.json") for name in ("leaves", "result"))
    assert "different_address" in head["merged"]
    shown = {one["code"] for one in public["counts"]["reasons"]}
    assert "different_address" not in shown
    assert "merged" in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda head: head["strata"][1].update(root="00" * 32), "Beta"),
        (lambda head: head["strata"][1].update(name="Delta"), "root over the strata"),
        (lambda head: head["strata"].reverse(), "stratum"),
        (lambda head: head.update(strata_root="00" * 32), "root over the strata"),
        (lambda head: head["strata"][0].update(lines=1), "do not stand in their order"),
        (lambda head: head.pop("strata"), "do not stand in their order"),
    ],
)
def test_a_stratum_tampered_with_is_found(
    run: Path, tmp_path: Path, change: Any, said: str
) -> None:
    head = loaded(run / "public" / "leaves.json")
    change(head)
    (tmp_path / "leaves.json").write_text(json.dumps(head), encoding="utf-8")
    (tmp_path / "leaves.csv").write_bytes((run / "public" / "leaves.csv").read_bytes())
    assert said in checked(tmp_path, loaded(run / "public" / "result.json"))


def test_a_line_of_a_county_is_opened(run: Path, tmp_path: Path) -> None:
    office = publish_before_certification(run, tmp_path / "bundle")
    words = ["--record", str(office), "--order", "Order 1", "--recipient", "R.", "--by", "s1"]
    assert run_command(["record", "open", str(run), "L00042", *words]) == 0
