"""Numbering the lines of a petition, in the database itself: it may be a million of them.

Section by section, each at once, and none twice: so it can be stopped anywhere and begun again.
"""

from collections.abc import Iterator, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rollcheck.office.acts.turns import queueing
from rollcheck.office.petitions.models import Petition
from rollcheck.problems import Progress

CHUNK = 10_000
"""Lines numbered in one transaction, so that nobody who does something else waits long."""

UNNUMBERED = """
SELECT section.id, COALESCE(SUM(sheet.lines), 0)
FROM receiving_section AS section
LEFT JOIN receiving_sheet AS sheet ON sheet.section_id = section.id
LEFT JOIN (
    SELECT sheet_id, COUNT(*) AS lines FROM receiving_line
    WHERE petition_id = %s AND NOT void GROUP BY sheet_id
) AS numbered ON numbered.sheet_id = sheet.id
WHERE section.petition_id = %s
GROUP BY section.id
HAVING SUM(CASE WHEN COALESCE(sheet.lines, 0) <> COALESCE(numbered.lines, 0) THEN 1 ELSE 0 END) > 0
ORDER BY section.id
"""
"""Sections, with their number of lines, where the lines of some sheet are not as many as counted.
Takes the petition twice."""

NUMBER_LINES = """
INSERT INTO receiving_line (petition_id, section_id, sheet_id, ordinal, on_sheet)
WITH RECURSIVE place(n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM place
    WHERE n < (SELECT MAX(lines) FROM receiving_sheet WHERE section_id IN ({sections}))
)
SELECT counted.petition_id, counted.section_id, counted.id, counted.before + place.n, place.n
FROM (
    SELECT section.petition_id, sheet.section_id, sheet.id, sheet.lines,
        SUM(sheet.lines) OVER (PARTITION BY sheet.section_id ORDER BY sheet.number)
            - sheet.lines AS before
    FROM receiving_sheet AS sheet
    JOIN receiving_section AS section ON section.id = sheet.section_id
    WHERE sheet.section_id IN ({sections}) AND sheet.lines IS NOT NULL
) AS counted
JOIN place ON place.n <= counted.lines
WHERE TRUE
ORDER BY counted.section_id, counted.before + place.n
ON CONFLICT (section_id, ordinal) DO UPDATE SET
    sheet_id = excluded.sheet_id, on_sheet = excluded.on_sheet, void = FALSE
"""
"""Gives each line of a counted sheet its ordinal in the section: the sheets before it, and its
place on its own. A line that a count before had, too, keeps its identity."""

VOID_BEYOND = """
UPDATE receiving_line SET void = TRUE
WHERE id IN (
    SELECT line.id
    FROM (
        SELECT section_id, COALESCE(SUM(lines), 0) AS lines FROM receiving_sheet
        WHERE section_id IN ({sections}) GROUP BY section_id
    ) AS counted
    JOIN receiving_line AS line
        ON line.section_id = counted.section_id AND line.ordinal > counted.lines
    WHERE NOT line.void
)
"""
"""Leaves out lines that a section had when it was numbered before, and has no longer. A section is
added up once, and its lines beyond are a range of the index: asked line by line, PostgreSQL took a
third as long as for the numbering itself."""


def number_lines(petition: Petition, progress: Progress) -> None:
    """Give numbers to lines, section by section, where they are not those of the sheets."""
    with connection.cursor() as cursor:
        cursor.execute(UNNUMBERED, [petition.pk, petition.pk])
        sections = cursor.fetchall()
    done, total = 0, sum(lines for _section, lines in sections)
    progress(_("Lines numbered"), done, total)
    for chunk, lines in _chunks(sections):
        marks = ", ".join(["%s"] * len(chunk))
        with queueing(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NUMBER_LINES.format(sections=marks), [*chunk, *chunk])
            cursor.execute(VOID_BEYOND.format(sections=marks), chunk)
        done += lines
        progress(_("Lines numbered"), done, total)


def _chunks(sections: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], int]]:
    chunk, size = list[int](), 0
    for section, lines in sections:
        chunk.append(section)
        size += lines
        if size >= CHUNK:
            yield chunk, size
            chunk, size = [], 0
    if chunk:
        yield chunk, size
