"""``rollcheck law`` on the command line: its answers, its JSON and its refusals."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command

RECALL = "us-ca/county-recall"
NEWEST = Path(str(files("rollcheck.law") / "places" / "us-ca" / "county-recall.2025-01-01.toml"))


def said(capsys: pytest.CaptureFixture[str], line: str, code: int = 0) -> str:
    assert run_command(["law", *line.split()]) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err or captured.out


def answered(capsys: pytest.CaptureFixture[str], line: str) -> dict[str, object]:
    found = json.loads(said(capsys, f"{line} --json"))
    assert isinstance(found, dict)
    return found


COMMANDS: Mapping[str, dict[str, object]] = {
    f"required {RECALL} --on 2022-01-27 --registered 5668569": {"required": 566857},
    f"sample {RECALL} --on 2022-07-06 --raw 715833 --required 566857": {
        "required": 566857,
        "sample_size": 35792,
    },
    f"sample {RECALL} --on 2022-07-06 --raw 715833 --required 566857 --sample 35793": {
        "sample_size": 35793,
        "insufficient_below": 25510,
        "sufficient_from": 31179,
        "rounded_insufficient_below": 25508,
        "rounded_sufficient_from": 31178,
        "total_insufficient_below": 510172,
        "total_sufficient_from": 623543,
        "deciding": "exact",
    },
    f"project {RECALL} --on 2022-07-06 --raw 24034 --sample 722 --valid 516 --duplicates 2": {
        "projected_valid": 15028,
        "naive_valid": 17178,
    },
    f"decide {RECALL} --filed 2022-07-06 --raw 715,833 --required 566857 --valid 520050": {
        "decision": "insufficient",
        "short_by": 46807,
    },
    f"deadlines {RECALL} --on 2022-07-06": {"verification_with_sample": "2022-08-17"},
    f"deadlines {RECALL} --approved 2022-01-27 --registered 5668569": {"circulation": "2022-07-06"},
    f"required {NEWEST} --on 2026-01-27 --registered 5668569": {"required": 566857},
}


@pytest.mark.parametrize("line", COMMANDS)
def test_json(capsys: pytest.CaptureFixture[str], line: str) -> None:
    found = answered(capsys, line)
    assert found | COMMANDS[line] == found
    assert isinstance(found["warnings"], list)
    steps = found["steps"]
    assert isinstance(steps, list)
    for step in steps:
        assert {"name", "value", "rule", "citation", "verified"} <= set(step)
    named = found["rule_set"]
    assert isinstance(named, dict)
    assert named["identifier"] == RECALL


@pytest.mark.parametrize("line", COMMANDS)
def test_text_explains_every_step_within_80_columns(
    capsys: pytest.CaptureFixture[str], line: str
) -> None:
    steps = answered(capsys, line)["steps"]
    assert isinstance(steps, list)
    text = said(capsys, line)
    assert all(len(row) <= 80 and row == row.rstrip() for row in text.splitlines())
    flowing = " ".join(text.split())
    for step in steps:
        assert step["citation"] in flowing
        assert step["rule"][1:] in flowing
    assert flowing.count("Not verified (") == sum(not step["verified"] for step in steps)


def test_numbers_have_thousands_separators(capsys: pytest.CaptureFixture[str]) -> None:
    line = f"decide {RECALL} --on 2022-07-06 --raw 715833 --required 566857 --valid 520050"
    text = said(capsys, line)
    assert text.startswith("Insufficient, 46,807 short of 566,857 required.")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            f"required {RECALL} --on 2022-01-27 --registered 5 --votes-cast 3",
            "does not use --votes-cast for `law required`. It uses --on, --registered, --json.",
        ),
        (
            f"required {RECALL} --on 2022-01-27 --filed 2022-07-06 --registered 5",
            "does not use --filed",
        ),
        (
            f"sample {RECALL} --on 2022-07-06 --raw 715833 --required 5 --valid 3 --county LA",
            "does not use --county, --valid",
        ),
        (f"project {RECALL} --on 2022-07-06 --raw 9 --counts x.csv", "does not use --counts"),
        (
            f"decide {RECALL} --on 2022-07-06 --raw 9 --required 5 --valid 3 --duplicates 2",
            "It uses --on, --filed, --raw, --valid, --invalid, --required, --json.",
        ),
        (f"deadlines {RECALL} --filed 2022-07-06 --raw 9", "does not use --raw"),
        (f"deadlines {RECALL}", "Give a day"),
        (f"deadlines {RECALL} --on 2022-07-06 --filed 2022-07-07", "it differs from --filed"),
        (f"decide {RECALL} --on 2022-07-06 --filed 2022-07-07", "it differs from --filed"),
        (f"decide {RECALL} --raw 9", "needs --on"),
        (f"decide {RECALL} --on 2022-07-06 --raw 9", "needs --valid, --required"),
        (f"required {RECALL} --on 06/07/2022 --registered 5", "Write it as 2022-07-06"),
        (f"required {RECALL} --on 2022-02-30 --registered 5", "Write it as 2022-07-06"),
        (f"required {RECALL} --on 2022-01-27 --registered many", "is no whole number"),
    ],
)
def test_usage(capsys: pytest.CaptureFixture[str], line: str, says: str) -> None:
    assert says in " ".join(said(capsys, line, code=2).split())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"decide {RECALL} --on 2022-07-06 --raw 10 --required 5 --valid 11", "cannot be more"),
        (f"decide {RECALL} --on 2022-07-06 --raw 10 --required 5 --valid -1", "negative"),
        (f"sample {RECALL} --on 2022-07-06 --raw 500 --required 5 --sample 10", "every one"),
        (f"required {RECALL} --on 1990-01-01 --registered 10", "cover 1990-01-01"),
        ("required us-zz/county-recall --on 2022-01-01 --registered 10", "us-ca/county-recall"),
        ("required nowhere.toml --on 2022-01-01 --registered 10", "No such file"),
        (f"required {NEWEST} --on 2022-01-01 --registered 10", "2025-01-01 to now"),
    ],
)
def test_problems(capsys: pytest.CaptureFixture[str], line: str, says: str) -> None:
    assert says in said(capsys, line, code=1)
    found = json.loads(said(capsys, f"{line} --json", code=1))
    (problem,) = found["problems"]
    assert set(problem) == {"file", "row", "column", "code", "message"}
    assert says in problem["message"]


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "list")
    assert f"{RECALL}  1994-12-31 to 2023-12-31" in text
    listed = json.loads(said(capsys, "list --json"))
    assert [rules["effective_from"] for rules in listed if rules["identifier"] == RECALL] == [
        "1994-12-31",
        "2024-01-01",
        "2025-01-01",
    ]


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(said(capsys, f"show {RECALL} --on 2022-07-06").split())
    assert "In force from 1994-12-31 to 2023-12-31." in text
    assert "requirement.bands.5: 10 for 100,000 registered voters or more" in text
    assert "2 different people (by office policy)" in text
    newest = json.loads(said(capsys, f"show {RECALL} --json"))
    assert newest["effective_from"] == "2025-01-01"
    fields = {field["name"]: field for field in newest["fields"]}
    assert fields["stages.1.sample.percent"]["value"] == "5"
    assert fields["stages.1.projection.naive_rounding"]["value"] == {"mode": "up", "decimals": 0}
    assert fields["registration.statuses_counted"]["value"] == ["active", "inactive"]
    assert fields["review.machine_may_accept"]["value"] is False
    assert {reason["code"] for reason in newest["reasons"]} >= {"duplicate", "not_registered"}


def test_check_reports_the_problems_of_every_file_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = NEWEST.read_text(encoding="utf-8")
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text(text.replace("value = 500,", "value = 500.5,"), encoding="utf-8")
    second.write_text(text.replace("= 15028 }", "= 15029 }"), encoding="utf-8")
    found = json.loads(said(capsys, f"check {NEWEST} {first} {second} --json", code=1))
    assert [(Path(one["file"]).name, one["column"]) for one in found["problems"]] == [
        ("first.toml", "stages.1.sample.sampled_above"),
        ("first.toml", "stages.1.sample.minimum"),
        ("second.toml", "examples.1"),
    ]


def test_check_of_sound_files(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(said(capsys, f"check {NEWEST}").split())
    assert "no problems" in text
    assert "5 worked examples reproduced" in text
    found = json.loads(said(capsys, f"check {NEWEST} --json"))
    assert found["problems"] == []
    assert [one["identifier"] for one in found["checked"]] == [RECALL]
