"""The draw: repeatable by anyone, in proportion to the weights, and only of what was committed."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from audit_cases import PLAN, begun, commitment_to, plain_petition

from rollcheck.problems import RollcheckError
from rollcheck.sampling.audit import (
    Commitment,
    draw_more,
    lines_to_draw,
    read_commitment,
    write_commitment,
)
from rollcheck.sampling.audit.question import Counts

OTHER_PLANS: tuple[Mapping[str, Any], ...] = (
    {"of": "both"},
    {"weights": {"duplicate": 2}},
    {"required": (70, 65)},
    {"risk": Fraction(1, 10)},
    {"manifest_risk": Fraction(1, 50)},
    {"sections": 3},
    {"reviewers": 2},
    {"limit": 9},
)
DOCS = Path(__file__).parents[3] / "docs" / "audit.md"


def small(*, required: tuple[int, ...] = (70,)) -> Commitment:
    return commitment_to(plain_petition(60, 40), required=required)


def codes(error: RollcheckError) -> set[str]:
    return {problem.code for problem in error.problems}


def test_an_outsider_with_the_commitment_draws_the_same(tmp_path: Path) -> None:
    """The program printed in the docs, run on the published document alone."""
    (source,) = re.findall(
        r"```python outsider\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL
    )
    outsider: dict[str, object] = {"__name__": "outsider"}
    exec(compile(source, str(DOCS), "exec"), outsider)
    drawn = outsider["drawn"]
    assert callable(drawn)
    commitment = small()
    document = json.loads(json.dumps(commitment.as_json()))
    for weights in ({}, {"duplicate": 3, "not_registered": 2}):
        audit = begun(commitment, size=25, seed="dice 4", weights=weights)
        ours = [{"stratum": one.stratum, "index": one.index} for one in audit.drawn]
        assert drawn(document, "dice 4", 25, weights=weights) == ours
    both = begun(commitment, size=25, seed="dice 4", of="both")
    ours = [{"stratum": one.stratum, "index": one.index} for one in both.drawn]
    assert drawn(document, "dice 4", 25, statuses=("valid", "invalid")) == ours


def test_a_larger_draw_begins_with_the_smaller_one() -> None:
    audit = begun(small(), size=10)
    more = draw_more(audit, 30)
    assert more.drawn[:10] == audit.drawn
    assert len(more.state.steps) == 2
    assert [place.rank for place in more.drawn] == list(range(1, 31))
    with pytest.raises(RollcheckError, match="choose 31 to 40"):
        draw_more(more, 30)


def test_rejections_when_insufficient_acceptances_when_sufficient_both_on_request() -> None:
    statuses = {
        of: {place.finding.status for place in begun(small(required=required), of=of).drawn}
        for required, of in [((70,), "rejections"), ((50,), "acceptances"), ((70,), "both")]
    }
    assert statuses == {
        "rejections": {"invalid"},
        "acceptances": {"valid"},
        "both": {"valid", "invalid"},
    }
    counts = Counts(60, 40)
    assert lines_to_draw([70, 65], counts) == "rejections"
    assert lines_to_draw([60], counts) == "acceptances"
    assert lines_to_draw([70, 50], counts) == "both"


def test_every_line_comes_first_equally_often() -> None:
    commitment = small()
    first = Counter(
        begun(commitment, size=1, seed=f"seed {n}").drawn[0].finding.line_id for n in range(2_000)
    )
    # 40 lines, 50 times each: chi-squared with 39 degrees of freedom is below 72.1 in 99.9 %.
    assert sum((first[f"I{n}"] - 50) ** 2 / 50 for n in range(40)) < 72.1


def test_weights_are_probabilities_in_proportion() -> None:
    commitment = small()
    weights = {"duplicate": 3}
    drawn = [begun(commitment, size=2, seed=f"s{n}", weights=weights).drawn for n in range(2_000)]
    first = Counter(two[0].stratum for two in drawn)
    assert first["duplicate"] / 2_000 == pytest.approx(30 / 60, abs=0.045)
    second = Counter(two[1].stratum for two in drawn if two[0].stratum == "duplicate")
    assert second["duplicate"] / first["duplicate"] == pytest.approx(27 / 57, abs=0.07)


def test_the_commitment_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    commitment = small()
    write_commitment(tmp_path, commitment)
    assert read_commitment(tmp_path) == commitment
    document = json.loads((tmp_path / "commitment.json").read_text(encoding="utf-8"))
    public = json.dumps(document)
    assert not [line for line in commitment.frame.findings if f'"{line}"' in public]
    rule = document["plan"]["rule"]
    assert rule["name"] == "mixture-of-constant-fractions/1"
    assert rule["fractions"] == ["1", "3/4", "2/5", "4/25", "2/25", "1/25"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("frame.csv", "not_registered", "different_address"),
        ("frame.csv", "checker-1", "checker-2"),
        ("frame.csv", "S003", "S004"),
        ("commitment.json", '"raw_count": 100', '"raw_count": 101'),
        ("commitment.json", '"lines": 10', '"lines": 11'),
        ("commitment.json", '"title"', '"titel"'),
        ("commitment.json", '"risk": "1/20"', '"risk": "1/0"'),
        ("commitment.json", '"weights": {}', '"weights": []'),
        ("commitment.json", '"of": "rejections"', '"of": "neither"'),
        ("commitment.json", "{", "["),
    ],
)
def test_an_altered_commitment_is_refused(tmp_path: Path, file: str, old: str, new: str) -> None:
    write_commitment(tmp_path, small())
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RollcheckError) as raised:
        read_commitment(tmp_path)
    assert codes(raised.value) == {"altered"}
    assert raised.value.problems[0].file == file


def test_what_only_the_document_says_is_in_its_digest() -> None:
    plain = plain_petition(60, 40)
    digests = {
        commitment_to(plain, required=(70,)).digest,
        commitment_to(plain, required=(71,)).digest,
        commitment_to(plain, required=(70,), copies="none").digest,
        commitment_to(plain, required=(70,), spaces=9).digest,
        *(replace(small(), plan=replace(PLAN, **other)).digest for other in OTHER_PLANS),
    }
    assert len(digests) == 4 + len(OTHER_PLANS)


def test_a_row_left_out_or_added_is_seen(tmp_path: Path) -> None:
    write_commitment(tmp_path, small())
    path = tmp_path / "frame.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for altered in (rows[:-1], [*rows, rows[-1]]):
        path.write_text("".join(altered), encoding="utf-8")
        with pytest.raises(RollcheckError) as raised:
            read_commitment(tmp_path)
        assert codes(raised.value) == {"altered"}


def test_an_impossible_plan_is_refused_with_everything_that_is_wrong() -> None:
    with pytest.raises(RollcheckError) as raised:
        begun(
            small(required=(70, 70, 101)),
            of="rejections",
            weights={"illegible": 2, "duplicate": 10},
            sections=500,
            reviewers=0,
            limit=0,
        )
    assert [problem.column for problem in raised.value.problems] == [
        "required", "required", "weight", "weight", "sections", "reviewers", "limit",
    ]  # fmt: skip
    assert "insufficient_on_raw" in codes(raised.value)


def test_a_draw_takes_a_seed() -> None:
    with pytest.raises(RollcheckError) as raised:
        begun(small(), seed="")
    assert codes(raised.value) == {"empty"}


def test_an_open_decision_is_refused() -> None:
    waiting = commitment_to(plain_petition(60, 40), required=(70,), not_keyed=15)
    with pytest.raises(RollcheckError) as raised:
        begun(waiting, of="rejections")
    assert codes(raised.value) == {"open_decision"}


def test_waiting_lines_reduce_the_margin() -> None:
    waiting = commitment_to(plain_petition(60, 40), required=(70,), not_keyed=4)
    (standing,) = begun(waiting, of="rejections").standings
    assert standing.question.margin == 6
