"""The state of an audit: read back as written, and sealed."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from audit_cases import (
    agreeing,
    commitment_to,
    insufficient,
    plain_petition,
    problems_of,
    stepped,
)

from rollcheck.problems import RollcheckError
from rollcheck.sampling.audit import (
    Audit,
    check_commitment,
    read_state,
    write_state,
)


def three_steps(tmp_path: Path) -> Audit:
    audit = insufficient()
    audit = stepped(audit, tmp_path, agreeing(audit, 0, 4))
    return stepped(audit, tmp_path, agreeing(audit, 0, 9))


def test_the_state_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    audit = three_steps(tmp_path)
    write_state(tmp_path / "state.json", audit.state)
    assert read_state(tmp_path / "state.json") == audit.state
    steps = json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))["steps"]
    assert steps[0]["commitment"] == audit.commitment.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"invalid"', '"valid"'),
        ('"size": 40', '"size": 39'),
        ('"seed": "dice 1 2 3"', '"seed": "dice 1 2 4"'),
        ('"auditor-1"', '"auditor-2"'),
        ('"step": 2', '"step": 3'),
        ('"kind": "reviews"', '"kind": "rereviews"'),
        ('"format": "rollcheck-audit/2"', '"format": "other"'),
        ('"steps": [', '"steps": 3, "rest": ['),
        ("{", "{{"),
    ],
)
def test_an_altered_state_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "state.json"
    write_state(path, three_steps(tmp_path).state)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RollcheckError) as raised:
        read_state(path)
    assert problems_of(raised) == [(None, None, "altered_state")]


def test_a_step_left_out_or_moved_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    steps = list(three_steps(tmp_path).state.steps)
    for altered in ([steps[0], steps[2]], [steps[0], steps[2], steps[1]], steps[1:], []):
        path.write_text(json.dumps({"format": "rollcheck-audit/2", "steps": altered}))
        with pytest.raises(RollcheckError) as raised:
            read_state(path)
        assert problems_of(raised) == [(None, None, "altered_state")]


def test_a_state_of_another_commitment_is_refused(tmp_path: Path) -> None:
    audit = three_steps(tmp_path)
    laxer = replace(audit.plan, risk=Fraction(1, 5))
    for other in (
        commitment_to(plain_petition(60, 40), required=(70,), seed=9),
        replace(audit.commitment, plan=laxer),
    ):
        with pytest.raises(RollcheckError, match="another commitment"):
            check_commitment(other, audit.state)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "", "{}", "[1]", '{"format": "rollcheck-audit/2"}']
)
def test_a_file_that_is_no_state_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RollcheckError) as caught:
        read_state(path)
    assert [one.code for one in caught.value.problems] == ["altered_state"]
