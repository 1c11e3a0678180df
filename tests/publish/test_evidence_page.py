"""The page on why a line was proposed as it was."""

import re

import pytest

from rollcheck.publish.evidence import evidence_html


def line(*candidates: dict[str, object]) -> dict[str, object]:
    return {"line_id": "L1", "outcome": "matched", "candidates": list(candidates)}


def candidate(voter: str, **bits: tuple[str, float]) -> dict[str, object]:
    evidence = [
        {"field": field, "level": level, "bits": weight} for field, (level, weight) in bits.items()
    ]
    return {"voter_id": voter, "evidence": evidence}


FOUND = candidate(
    "V1",
    prior=("one_of_the_roll", -13.1),
    last_name=("exact", 14.84),
    first_name=("nickname", 4.04),
    suffix=("missing", 0.0),
)


def places(page: str) -> list[tuple[str, float, float]]:
    """Return each bar's kind, its left end and its width in percent."""
    bars = re.findall(r'<rect class="(valid|invalid|raw)" x="([\d.]+)%" width="([\d.]+)%"', page)
    return [(kind, float(x), float(width)) for kind, x, width in bars]


def test_each_bar_begins_where_the_one_before_it_ends() -> None:
    prior, last, first, total = places(evidence_html(line(FOUND)))
    assert [one[0] for one in (prior, last, first, total)] == ["invalid", "valid", "valid", "raw"]
    assert last[1] == pytest.approx(prior[1], abs=0.01), "up again from the lowest"
    assert first[1] == pytest.approx(last[1] + last[2], abs=0.01)
    assert total[1] + total[2] == pytest.approx(first[1] + first[2], abs=0.01)


def test_the_table_says_what_the_picture_shows() -> None:
    page = evidence_html(line(FOUND))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "1. Voter V1: +5.8 bits" in words
    assert "First name a nickname +4.0 +5.8" in words
    assert "Before comparing one voter of the whole roll −13.1 −13.1" in words
    assert "These say nothing either way: Suffix." in words


def test_every_candidate_is_on_the_same_scale() -> None:
    weak = candidate("V2", prior=("one_of_the_roll", -13.1), last_name=("exact", 14.84))
    bars = places(evidence_html(line(FOUND, weak)))
    assert bars[0] == bars[4]
    assert bars[1] == bars[5]


def test_a_line_that_found_nobody_says_so() -> None:
    page = evidence_html({"line_id": "L3", "outcome": "none", "candidates": []})
    assert "No voter shares enough with the line to be compared." in page


def test_the_page_loads_nothing_and_says_that_it_is_not_for_publication() -> None:
    page = evidence_html(line(FOUND))
    assert "Not for publication" in page
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page
