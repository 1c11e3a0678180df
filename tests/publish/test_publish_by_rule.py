"""The report on what the law did by itself, on lines taken out, further samples and districts."""

import copy
import re

from publish_states import Result, full_check, with_files

from rollcheck.publish import problems_in, report_html


def told(result: Result) -> str:
    """The page's text without its marks, in one line."""
    assert problems_in(result) == ()
    page = re.sub(r"<style>.*?</style>", "", report_html(result), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def with_excluded(lines: int) -> Result:
    result = full_check()
    counts = result["counts"]
    counts["excluded"] = lines
    counts["reasons"][0]["lines"] -= lines
    counts["invalid"] -= lines
    return result


def test_lines_taken_out_are_part_of_the_sum() -> None:
    said = told(with_excluded(1_000))
    assert "1,000 taken out before the check" in said
    assert "do not add up" not in said
    broken = with_excluded(1_000)
    broken["counts"]["excluded"] = 999
    assert "The counts do not add up" in told(broken)


def test_what_the_law_did_stands_with_its_citation() -> None:
    result = full_check()
    result["by_rule"] = [
        {
            "rule": "sheet.defect_voids",
            "value": "every_line",
            "sentence": "12 lines on 1 defective sheet are invalid.",
            "of": "petition",
            "stage": None,
            "lines": 12,
            "citation": "NRS 295.260",
            "verified": False,
            "mark": "M",
        }
    ]
    said = told(result)
    assert "12 lines on 1 defective sheet are invalid. sheet.defect_voids = every_line 12" in said
    assert "NRS 295.260 NOT verified : from general knowledge" in said
    assert "What the law did by itself" not in told(full_check())


def test_every_sample_stands_beside_the_others() -> None:
    result = with_files()
    one = result["sample"] | {"stage": 1}
    two = copy.deepcopy(one) | {"stage": 2, "size": 50_000}
    result |= {"samples": [one, two], "sample": two}
    said = told(result)
    assert "Sample 1 35,793 27,983" in said
    assert "Sample 2 50,000 27,983" in said
    assert "Every sample" not in told(with_files())


def test_withdrawn_signatures_are_off_the_margin() -> None:
    result = full_check() | {"withdrawn": 50}
    said = told(result)
    assert "520,000 valid signatures, 46,857 fewer than the 566,857 required" in said
    assert "50 signatures were withdrawn after the count and taken off it." in said


def test_districts_and_votes_and_a_recount() -> None:
    result = full_check() | {"checked_count": 715_860, "measure": "statute"}
    result["required"][0] |= {"registered": None, "votes_cast": 4_000}
    short = {"name": "Alpine", "valid": 3, "required": 5, "short_by": 2}
    result["decisions"][0]["districts"] = [short, short | {"name": "Inyo", "short_by": 0}]
    said = told(result)
    assert "From 4,000 votes cast." in said
    assert "715,833, and 715,860, which stands" in said
    assert "Of the counties or districts 1 of the 2 given reach their minimum." in said
    assert "Alpine 3 5 2" in said


def test_the_commands_take_what_the_place_takes() -> None:
    result = with_files()
    result["rule_set"]["identifier"] = "us-nv/county-initiative"
    words = told(result)
    project = next(
        re.finditer(r"rollcheck law project \S+ (.*?) Both|law project (.*?)(?= The|$)", words)
    )
    assert "--duplicates" not in project.group(0)
