"""The lines: each truly what the truth says it is, as of the roll and the law's dates."""

from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from demo.demo_files import DemoFiles, Row, digests, rows_of
from rollcheck.demo import make_demo, noise_settings
from rollcheck.demo.shape import shape_at
from rollcheck.demo.written import NAME_GROUPS
from rollcheck.matching.outcomes import OUTCOMES

START, END = "2022-01-27", "2022-07-06"


def test_the_mix_of_reasons_is_the_published_one(demo: DemoFiles) -> None:
    wanted = shape_at(0.01).lines
    found = Counter(row["reason"] or "valid" for row in demo.truth)
    spoilt = wanted["circulator_defect"] - found["circulator_defect"]
    assert 0 <= spoilt <= 3
    assert found == {
        **wanted,
        "circulator_defect": found["circulator_defect"],
        "valid": wanted["valid"] + spoilt,
    }


def test_lines_and_truth_stand_in_the_same_order(demo: DemoFiles) -> None:
    ids = [row["line_id"] for row in demo.lines]
    assert ids == [row["line_id"] for row in demo.truth]
    assert len(set(ids)) == len(ids)
    places = {(row["section"], row["sheet"], row["line_no"]) for row in demo.lines}
    assert len(places) == len(ids)


@pytest.mark.parametrize("setting", ["keyed", "ocr", "scribbled"])
def test_every_noise_kind_of_a_setting_occurs(setting: str, tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", scale=0.005, seed=1, noise=setting)
    rates = noise_settings()[setting]
    found = Counter(
        kind for row in rows_of(tmp_path / "demo" / "truth.csv") for kind in row["noise"].split(";")
    )
    # The rarest befall a line in five hundred, if it has what they apply to.
    assert {kind for kind, rate in rates.items() if rate >= 0.01} <= set(found)
    assert set(found) - {""} <= {kind for kind, rate in rates.items() if rate}


def test_outcomes_and_name_groups_are_known_ones(demo: DemoFiles) -> None:
    # Confidential voters are so few that none of them may sign.
    found = {row["outcome"] for row in demo.truth}
    assert set(OUTCOMES) - {"confidential"} <= found <= set(OUTCOMES)
    assert {row["name_group"] for row in demo.truth} == set(NAME_GROUPS)


def test_valid_lines_are_of_voters_registered_when_they_signed(demo: DemoFiles) -> None:
    moved = {row["voter_id"]: row for row in demo.history}
    for line, truth in demo.with_reason(""):
        voter = demo.voter[truth["voter_id"]]
        assert voter["county"] == "Los Angeles"
        assert voter["status"] in {"active", "inactive", "confidential", "canceled"}
        assert voter["status"] != "canceled" or voter["canceled_on"] > line["signed_on"]
        in_time = voter["affidavit_signed_on"] <= line["signed_on"]
        assert in_time or moved[truth["voter_id"]]["affidavit_signed_on"] <= line["signed_on"]


def test_nobody_not_registered_has_a_voter(demo: DemoFiles) -> None:
    for _, truth in demo.with_reason("not_registered"):
        assert truth["voter_id"] == ""
        assert truth["outcome"] == "none"


def test_somebody_not_registered_may_sign_twice(demo: DemoFiles) -> None:
    signers = Counter(truth["signer"] for _, truth in demo.with_reason("not_registered"))
    assert 5 < sum(many == 2 for many in signers.values()) < 40


def test_late_registrations_were_signed_after_the_line(demo: DemoFiles) -> None:
    for line, truth in demo.with_reason("registered_late"):
        assert line["signed_on"] < demo.voter[truth["voter_id"]]["affidavit_signed_on"]


def test_canceled_voters_were_canceled_before_they_signed(demo: DemoFiles) -> None:
    for line, truth in demo.with_reason("canceled"):
        assert demo.voter[truth["voter_id"]]["canceled_on"] < line["signed_on"]


def test_out_of_county_voters_live_in_the_neighbouring_county(demo: DemoFiles) -> None:
    for _, truth in demo.with_reason("out_of_jurisdiction"):
        assert demo.voter[truth["voter_id"]]["county"] == "Orange"


@pytest.mark.parametrize("reason", ["address_missing", "address_not_residence"])
def test_no_home_address_is_written(demo: DemoFiles, reason: str) -> None:
    for line, _ in demo.with_reason(reason):
        assert line["address"] == "" or line["address"].upper().startswith("PO ")


def test_dates_of_signing(demo: DemoFiles) -> None:
    assert {line["signed_on"] for line, _ in demo.with_reason("date_missing")} == {""}
    assert all(
        line["signed_on"] < START for line, _ in demo.with_reason("date_outside_circulation")
    )
    assert all(START <= line["signed_on"] < END for line, _ in demo.with_reason(""))


def test_illegible_lines_name_nobody(demo: DemoFiles) -> None:
    for line, truth in demo.with_reason("illegible"):
        assert "?" in line["printed_name"]
        assert (truth["voter_id"], truth["outcome"]) == ("", "none")


def test_a_duplicate_repeats_the_first_valid_line_of_its_voter(demo: DemoFiles) -> None:
    order = {row["line_id"]: i for i, row in enumerate(demo.truth)}
    several = Counter(truth["duplicate_of"] for _, truth in demo.with_reason("duplicate"))
    for _, truth in demo.with_reason("duplicate"):
        first = demo.truth[order[truth["duplicate_of"]]]
        assert first["reason"] == ""
        assert first["voter_id"] == truth["voter_id"]
        assert order[first["line_id"]] < order[truth["line_id"]]
    assert max(several.values()) == 2
    valid = [truth["voter_id"] for _, truth in demo.with_reason("")]
    assert len(set(valid)) == len(valid)


def test_a_spoilt_section_is_spoilt_for_all_who_signed_it(demo: DemoFiles) -> None:
    spoilt = {line["section"] for line, _ in demo.with_reason("circulator_defect")}
    assert spoilt
    assert spoilt.isdisjoint(line["section"] for line, _ in demo.with_reason(""))


def test_kin_sign_next_to_each_other(demo: DemoFiles) -> None:
    surnames = [line["printed_name"].upper().split(" ")[-1] for line in demo.lines]
    together = sum(one == other for one, other in pairwise(surnames))
    assert together > 0.05 * len(surnames)


def test_different_addresses_differ_in_more_than_the_unit(demo: DemoFiles) -> None:
    same_place = 0
    for line, truth in demo.with_reason("different_address"):
        voter = demo.voter[truth["voter_id"]]
        same = line["address"].upper().startswith(f"{voter['house']} {voter['street']}")
        same_place += same and line["zip"] == voter["zip"]
    assert same_place == 0


def test_who_is_registered_twice_is_the_same_person_on_the_roll(demo: DemoFiles) -> None:
    twice = [truth for truth in demo.truth if truth["other_voter_id"]]
    assert len(twice) > 5
    ids = {truth["voter_id"] for truth in demo.truth}
    for truth in twice:
        one, other = demo.voter[truth["voter_id"]], demo.voter[truth["other_voter_id"]]
        assert one["birth_date"] == other["birth_date"]
        assert {one["status"], other["status"]} == {"active"}
        assert other["affidavit_signed_on"] < START
        assert other["voter_id"] not in ids
        at_home = all(one[name] == other[name] for name in ("house", "street", "unit", "zip"))
        assert not (at_home and truth["outcome"] == "matched")


def test_a_line_that_suits_two_voters_of_a_home_is_ambiguous(demo: DemoFiles) -> None:
    at_home: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in demo.roll:
        at_home[row["last"], row["house"], row["street"], row["unit"], row["zip"]].append(row)
    initials = 0
    for line, truth in zip(demo.lines, demo.truth, strict=True):
        if truth["noise"].split(";").count("first_initial") and truth["outcome"] == "matched":
            own = demo.voter[truth["voter_id"]]
            home = at_home[own["last"], own["house"], own["street"], own["unit"], own["zip"]]
            alike = [row for row in home if row["first"][:1] == own["first"][:1]]
            initials += 1
            assert len(alike) == 1 or line["birth_year"] or truth["roll_error"]
    assert initials > 20


def test_what_is_wrong_with_the_name_on_the_roll(demo: DemoFiles) -> None:
    errors = Counter(truth["roll_error"] for truth in demo.truth)
    share = {name: many / len(demo.truth) for name, many in errors.items()}
    assert 0.004 < share["misspelt"] < 0.014
    assert 0.0005 < share["swapped"] < 0.005
    assert 0.0005 < share["former_name"] < 0.005
    for line, truth in zip(demo.lines, demo.truth, strict=True):
        if truth["roll_error"] == "former_name" and not truth["noise"]:
            assert not line["printed_name"].endswith(demo.voter[truth["voter_id"]]["last"])
        if truth["roll_error"] == "swapped" and truth["reason"] == "" and not truth["noise"]:
            voter = demo.voter[truth["voter_id"]]
            assert line["printed_name"].startswith(voter["last"])


def test_a_keener_group_signs_more_and_the_roll_stays(tmp_path: Path, small: Path) -> None:
    make_demo(tmp_path / "keen", scale=0.002, seed=3, noise="keyed", keenness={"very_short": 8.0})
    keen = Counter(row["name_group"] for row in rows_of(tmp_path / "keen" / "truth.csv"))
    usual = Counter(row["name_group"] for row in rows_of(small / "truth.csv"))
    assert keen["very_short"] > 2 * usual["very_short"]
    assert keen.total() == usual.total()
    assert digests(tmp_path / "keen")["roll.csv"] == digests(small)["roll.csv"]
