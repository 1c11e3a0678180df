"""What the law does by itself: struck lines, void sheets, recounts, lines lost, withdrawals."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from any_place import AnyPlace, by_rule_of, line_ids, reasons_of, waiting_of

DEFECTS = "section,sheet,person,finding,reason,at"
EVERY = line_ids(60)


def recall(folder: Path) -> AnyPlace:
    """California: struck lines are not counted, void sheets leave before the count."""
    keys = {"required": "40"}
    return AnyPlace(folder, "us-ca", "county-recall", 60, "2025-06-01", keys=keys)


def washington(folder: Path) -> AnyPlace:
    """Washington: struck lines are invalid, the raw count is revised, no defect voids a line."""
    keys = {"votes_cast": "500"}
    return AnyPlace(folder, "us-wa", "state-initiative", 60, "2012-12-01", keys=keys)


def nevada(folder: Path) -> AnyPlace:
    """Nevada: void sheets are found in the check."""
    keys = {"required": "40"}
    return AnyPlace(folder, "us-nv", "county-initiative", 60, "2012-08-01", keys=keys)


def arizona(folder: Path, size: int = 20) -> AnyPlace:
    """Arizona: the next line takes the place of one not found; lines may be excluded."""
    keys = {"required": "30", "sample": _sample(size)}
    return AnyPlace(folder, "us-az", "state-initiative", 60, "2022-07-01", keys=keys)


def michigan(folder: Path) -> AnyPlace:
    """Michigan: no copy of a duplicate counts; two samples."""
    keys = {"required": "40"}
    return AnyPlace(folder, "us-mi", "state-initiative", 60, "2018-05-01", keys=keys)


def _sample(size: int) -> str:
    return f'{{universe = "universe.csv", seed = "s", size = {size}}}'


def rows(petition: AnyPlace) -> dict[str, dict[str, object]]:
    table = pq.read_table(petition.folder / "run" / "restricted" / "lines.parquet")
    return {row["line_id"]: row for row in table.to_pylist()}


# Struck lines


def test_struck_lines_that_are_not_counted(tmp_path: Path) -> None:
    petition = recall(tmp_path)
    petition.struck = frozenset(EVERY[:3])
    for line in petition.struck:
        del petition.found[line]
    petition.keys["raw_count"] = "57"
    result = petition.result()
    assert (result["counts"]["raw"], result["counts"]["valid"]) == (57, 57)
    assert result["counts"]["reconciles"]
    assert result["status"] == "final"
    assert by_rule_of(result) == {"raw_count.struck_lines": 3}
    every = rows(petition)
    assert list(every) == EVERY
    assert every[EVERY[0]]["outcome"] is None
    assert every[EVERY[0]]["determination"]["status"] == "not_counted"  # type: ignore[index]


def test_struck_lines_that_are_counted_and_invalid(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.struck = frozenset(EVERY[:3])
    result = petition.result()
    assert (result["counts"]["raw"], result["counts"]["valid"]) == (60, 57)
    assert reasons_of(result["counts"]) == {"other": 3}
    assert by_rule_of(result) == {"raw_count.struck_lines": 3}
    assert result["by_rule"][0]["citation"].startswith("WAC 434-379-009")
    assert rows(petition)[EVERY[0]]["determination"]["by_rule"] == "raw_count.struck_lines"  # type: ignore[index]


def test_nobody_determines_a_line_that_is_not_counted(tmp_path: Path) -> None:
    petition = recall(tmp_path)
    petition.struck = frozenset(EVERY[:1])
    assert petition.problems() == {("line_id", "line_not_counted")}


# Sheets and sections


def test_one_finding_voids_a_whole_sheet_in_the_check(tmp_path: Path) -> None:
    petition = nevada(tmp_path)
    petition.keys["defects"] = '"defects.csv"'
    petition.files["defects.csv"] = [DEFECTS, "S0,1,ann,defective,circulator_defect,"]
    result = petition.result()
    assert reasons_of(result["counts"]) == {"circulator_defect": 10}
    assert (result["counts"]["valid"], result["counts"]["reconciles"]) == (50, True)
    (said,) = result["by_rule"]
    assert (said["rule"], said["value"], said["lines"]) == ("sheet.defect_voids", "every_line", 10)
    assert "takes 1 person" in said["sentence"]
    assert not said["verified"]
    assert "sheet.defect_voids" in {one["name"] for one in result["unverified"]}


def test_a_void_section_leaves_before_the_count(tmp_path: Path) -> None:
    petition = recall(tmp_path)
    petition.lines, petition.keys["raw_count"] = 60, "60"
    petition.keys["defects"] = '"defects.csv"'
    petition.files["defects.csv"] = [DEFECTS, "S0,2,ann,defective,sheet_defect,"]
    for line in EVERY[20:30]:
        del petition.found[line]
    result = petition.result()
    counts = result["counts"]
    assert (counts["raw"], counts["excluded"], counts["valid"]) == (60, 10, 50)
    assert counts["reconciles"]
    assert result["status"] == "final"
    assert by_rule_of(result) == {"sheet.defect_found": 10}
    assert "50" in {one["value"] for one in result["decisions"][0]["steps"]}
    petition.keys["required"] = "55"
    assert petition.result()["decision"] == "insufficient_on_raw"


def test_a_defect_that_voids_no_line(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.keys["defects"] = '"defects.csv"'
    petition.files["defects.csv"] = [DEFECTS, "S0,,ann,defective,circulator_defect,"]
    result = petition.result()
    assert result["counts"]["valid"] == 60
    assert by_rule_of(result) == {"sheet.defect_voids": 0}
    assert "voids no line" in result["by_rule"][0]["sentence"]
    petition.files["defects.csv"] = [DEFECTS, "S0,0,ann,defective,sheet_defect,"]
    assert reasons_of(petition.result()["counts"]) == {"sheet_defect": 10}


def test_lines_of_a_disputed_sheet_wait(tmp_path: Path) -> None:
    petition = nevada(tmp_path)
    petition.reject(EVERY[:2], "not_registered")
    petition.keys["defects"] = '"defects.csv"'
    petition.files["defects.csv"] = [
        DEFECTS,
        "S0,0,ann,defective,circulator_defect,",
        "S0,0,bo,sound,,",
    ]
    result = petition.result()
    assert waiting_of(result["counts"]) == {"sheet_defect": 8}
    assert reasons_of(result["counts"]) == {"not_registered": 2}
    assert result["status"] == "provisional"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("S9,,ann,defective,circulator_defect,", ("section", "unknown_sheet")),
        ("S0,99,ann,defective,circulator_defect,", ("sheet", "unknown_sheet")),
        ("S0,0,ann,defective,moon,", ("reason", "unknown_reason")),
        ("S0,0,ann,perhaps,,", ("finding", "unknown_finding")),
        ("S0,0,ann,sound,sheet_defect,", ("reason", "contradiction")),
        ("S0,0,,defective,sheet_defect,", ("person", "missing")),
        ("S0,0,ann,defective,sheet_defect,soon", ("at", "impossible_date")),
        (",0,ann,defective,sheet_defect,", ("section", "missing")),
    ],
)
def test_what_is_wrong_with_a_file_of_defects(
    tmp_path: Path, row: str, problem: tuple[str, str]
) -> None:
    petition = nevada(tmp_path)
    petition.keys["defects"] = '"defects.csv"'
    petition.files["defects.csv"] = [DEFECTS, row]
    assert petition.problems() == {problem}


# A raw count that changes on checking


def test_a_recount_is_refused_where_the_law_does_not_revise(tmp_path: Path) -> None:
    petition = recall(tmp_path)
    petition.keys["checked_count"] = "61"
    assert petition.problems() == {("checked_count", "recount")}
    petition.keys["checked_count"] = "60"
    assert petition.result()["counts"]["raw"] == 60


def test_a_recount_revises_the_raw_count(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.keys |= {"raw_count": "55", "checked_count": "60"}
    result = petition.result()
    assert (result["raw_count"], result["checked_count"]) == (55, 60)
    assert (result["counts"]["raw"], result["counts"]["reconciles"]) == (60, True)
    assert "raw_count.on_checking" in by_rule_of(result)
    assert "revised raw count" in {one["name"] for one in result["decisions"][0]["steps"]}


def test_a_recount_below_the_requirement_ends_it(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.keys |= {"raw_count": "80", "checked_count": "60", "votes_cast": "800"}
    result = petition.result()
    assert (result["stage"], result["decision"]) == ("raw", "insufficient_on_raw")
    assert result["required"][0]["value"] == 64


def test_a_recount_is_held_against_the_universe(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.commit()
    petition.keys |= {"raw_count": "60", "checked_count": "62", "sample": _sample(20)}
    del petition.keys["determinations"]
    result = petition.result()
    assert any("committed with 60 lines; the raw count is 62" in one for one in result["warnings"])


# Lines that cannot be found


def test_a_line_not_found_waits_in_the_check_of_every_line(tmp_path: Path) -> None:
    petition = recall(tmp_path)
    petition.found[EVERY[0]] = ["ann,not_located,,,,", "bo,not_located,,,,"]
    assert waiting_of(petition.result()["counts"]) == {"not_located": 1}


def sampled(petition: AnyPlace) -> list[str]:
    """Commit, and return the lines that the seed draws."""
    petition.commit()
    del petition.keys["determinations"]
    petition.result()
    return [line for line, row in rows(petition).items() if row["in_sample"]]


def determine(petition: AnyPlace, found: dict[str, list[str]]) -> None:
    header = "line_id,person,finding,reason,voter_id,duplicate_of,at"
    petition.files["sample.csv"] = [
        header,
        *(f"{line},{row}" for line, several in found.items() for row in several),
    ]
    sample = petition.keys["sample"].removesuffix("}")
    petition.keys["sample"] = f'{sample}, determinations = "sample.csv"}}'


def test_a_line_drawn_and_not_found_is_invalid(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.keys["sample"] = _sample(20)
    drawn = sampled(petition)
    found = {line: petition.found[line] for line in drawn}
    found[drawn[0]] = ["ann,not_located,,,,"]
    determine(petition, found)
    result = petition.result()
    sample = result["sample"]
    assert (sample["size"], sample["valid"], sample["waiting"]) == (20, 19, 0)
    assert reasons_of(sample) == {"other": 1}
    assert by_rule_of(result) == {"stages.1.sample.not_located": 1}
    assert result["by_rule"][0]["of"] == "sample"


def test_the_next_line_takes_the_place_of_one_not_found(tmp_path: Path) -> None:
    petition = arizona(tmp_path)
    drawn = sampled(petition)
    found = dict(petition.found)
    missing = drawn[:2]
    determine(petition, {line: found[line] for line in drawn if line not in missing})
    petition.files["sample.csv"] += [f"{line},ann,not_located,,,," for line in missing]
    result = petition.result()
    again = [line for line, row in rows(petition).items() if row["in_sample"]]
    new = sorted(set(again) - set(drawn))
    assert set(drawn) - set(again) == set(missing)
    assert len(new) == 2
    assert waiting_of(result["sample"]) == {"no_determination": 2}
    petition.files["sample.csv"] += [f"{line},{found[line][0]}" for line in new]
    result = petition.result()
    assert (result["status"], result["sample"]["valid"]) == ("final", 20)
    (said,) = result["by_rule"]
    assert (said["rule"], said["value"], said["lines"]) == (
        "stages.1.sample.not_located",
        "next_line",
        2,
    )
    undrawn = next(line for line in EVERY if line not in {*drawn, *again})
    petition.files["sample.csv"].append(f"{undrawn},ann,not_located,,,,")
    assert petition.problems() == {("line_id", "unknown_line")}


def test_lines_drawn_that_are_not_in_the_count_are_passed_over(tmp_path: Path) -> None:
    petition = arizona(tmp_path)
    drawn = sampled(petition)
    petition.keys["defects"] = '"defects.csv"'
    petition.files["defects.csv"] = [DEFECTS, "S0,0,ann,defective,sheet_defect,"]
    result = petition.result()
    void = set(EVERY[:10]) & set(drawn)
    assert void
    again = {line for line, row in rows(petition).items() if row["in_sample"]}
    assert not again & set(EVERY[:10])
    assert len(again) == 20
    assert by_rule_of(result)["sheet.defect_found"] == 10
    assert by_rule_of(result)["stages.1.sample.drawn_by"] >= len(void)  # type: ignore[operator]


# Withdrawn and excluded


def test_withdrawn_in_the_sample_and_in_the_check(tmp_path: Path) -> None:
    petition = arizona(tmp_path)
    drawn = sampled(petition)
    petition.keys["determinations"] = '"determinations.csv"'
    petition.reject([drawn[0]], "withdrawn")
    result = petition.result()
    assert (result["sample"]["withdrawn"], result["sample"]["valid"]) == (1, 19)
    assert reasons_of(result["counts"]) == {"withdrawn": 1}
    assert by_rule_of(result)["stages.1.projection.withdrawn_are_valid"] == 1
    assert "withdrawn in the sample" in {
        one["name"] for one in result["sample"]["decisions"][0]["steps"]
    }


def test_a_place_that_lets_nobody_withdraw_has_no_such_reason(tmp_path: Path) -> None:
    petition = washington(tmp_path)
    petition.reject(EVERY[:1], "withdrawn")
    assert petition.problems() == {("reason", "unknown_reason")}


def test_withdrawn_after_the_count(tmp_path: Path) -> None:
    keys = {"required": "58", "withdrawn": "3", "measure": '"other-state-officer"'}
    petition = AnyPlace(tmp_path, "us-ca", "state-recall", 60, "2025-06-01", keys=keys)
    petition.keys["measure"] = '"statewide-officer"'
    result = petition.result()
    assert (result["decision"], result["short_by"], result["withdrawn"]) == ("insufficient", 1, 3)
    assert by_rule_of(result)["full_check.withdrawn_deducted"] == 3
    petition.found = {line: petition.found[line] for line in EVERY[:2]}
    assert petition.result()["status"] == "provisional"


def test_excluded_lines(tmp_path: Path) -> None:
    petition = arizona(tmp_path)
    petition.keys |= {"raw_count": "70", "excluded": "10"}
    petition.commit()
    result = petition.result()
    counts = result["counts"]
    assert (counts["raw"], counts["excluded"], counts["valid"]) == (70, 10, 60)
    assert counts["reconciles"]
    assert by_rule_of(result)["raw_count.excluded"] == 10
    assert not any("universe" in one for one in result["warnings"])
    petition.keys["excluded"] = "11"
    assert petition.problems() == {("raw_count", "raw_below_lines")}
    petition.keys["excluded"] = "71"
    assert petition.problems() == {("excluded", "contradiction")}


# Duplicates where no copy counts


def test_no_copy_of_a_duplicate_counts(tmp_path: Path) -> None:
    petition = michigan(tmp_path)
    petition.found[EVERY[1]] = [f"p{i},invalid,duplicate,,{EVERY[0]}," for i in range(2)]
    result = petition.result()
    assert reasons_of(result["counts"]) == {"duplicate": 2}
    assert result["counts"]["valid"] == 58
    assert by_rule_of(result) == {"duplicates.counts": 1}
    assert not any("copies" in one for one in result["warnings"])


def test_a_waiting_line_may_take_a_valid_one_along(tmp_path: Path) -> None:
    petition = michigan(tmp_path)
    del petition.found[EVERY[1]]
    bounds = petition.result()["bounds"]
    assert (bounds["lowest_valid"], bounds["highest_valid"]) == (58, 60)


def test_no_copy_counts_in_a_sample_either(tmp_path: Path) -> None:
    petition = michigan(tmp_path)
    petition.keys["sample"] = _sample(20)
    drawn = sampled(petition)
    found = {line: petition.found[line] for line in drawn}
    found[drawn[1]] = [f"p{i},invalid,duplicate,,{drawn[0]}," for i in range(2)]
    determine(petition, found)
    result = petition.result()
    assert (result["sample"]["valid"], result["sample"]["duplicates"]) == (18, 1)
    assert by_rule_of(result) == {"duplicates.counts": 1}
