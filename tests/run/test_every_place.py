"""Every place's law from a petition file: each runs to its end, or says what to do instead."""

from datetime import date
from pathlib import Path

import pytest
from any_place import AnyPlace, line_ids, reasons_of

from rollcheck import law
from rollcheck.problems import RollcheckError
from rollcheck.publish import run_to_folder

LINES = 60
# Identifier, day of filing, keys that give 50 required or the nearest the law allows, required.
PLACES = {
    "us-ca/county-recall": ("2025-06-01", {"registered": "160"}, 48),
    "us-ca/county-initiative": ("2025-06-01", {"votes_cast": "500"}, 50),
    "us-ca/state-initiative": ("2025-06-01", {"votes_cast": "[1000, 900]"}, 50),
    "us-ca/state-recall": ("2025-06-01", {"votes_cast": "400"}, 48),
    "us-ca/in-lieu": ("2019-06-01", {"required": "50"}, 50),
    "us-wa/state-initiative": ("2012-12-01", {"votes_cast": "625"}, 50),
    "us-co/state-initiative": ("2012-08-01", {"votes_cast": "1000"}, 50),
    "us-az/state-initiative": ("2022-07-01", {"votes_cast": "500"}, 50),
    "us-nv/county-initiative": ("2012-08-01", {"votes_cast": "320"}, 48),
    "us-or/state-initiative": ("2012-08-01", {"votes_cast": "800"}, 48),
    "us-mi/state-initiative": ("2018-05-01", {"votes_cast": "600"}, 48),
    "uk/recall-of-mp": ("2019-05-01", {"registered": "500"}, 50),
    "ch/federal-initiative": ("2012-05-01", {}, 100_000),
}


def of(folder: Path, identifier: str) -> AnyPlace:
    place, kind = identifier.split("/")
    filed_on, keys, _ = PLACES[identifier]
    return AnyPlace(folder, place, kind, LINES, filed_on, keys=dict(keys))


def test_every_place_is_here() -> None:
    assert set(PLACES) == set(law.identifiers())


@pytest.mark.parametrize("identifier", PLACES)
def test_the_check_of_every_line(tmp_path: Path, identifier: str) -> None:
    petition, required = of(tmp_path, identifier), PLACES[identifier][2]
    petition.reject(line_ids(LINES)[:2], "not_registered")
    result = petition.result()
    assert result["required"][0]["value"] == required
    assert (result["stage"], result["status"]) == ("full_check", "final")
    assert reasons_of(result["counts"]) == {"not_registered": 2}
    assert result["counts"]["reconciles"]
    assert result["decision"] == ("sufficient" if required <= 58 else "insufficient")
    assert result["rule_set"]["identifier"] == identifier


@pytest.mark.parametrize(
    "identifier", ["us-mi/state-initiative", "uk/recall-of-mp", "ch/federal-initiative"]
)
def test_too_few_valid(tmp_path: Path, identifier: str) -> None:
    petition, required = of(tmp_path, identifier), PLACES[identifier][2]
    petition.reject(line_ids(LINES)[: LINES - required + 1 if required < LINES else 5], "duplicate")
    for line, rows in petition.found.items():
        petition.found[line] = [
            row.replace("duplicate,,", f"duplicate,,{line_ids(LINES)[-1]}") for row in rows
        ]
    result = petition.result()
    assert result["decision"] == "insufficient"
    assert result["certifiable"]


@pytest.mark.parametrize("identifier", PLACES)
def test_a_sample_runs_or_is_refused_with_what_to_do(tmp_path: Path, identifier: str) -> None:
    petition = of(tmp_path, identifier)
    petition.keys["sample"] = '{universe = "universe.csv", seed = "s", size = 20}'
    petition.commit()
    rules = law.rule_set(identifier, date.fromisoformat(petition.filed_on))
    first = rules.stages[0].sample if rules.stages else None
    if first and first.sampled_above < LINES and first.drawn_in != "county":
        result = petition.result()
        assert (result["sample"]["size"], result["sample"]["valid"]) == (20, 20)
        return
    with pytest.raises(RollcheckError) as caught:
        run_to_folder(tmp_path / "petition.toml", tmp_path / "run")
    where = (
        ["sample.universe", "sample.size"] if first and first.drawn_in == "county" else ["sample"]
    )
    assert [problem.column for problem in caught.value.problems] == where
    for problem in caught.value.problems:
        words = ("leave", "Leave", "verify every line", "commit with")
        assert any(word in problem.message for word in words)


@pytest.mark.parametrize("given", ["registered", "votes_cast"])
def test_the_wrong_number_names_the_right_one(tmp_path: Path, given: str) -> None:
    identifier = "us-az/state-initiative" if given == "registered" else "uk/recall-of-mp"
    petition = of(tmp_path, identifier)
    petition.keys = {
        key: value
        for key, value in petition.keys.items()
        if key not in {"registered", "votes_cast"}
    } | {given: "500"}
    other = {"registered": "votes_cast", "votes_cast": "registered"}[given]
    assert petition.problems() == {(given, "unused"), (other, "missing")}


def test_a_measure_that_the_place_does_not_have(tmp_path: Path) -> None:
    petition = of(tmp_path, "us-wa/state-initiative")
    petition.keys["measure"] = '"ostracism"'
    assert petition.problems() == {("measure", "measure")}


def test_a_measure_changes_the_number(tmp_path: Path) -> None:
    petition = of(tmp_path, "us-wa/state-initiative")
    petition.keys["measure"] = '"referendum"'
    result = petition.result()
    assert (result["measure"], result["required"][0]["value"]) == ("referendum", 25)
    assert result["required"][0]["votes_cast"] == 625


def counts_file(valid: int) -> list[str]:
    """58 counties with 100 votes each, five of which give ``valid``."""
    rows = [f"County {i},{valid if i < 5 else 0},100" for i in range(58)]
    return ["county,valid,votes_cast", *rows]


@pytest.mark.parametrize(
    ("valid", "decision", "met"), [(1, "sufficient", 5), (0, "insufficient", 0)]
)
def test_counts_per_county(tmp_path: Path, valid: int, decision: str, met: int) -> None:
    petition = of(tmp_path, "us-ca/state-recall")
    petition.files["counts.csv"] = counts_file(valid)
    petition.keys["counts"] = '"counts.csv"'
    result = petition.result()
    assert result["decision"] == decision
    districts = result["decisions"][0]["districts"]
    assert sum(one["short_by"] == 0 for one in districts) == met
    assert {one["role"] for one in result["inputs"]} >= {"counts"}
    del petition.keys["counts"]
    assert petition.result(counts=tmp_path / "counts.csv")["decision"] == decision
    assert any("Not checked" in one for one in petition.result()["warnings"])


def test_counts_where_the_place_has_no_minimum(tmp_path: Path) -> None:
    petition = of(tmp_path, "us-wa/state-initiative")
    petition.files["counts.csv"] = counts_file(1)
    petition.keys |= {"counts": '"counts.csv"', "withdrawn": "1", "excluded": "1"}
    assert petition.problems() >= {
        ("counts", "unused"),
        ("withdrawn", "unused"),
        ("excluded", "unused"),
    }


def test_the_registration_asked_for_is_said(tmp_path: Path) -> None:
    petition = of(tmp_path, "us-ca/county-recall")
    (said,) = petition.result()["by_rule"]
    assert said["rule"] == "requirement.inactive_voters_counted"
    assert "without inactive voters" in said["sentence"]
    assert said["value"] == "false"
    assert "2226" in said["citation"]


def test_what_the_roll_cannot_show_is_said(tmp_path: Path) -> None:
    caveats = of(tmp_path, "us-az/state-initiative").result()["caveats"]
    assert any(
        "on the roll on the day of signing (A.R.S. 19-121.02(A)(5))" in one for one in caveats
    )
    assert any("does not by itself keep a line from counting" in one for one in caveats)
