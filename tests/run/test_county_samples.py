"""A sample drawn in each county: run, published, drawn and projected again by the verifier."""

import copy
import csv
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from any_place import AnyPlace, line_ids
from early_publishing import publish_before_certification

from rollcheck.cli.app import run_command
from rollcheck.sampling import LineIdentity, commit_strata, draw_strata, read_strata, write_strata
from rollcheck.verify.__main__ import verify
from rollcheck.verify.files import loaded
from rollcheck.verify.leaves import check_counts, check_drawn, check_draws, check_trees, read_leaves
from rollcheck.verify.log import Log, read_log
from rollcheck.verify.saying import FAILED, OPEN, Report

LINES = 1300
SEED = "five dice: 3 1 4 1 5"
SAMPLED = {"Alpha": (620, 500), "Beta": (560, 500), "Gamma": (120, 120)}
ALL_EXAMINED = "Gamma"
PETITION = "us-ca-state-initiative-2025-06-01"
CERTIFIED = ("--by", "s1", "--certified-on", "2025-08-01")


def county_of(number: int) -> str:
    return "Alpha" if number < 620 else "Beta" if number < 1180 else ALL_EXAMINED


def made(folder: Path) -> AnyPlace:
    """Return a statewide petition whose lines were committed to county by county."""
    keys = {"votes_cast": "[20000, 24000]"}
    petition = AnyPlace(folder, "us-ca", "state-initiative", LINES, "2025-06-01", keys=keys)
    ids = line_ids(LINES)
    places = [
        (i, LineIdentity(one, f"S{i // 100}", str(i // 10), str(i % 10 + 1)))
        for i, one in enumerate(ids)
    ]
    salts = (number.to_bytes(16) for number in count())
    strata = commit_strata(((county_of(i), one) for i, one in places), salts)
    write_strata(folder / "universe.csv", strata)
    sizes = {name: size for name, (_, size) in SAMPLED.items()}
    drawn = {
        one.line.identity.line_id
        for _, several in draw_strata(strata, SEED, sizes)
        for one in several
    }
    petition.reject(ids[::9], "not_registered")
    # A pair in one county counts as one; a copy of another county's line is none to subtract.
    alpha = [one for one in ids[:620] if one in drawn and one not in ids[::9]]
    gamma = [one for one in ids[1180:] if one in drawn and one not in ids[::9]]
    for line, other in ((alpha[1], alpha[0]), (gamma[0], alpha[2])):
        petition.found[line] = [f"p{i},invalid,duplicate,,{other}," for i in (1, 2)]
    petition.found = {line: rows for line, rows in petition.found.items() if line in drawn}
    del petition.keys["determinations"]
    petition.keys["sample"] = (
        f'{{universe = "universe.csv", seed = "{SEED}", determinations = "determinations.csv"}}'
    )
    return petition


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("counties")
    made(folder).result()
    record, by = folder / "office", ("--by", "s1", "--petition", PETITION)
    on = ("--record", record, *by)
    rules = ("--rules", "us-ca/state-initiative", "--on", "2025-06-01")
    did("record", "init", record, "--origin", "x.example/r", "--by", "admin1", "--no-passphrase")
    for name, root, lines in roots(folder):
        values = (f"root={root}", f"lines={lines}", f"stratum={name}")
        did("record", "append", record, "universe_committed", *values, *by)
    draw = (
        "sample",
        "draw",
        folder / "universe.csv",
        "--seed",
        SEED,
        "--out",
        folder / "drawn.csv",
    )
    did(*draw, *rules, *on, "--how", "dice")
    did("publish", folder / "run", "--out", folder / "bundle", "--record", record, *CERTIFIED)
    return folder / "bundle"


def did(*words: object) -> None:
    assert run_command([str(word) for word in words]) == 0, words


def roots(folder: Path) -> list[tuple[str, str, int]]:
    strata = read_strata(folder / "universe.csv")
    return [(one.name, one.universe.root.hex(), len(one.universe.lines)) for one in strata]


def test_each_county_is_projected_by_itself_and_added(bundle: Path) -> None:
    sample = loaded(bundle / "result.json")["sample"]
    counties = {one["name"]: one for one in sample["counties"]}
    assert {name: (one["lines"], one["size"]) for name, one in counties.items()} == SAMPLED
    assert {name: one["duplicates"] for name, one in counties.items()} == {
        "Alpha": 1,
        "Beta": 0,
        ALL_EXAMINED: 0,
    }
    assert sample["duplicates_outside"] == 1
    examined = counties[ALL_EXAMINED]
    assert examined["projected_valid"] == examined["naive_valid"] == examined["valid"]
    assert counties["Alpha"]["projected_valid"] < counties["Alpha"]["naive_valid"]
    for key in ("size", "valid", "invalid", "naive_valid", "projected_valid"):
        assert sum(one[key] for one in counties.values()) == sample[key]
    low, high = (sample["projected_interval"][key] for key in ("low", "high"))
    assert low < sample["projected_valid"] < high


def test_the_verifier_draws_and_projects_every_county_again(bundle: Path) -> None:
    report = verify(bundle, None, None, None)
    assert FAILED not in dict(report.found), report.found
    said = " ".join(said for _, said in report.found)
    for words in (
        "Commitments and draws are those that the record shows",
        "Sample 1, drawn again",
        "in each of 3 counties, added up",
        "own leaves",
    ):
        assert words in said


def test_the_site_shows_every_county(bundle: Path) -> None:
    for page, caption in (
        ("index", "The sample of each county"),
        ("es", "muestra de cada condado"),
    ):
        text = (bundle / f"{page}.html").read_text(encoding="utf-8")
        table = text[text.index(caption) :].partition("</table>")[0]
        assert all(f">{name}<" in table for name in SAMPLED)


def failures(folder: Path, result: Any) -> str:
    report = Report()

    def look() -> None:
        leaves = read_leaves(folder)
        check_trees(leaves, result, report)
        check_draws(leaves, result, report)
        check_counts(leaves, result, report)

    report.part("The leaves", look)
    return " ".join(said for kind, said in report.found if kind == FAILED)


def _move(one: str, other: str, key: str) -> Callable[[Any], None]:
    """Return what takes a line of one county for one of another; no sum shows it."""

    def change(result: Any) -> None:
        counties = {county["name"]: county for county in result["samples"][0]["counties"]}
        counties[one][key] += 1
        counties[other][key] -= 1

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_move("Beta", "Alpha", "size"), "not what root and seed draw"),
        (_move("Beta", "Alpha", "valid"), "leaves of a county do not give its counts: Alpha, Beta"),
        (lambda result: result["samples"][0]["counties"].pop(), "not what root and seed draw"),
        (lambda result: result["samples"][0]["counties"].clear(), "not what root and seed draw"),
    ],
)
def test_a_county_changed_is_found(bundle: Path, change: Callable[[Any], None], said: str) -> None:
    result = loaded(bundle / "result.json")
    assert failures(bundle, result) == ""
    change(result)
    assert said in failures(bundle, result)


def test_a_line_of_another_county_put_into_the_sample_is_found(
    bundle: Path, tmp_path: Path
) -> None:
    with (bundle / "leaves.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    inside = next(row for row in rows[:620] if row[-1] == "valid")
    outside = next(row for row in rows[620:1180] if not row[-1])
    inside[-1], outside[-1] = outside[-1], inside[-1]
    with (tmp_path / "leaves.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    (tmp_path / "leaves.json").write_bytes((bundle / "leaves.json").read_bytes())
    assert "not what root and seed draw" in failures(tmp_path, loaded(bundle / "result.json"))


Entries = dict[int, dict[str, Any]]


def _of(entries: Entries, kind: str) -> list[int]:
    return [seq for seq, one in sorted(entries.items()) if one["type"] == kind]


def _another(kind: str, key: str, value: object) -> Callable[[Entries], None]:
    def change(entries: Entries) -> None:
        entries[_of(entries, kind)[0]]["data"][key] = value

    return change


def _draw_first(entries: Entries) -> None:
    first, drawn = _of(entries, "universe_committed")[0], _of(entries, "sample_drawn")[0]
    entries[first], entries[drawn] = entries[drawn], entries[first]


def _drawn_twice(entries: Entries) -> None:
    other = copy.deepcopy(entries[_of(entries, "sample_drawn")[0]])
    other["data"]["seed"] = "another"
    entries[max(entries) + 1] = other


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_another("universe_committed", "root", "00" * 32), FAILED),
        (_another("universe_committed", "lines", 619), FAILED),
        (_another("universe_committed", "stratum", "Delta"), FAILED),
        (_another("sample_drawn", "size", 501), FAILED),
        (_another("sample_drawn", "seed", "another"), FAILED),
        (_another("sample_drawn", "root", "00" * 32), FAILED),
        (_draw_first, FAILED),
        (_drawn_twice, OPEN),
    ],
)
def test_a_record_of_another_commitment_or_draw_is_found(
    bundle: Path, change: Callable[[Entries], None], kind: str
) -> None:
    log, leaves = read_log(bundle / "record"), read_leaves(bundle)
    result, entries, report = loaded(bundle / "result.json"), copy.deepcopy(log.shown), Report()
    check_drawn(log, leaves, result, report)
    assert [one for one, _ in report.found] == ["ok"]
    change(entries)
    check_drawn(Log(log.checkpoint, log.hashes, entries, log.true), leaves, result, report)
    assert report.found[-1][0] in (kind, OPEN)
    assert kind in dict(report.found)


def test_what_does_not_fit_a_draw_by_county_is_refused(tmp_path: Path) -> None:
    petition = made(tmp_path)
    petition.keys["sample"] = petition.keys["sample"].replace("seed", "size = 500, seed")
    assert petition.problems() == {("sample.size", "drawn_in_county")}
    petition.keys["raw_count"] = str(LINES + 1)
    assert ("sample.universe", "without_county") in petition.problems()
    petition.keys["raw_count"] = str(LINES)
    petition.commit()
    assert ("sample.universe", "no_strata") in petition.problems()


def test_waiting_lines_leave_both_ends_open_in_every_county(tmp_path: Path) -> None:
    petition = made(tmp_path)
    for line in list(petition.found)[::25]:
        del petition.found[line]
    sample = petition.result()["sample"]
    assert sample["waiting"] == sum(one["waiting"] for one in sample["counties"]) > 0
    assert sample["bounds"]["lowest_projected"] < sample["bounds"]["highest_projected"]
    assert sample["projected_interval"] is None
    publish_before_certification(tmp_path / "run", tmp_path / "bundle")
    assert FAILED not in dict(verify(tmp_path / "bundle", None, None, None).found)
    assert json.loads((tmp_path / "bundle" / "leaves.json").read_text())["lines"] == LINES


def test_the_report_says_that_each_county_drew_for_itself(bundle: Path) -> None:
    page = (bundle / "index.html").read_text(encoding="utf-8")
    assert "Each county drew its own sample, and both lines of a pair" in page
    assert " of draws when " not in page
