"""A further sample extends the draw of the one before; every stage is in the result."""

from pathlib import Path

import pytest
from any_place import AnyPlace, line_ids
from test_by_rule import rows

HEADER = "line_id,person,finding,reason,voter_id,duplicate_of,at"
EVERY = line_ids(60)


@pytest.fixture
def close(tmp_path: Path) -> tuple[AnyPlace, list[str]]:
    """Michigan, 40 required of 60, and a sample of 20 with 14 valid: too close to decide."""
    keys = {"required": "40", "sample": '{universe = "universe.csv", seed = "s", size = 20}'}
    petition = AnyPlace(tmp_path, "us-mi", "state-initiative", 60, "2018-05-01", keys=keys)
    petition.commit()
    del petition.keys["determinations"]
    petition.result()
    drawn = [line for line, row in rows(petition).items() if row["in_sample"]]
    found = [f"{line},{petition.found[line][0]}" for line in drawn[:14]]
    found += [f"{line},ann,invalid,not_registered,,," for line in drawn[14:]]
    petition.files["one.csv"] = [HEADER, *found]
    petition.keys["sample"] = _sample("20", "")
    return petition, drawn


def _sample(size: str, further: str) -> str:
    return (
        f'{{universe = "universe.csv", seed = "s", size = {size}, determinations = "one.csv"'
        f"{further}}}"
    )


def further(petition: AnyPlace, size: int = 40) -> None:
    petition.keys["sample"] = _sample(
        "20", f', next = [{{size = {size}, determinations = "two.csv"}}]'
    )
    petition.files.setdefault("two.csv", [HEADER])


def test_the_first_sample_asks_for_another(close: tuple[AnyPlace, list[str]]) -> None:
    petition, _ = close
    result = petition.result()
    assert (result["stage"], result["decision"]) == ("sample", "next_sample")
    assert result["sample"]["next_sample_size"] == 60  # 3,000, of the 60 there are
    assert not result["certifiable"]


def test_the_next_sample_extends_the_draw_and_decides(close: tuple[AnyPlace, list[str]]) -> None:
    petition, drawn = close
    further(petition)
    result = petition.result()
    both = {line for line, row in rows(petition).items() if row["in_sample"]}
    assert set(drawn) < both
    assert len(both) == 40
    assert (result["status"], result["sample"]["stage"]) == ("provisional", 2)
    new = sorted(both - set(drawn))
    petition.files["two.csv"] += [f"{line},{petition.found[line][0]}" for line in new]
    result = petition.result()
    assert (result["decision"], result["certifiable"]) == ("sufficient", True)
    assert [one["stage"] for one in result["samples"]] == [1, 2]
    assert [one["decision"] for one in result["samples"]] == ["next_sample", "sufficient"]
    assert [one["valid"] for one in result["samples"]] == [14, 34]
    assert [one["role"] for one in result["inputs"]].count("sample_determinations") == 2


def test_nobody_determines_a_line_again(close: tuple[AnyPlace, list[str]]) -> None:
    petition, drawn = close
    further(petition)
    petition.files["two.csv"] = [HEADER, f"{drawn[0]},ANN,valid,,V1,,"]
    assert petition.problems() == {("person", "two_by_one_person")}


def test_a_sample_that_nobody_asked_for_decides_nothing(close: tuple[AnyPlace, list[str]]) -> None:
    petition, drawn = close
    petition.files["one.csv"] = [
        HEADER,
        *(f"{line},{petition.found[line][0]}" for line in drawn),
    ]
    further(petition)
    result = petition.result()
    assert (result["decision"], result["sample"]["stage"]) == ("sufficient", 1)
    assert any("does not ask for one" in one for one in result["warnings"])


def test_more_samples_than_the_law_knows(close: tuple[AnyPlace, list[str]]) -> None:
    petition, _ = close
    petition.keys["sample"] = _sample("20", ", next = [{size = 30}, {size = 40}]")
    assert petition.problems() == {("sample.next", "no_such_stage")}
    petition.keys["sample"] = _sample("20", ", next = [{sise = 30}]")
    assert petition.problems() == {("sample.next.1.sise", "unknown_key")}
    petition.keys["sample"] = _sample("20", ", next = 30")
    assert petition.problems() == {("sample.next", "wrong_type")}
