"""What an audit writes beside its state: pull lists, and the report."""

import json
from pathlib import Path

from rollcheck.problems.delimited import whole_file, write_csv
from rollcheck.sampling.audit.audit import Audit
from rollcheck.sampling.audit.documents import Json
from rollcheck.sampling.audit.page import page
from rollcheck.sampling.audit.report import report

STATE = "state.json"
LINES_TO_PULL = "pull.csv"
SECTIONS_TO_COUNT = "sections.csv"
REPORT_JSON = "audit-report.json"
REPORT_PAGE = "audit-report.html"
LINE_COLUMNS = ("rank", "line_id", "section", "sheet", "line_no")
SECTION_COLUMNS = ("rank", "section")


def write_pull_lists(folder: Path, audit: Audit) -> list[Path]:
    """Write the lines to pull, and the sections to count; return the files written.

    Neither says what was found or counted first: the reviewers are to be blind to it.
    """
    lines = folder / LINES_TO_PULL
    rows = (
        {
            "rank": place.rank,
            **{name: getattr(place.finding.identity, name) for name in LINE_COLUMNS[1:]},
        }
        for place in audit.drawn
    )
    write_csv(lines, rows, columns=LINE_COLUMNS)
    if not audit.plan.sections:
        return [lines]
    sections = folder / SECTIONS_TO_COUNT
    counted = (
        {"rank": rank, "section": name} for rank, name in enumerate(audit.sections_drawn, start=1)
    )
    write_csv(sections, counted, columns=SECTION_COLUMNS)
    return [lines, sections]


def write_report(folder: Path, audit: Audit) -> Json:
    """Write the report as JSON and as a page, and return it."""
    document = report(audit)
    with whole_file(folder / REPORT_JSON) as file:
        file.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    with whole_file(folder / REPORT_PAGE) as file:
        file.write(page(document, audit))
    return document
