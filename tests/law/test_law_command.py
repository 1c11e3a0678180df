"""``rollcheck law`` on the command line: its answers, its JSON and its refusals."""

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import click
import pytest

from rollcheck.cli.app import run_command
from rollcheck.cli.law import law
from rollcheck.law import identifiers

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


def test_the_questions_of_law_wait_for_no_engine() -> None:
    """Those that match and tally load numba, Arrow and numpy; a question of law needs none."""
    code = "import sys, rollcheck.cli.law as _; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numba", "pyarrow", "numpy", "pyspark"} & set(done.stdout.split())


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
    assert fields["stages.1.sample.percent"]["meaning"] == "Percent of the raw count"
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
    places = [(Path(one["file"]).name, one["row"], one["column"]) for one in found["problems"]]
    rows = text.splitlines()
    assert places == [
        ("first.toml", 1 + rows.index(of("sampled_above", rows)), "stages.1.sample.sampled_above"),
        ("first.toml", 1 + rows.index(of("minimum", rows)), "stages.1.sample.minimum"),
        ("second.toml", 1 + rows.index("[[examples]]"), "examples.1"),
    ]


def of(field: str, rows: list[str]) -> str:
    return next(row for row in rows if row.startswith(f"{field} = "))


def test_check_of_a_file_that_is_not_there_still_checks_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("format = \n", encoding="utf-8")
    line = f"check {tmp_path / 'none.toml'} {tmp_path} {broken} --json"
    problems = json.loads(said(capsys, line, code=1))["problems"]
    assert [one["code"] for one in problems] == ["system", "system", "syntax"]


def test_check_of_sound_files(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(said(capsys, f"check {NEWEST}").split())
    assert "no problems" in text
    assert "5 worked examples reproduced" in text
    found = json.loads(said(capsys, f"check {NEWEST} --json"))
    assert found["problems"] == []
    assert [one["identifier"] for one in found["checked"]] == [RECALL]


PLACES: Mapping[str, dict[str, object]] = {
    "project us-wa/state-initiative --on 2014-07-03 --raw 348072 --sample 10512 --valid 9606 "
    "--duplicates 9 --required 246372": {
        "decision": "sufficient",
        "ratio": 0.0302006,
        "allowance": 44.9249,
        "expected_pairs": 64.3117,
        "acceptable_pairs": 51.0796,
        "error_rate_percent": 11.37,
    },
    "project us-wa/state-initiative --on 2014-07-03 --raw 348072 --sample 10512 --valid 9606 "
    "--duplicates 9 --votes-cast 3079639": {"required": 246372, "decision": "sufficient"},
    "project us-wa/state-initiative --on 2014-07-03 --raw 348072 --sample 10512 --valid 9606 "
    "--duplicates 9": {"acceptable_pairs": None, "error_rate_percent": 11.37},
    "project us-az/state-initiative --on 2022-07-07 --raw 400000 --excluded 20000 --sample 19000 "
    "--valid 15200 --required 300000": {"projected_valid": 300960, "decision": "sufficient"},
    "project us-co/state-initiative --filed 2012-08-06 --raw 106119 --sample 5306 --valid 4290 "
    "--required 86105": {"projected_valid": 85800, "decision": "full_check"},
    "sample us-mi/state-initiative --on 2020-06-01 --raw 379419 --excluded 6357 "
    "--required 340047 --sample 500": {"insufficient_below": 449, "sufficient_from": 465},
    "project us-or/state-initiative --on 2006-07-07 --raw 152127 --sample 1000 --valid 700 "
    "--required 100840": {"decision": "next_sample", "next_sample_size": 7607, "stage": 1},
    "project us-or/state-initiative --on 2006-07-07 --raw 152127 --sample 2000 --valid 1400 "
    "--required 100840 --stage 2": {"decision": "sufficient", "stage": 2},
    "decide us-ca/state-recall --on 2021-04-26 --raw 2161349 --required 1495709 --valid 1719943 "
    "--withdrawn 43": {"remaining": 1719900, "decision": "sufficient"},
    "decide uk/recall-of-mp --on 2023-11-08 --registered 79402 --valid 10505 --invalid 82": {
        "required": 7941,
        "decision": "sufficient",
    },
    "project us-wa/state-initiative --on 2014-07-03 --raw 348072 --sample 10512 --invalid 897 "
    "--duplicates 9 --required 246372": {"decision": "sufficient", "error_rate_percent": 11.37},
    "decide uk/recall-of-mp --on 2023-11-08 --registered 79402 --valid 10505": {
        "decision": "sufficient",
    },
    "decide us-ca/state-recall --on 2021-04-26 --required 1495709 --valid 1719943": {
        "decision": "sufficient",
    },
    "decide us-ca/county-recall --on 2022-07-06 --raw 500000 --required 566857": {
        "decision": "insufficient_on_raw",
        "short_by": 66857,
    },
    "project us-ca/county-recall --on 2022-07-06 --raw 500000 --required 566857": {
        "decision": "insufficient_on_raw",
        "short_by": 66857,
    },
    "decide us-co/state-initiative --on 2018-08-06 --votes-cast 2480000 --valid 130000 "
    "--measure constitutional-amendment": {
        "decision": "sufficient",
        "districts_met": None,
        "districts_needed": 35,
    },
    "decide us-co/state-initiative --on 2012-08-06 --raw 9 --votes-cast 1722096": {
        "required": 86105,
        "decision": "insufficient_on_raw",
    },
    "decide us-co/state-initiative --on 2012-08-06 --raw 106119 --required 86105 --invalid 23873": {
        "valid": 82246,
        "short_by": 3859,
        "decision": "insufficient",
    },
    "decide us-mi/state-initiative --on 2020-06-01 --raw 379419 --excluded 6357 "
    "--required 340047 --invalid 33873": {"valid": 339189, "decision": "insufficient"},
    "decide ch/federal-initiative --on 2012-08-02 --raw 100649 --valid 97537": {
        "required": 100000,
        "decision": "insufficient",
        "short_by": 2463,
    },
    "required us-or/state-initiative --on 2022-07-08 --votes-cast 1001 "
    "--measure constitutional-amendment": {"required": 81},
    "deadlines us-ca/state-initiative --filed 2022-06-30 --notified 2022-07-13": {
        "raw_count": "2022-07-13",
        "verification": "2022-08-24",
    },
    "project us-ca/state-initiative --on 2022-06-30 --county Alameda --raw 24034 --sample 722 "
    "--valid 516 --duplicates 2": {"county": "Alameda", "projected_valid": 15028},
}


@pytest.mark.parametrize("line", PLACES)
def test_json_of_other_places(capsys: pytest.CaptureFixture[str], line: str) -> None:
    found = answered(capsys, line)
    assert found | PLACES[line] == found
    text = said(capsys, line)
    assert all(len(row) <= 80 and row == row.rstrip() for row in text.splitlines())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            f"{RECALL} --filed 2025-03-03",
            "--approved and --registered for circulation, --certified for examination start, ",
        ),
        ("us-wa/state-initiative --filed 2025-03-03", "give --certified for review."),
        ("us-ca/in-lieu --filed 2025-03-03", "hold no deadline"),
        ("us-or/state-initiative --filed 2025-03-03", None),
    ],
)
def test_deadlines_say_which_days_would_give_those_not_known(
    capsys: pytest.CaptureFixture[str], line: str, says: str | None
) -> None:
    warnings = answered(capsys, f"deadlines {line}")["warnings"]
    assert isinstance(warnings, list)
    assert len(warnings) == (0 if says is None else 1)
    assert says is None or says in warnings[0]


def test_every_question_has_the_same_flags_in_the_same_order() -> None:
    def flags(name: str) -> list[str]:
        command = law.get_command(click.Context(law), name)
        assert command is not None
        return [option.opts[0] for option in command.params if isinstance(option, click.Option)]

    questions = ("required", "sample", "project", "decide", "deadlines")
    asked = [flags(name) for name in questions]
    assert all(one == asked[0] for one in asked)
    assert set(asked[0]) >= {
        *("--on", "--filed", "--county", "--registered", "--votes-cast", "--raw", "--sample"),
        *("--valid", "--invalid", "--excluded", "--duplicates", "--withdrawn", "--required"),
        *("--counts", "--json"),
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "project us-nv/county-initiative --on 2022-06-01 --raw 9 --sample 9 --duplicates 1",
            "--votes-cast, --raw, --sample, --valid, --invalid, --withdrawn, --required, --json.",
        ),
        (
            "project us-co/state-initiative --on 2022-06-01 --raw 9 --excluded 1",
            "does not use --excluded",
        ),
        (
            "required uk/recall-of-mp --on 2023-11-08 --votes-cast 9",
            "It uses --on, --filed, --registered",
        ),
        (
            "decide us-ca/county-recall --on 2022-07-06 --registered 9 --raw 9",
            "does not use --registered",
        ),
        ("decide us-ca/in-lieu --on 2022-01-06 --raw 9 --valid 9", "needs --required"),
        ("decide us-mi/state-initiative --on 2020-06-01 --raw 9 --valid 9", "needs --required"),
        ("required us-wa/state-initiative --on 2014-07-03", "needs --votes-cast"),
    ],
)
def test_usage_of_other_places(capsys: pytest.CaptureFixture[str], line: str, says: str) -> None:
    assert says in " ".join(said(capsys, line, code=2).split())


@pytest.mark.parametrize("identifier", identifiers())
def test_every_place_is_shown_within_80_columns(
    capsys: pytest.CaptureFixture[str], identifier: str
) -> None:
    text = said(capsys, f"show {identifier}")
    assert all(len(row) <= 80 and row == row.rstrip() for row in text.splitlines())
    shown = json.loads(said(capsys, f"show {identifier} --json"))
    assert shown["identifier"] == identifier
