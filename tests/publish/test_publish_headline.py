"""The decision in one sentence and its badge, in every state."""

import pytest
from publish_states import STATES, full_check

from rollcheck.publish.decisions import cards
from rollcheck.publish.headline import badge, headline
from rollcheck.publish.node import Node

EXPECTED = {
    "full_check": (
        (
            "The petition is insufficient: 520,050 valid signatures, 46,807 fewer than the 566,857 "
            "required."
        ),
        "Final: Every line is determined.",
    ),
    "sufficient": (
        (
            "The petition is sufficient: 570,000 valid signatures, 3,143 more than the 566,857 "
            "required."
        ),
        "Final: Every line is determined.",
    ),
    "equality": (
        "The petition is sufficient: 566,857 valid signatures, exactly the 566,857 required.",
        "Final: Every line is determined.",
    ),
    "provisional_certain": (
        (
            "The petition will be insufficient however the waiting lines turn out: between 518,850 "
            "and 520,050 valid signatures, 566,857 required."
        ),
        "Provisional: 1,200 lines wait; the decision is already certain.",
    ),
    "provisional_open": (
        (
            "The decision is still open: 510,000 valid signatures so far, 566,857 required, and "
            "60,000 lines wait."
        ),
        "Provisional: 60,000 lines wait; the decision is still open.",
    ),
    "one_line_waits": (
        (
            "The petition will be insufficient however the one waiting line turns out: between "
            "520,049 and 520,050 valid signatures, 566,857 required."
        ),
        "Provisional: 1 line waits; the decision is already certain.",
    ),
    "nothing_determined": (
        "Nothing is determined yet: 715,833 lines wait, and 566,857 valid signatures are required.",
        "Provisional: 715,833 lines wait; the decision is still open.",
    ),
    "sample_undecided": (
        (
            "The sample does not decide: it projects 520,122 valid signatures; fewer than 510,172 "
            "or at least 623,543 would have decided, so every line must be checked."
        ),
        "Not decided: The next stage is still to come.",
    ),
    "sample_next": (
        (
            "The sample does not decide: it projects 520,122 valid signatures, so a further sample "
            "must be drawn."
        ),
        "Not decided: The next stage is still to come.",
    ),
    "sample_sufficient": (
        (
            "The petition is sufficient on its sample, which projects 640,462 valid signatures; "
            "623,543 are enough."
        ),
        "Final: Every line of the sample is determined.",
    ),
    "sample_insufficient": (
        (
            "The petition is insufficient on its sample, which projects 360,469 valid signatures; "
            "fewer than 510,172 are too few."
        ),
        "Final: Every line of the sample is determined.",
    ),
    "sample_open": (
        "The sample is still open: 27,483 of its 35,793 lines are valid so far, and 500 wait.",
        "Provisional: 500 lines wait; the decision is still open.",
    ),
    "sample_certain": (
        "However the rest of the sample turns out, its end is certain: every line must be checked.",
        "Provisional: 2 lines wait; the decision is already certain.",
    ),
    "sample_nothing_determined": (
        "Nothing of the sample is determined yet: all of its 35,793 lines wait.",
        "Provisional: 35,793 lines wait; the decision is still open.",
    ),
    "raw_too_few": (
        (
            "The petition is insufficient on its raw count: 500,000 lines were filed, 66,857 fewer "
            "than the 566,857 valid signatures required."
        ),
        "Final: The raw count alone decides; no signature is verified.",
    ),
    "zero_lines": (
        (
            "The petition is insufficient on its raw count: no line was filed, and 566,857 valid "
            "signatures are required."
        ),
        "Final: The raw count alone decides; no signature is verified.",
    ),
    "lines_lost": (
        "No decision can be certified: the counts do not add up to the 715,833 lines filed.",
        "Not certifiable: The counts do not add up to the raw count.",
    ),
    "wrongly_said_to_reconcile": (
        "No decision can be certified: the counts do not add up to the 715,833 lines filed.",
        "Not certifiable: The counts do not add up to the raw count.",
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_headline_and_badge(name: str) -> None:
    result = Node(STATES[name]())
    shown = badge(result)
    assert (headline(result), f"{shown.word}: {shown.meaning}") == EXPECTED[name]


def test_what_may_not_be_certified_is_not_called_final() -> None:
    result = full_check() | {"certifiable": False, "not_certifiable_because": ["Of this."]}
    assert badge(Node(result)).word == "Not certifiable"


def test_without_a_required_number_nothing_is_decided() -> None:
    result = full_check() | {"required": [], "decisions": [], "decision": None}
    assert headline(Node(result)) == (
        "520,050 valid signatures so far, but no required number is known, so nothing is decided."
    )


def card(name: str, position: int = 0) -> str:
    one = cards(Node(STATES[name]()))[position]
    parts = [one.standing, one.required, one.decision, *one.notes]
    return " | ".join(parts).replace("\N{NO-BREAK SPACE}", " ")


def test_contested_numbers_stand_side_by_side_the_certified_first() -> None:
    assert card("full_check") == (
        "Certified number | 566,857 | Insufficient | 520,050 valid signatures are 91.74 % of it: "
        "46,807 fewer than the 566,857 required. | The decision stands unless at least 46,807 of "
        "the 195,783 rejections (23.91 %) were wrong."
    )
    assert card("full_check", 1) == (
        "Claimed number | 543,840 | Insufficient | 520,050 valid signatures are 95.63 % of it: "
        "23,790 fewer than the 543,840 required. | The decision stands unless at least 23,790 of "
        "the 195,783 rejections (12.15 %) were wrong."
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "provisional_open",
            "Open: insufficient at the lowest count of the petition, sufficient at the highest",
        ),
        (
            "provisional_open",
            "anywhere from 510,000 (89.97 %) to 570,000 (100.55 %) valid in the petition.",
        ),
        ("provisional_certain", "Insufficient, however the waiting lines turn out"),
        (
            "sample_open",
            "projection to the petition can end from 320,115 (56.47 %) to 520,122 (91.76 %)",
        ),
        (
            "sample_open",
            "Open: insufficient at the lowest projection from the sample, every line must be",
        ),
        ("sample_undecided", "The 520,122 valid signatures projected are 91.76 % of it."),
        ("sample_nothing_determined", "can end from 0 (0.00 %) to 715,833 (126.28 %)"),
        ("raw_too_few", "500,000 lines were filed: 66,857 too few even if all were valid."),
        ("equality", "There is no margin"),
        ("sufficient", "unless at least 3,143 of the 570,000 acceptances (0.55 %) were wrong"),
        ("lines_lost", "Not established | The counts do not add up, so nothing follows"),
    ],
)
def test_what_a_card_says(name: str, expected: str) -> None:
    assert expected in card(name)


def test_a_number_that_the_raw_count_leaves_open_says_that_no_line_was_verified() -> None:
    assert card("raw_between_the_numbers") == (
        "Certified number | 566,857 | Insufficient on the raw count | 550,000 lines were filed: "
        "16,857 too few even if all were valid."
    )
    assert card("raw_between_the_numbers", 1) == (
        "Claimed number | 543,840 | Open: insufficient if no line were valid, sufficient if every "
        "line were | No line was verified, since fewer were filed than the certified number "
        "requires. | At this number the decision would be open: 543,840 valid signatures are "
        "98.88 % of the 550,000 lines filed."
    )


def rejected(lines: int, valid: int) -> str:
    """What the certified card says last, where ``lines`` were rejected and ``valid`` count."""
    result = full_check()
    reason = result["counts"]["reasons"][0] | {"lines": lines}
    result["counts"] |= {"raw": valid + lines, "valid": valid, "invalid": lines}
    result["counts"]["reasons"] = [reason]
    return cards(Node(result))[0].notes[-1].replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("lines", "valid", "said"),
    [
        (0, 566_800, "There is no rejection that could be wrong and change the decision."),
        (1, 566_800, "Not even if the one rejection were wrong would the decision change."),
        (9, 566_800, "Not even if all 9 rejections were wrong would the decision change."),
        (1, 566_856, "The decision stands unless the one rejection was wrong."),
        (
            4,
            566_856,
            "The decision stands unless at least 1 of the 4 rejections (25.00 %) was wrong.",
        ),
        (3, 566_854, "The decision stands unless all 3 rejections were wrong."),
    ],
)
def test_how_many_rejections_would_have_to_be_wrong(lines: int, valid: int, said: str) -> None:
    assert rejected(lines, valid) == said


def test_a_sample_of_few_lines_speaks_of_them_in_the_singular() -> None:
    result = STATES["sample_open"]()
    result["sample"] |= {"size": 2, "valid": 1, "invalid": 0, "waiting": 1}
    assert headline(Node(result)) == (
        "The sample is still open: 1 of its 2 lines is valid so far, and 1 waits."
    )
    result["sample"] |= {"size": 1, "valid": 0}
    assert headline(Node(result)) == (
        "Nothing of the sample is determined yet: its one line waits."
    )
