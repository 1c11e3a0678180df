"""Numbering the lines of a petition, in the database itself: it may be a million of them."""

NUMBER_LINES = """
INSERT INTO receiving_line (petition_id, section_id, sheet_id, ordinal, on_sheet)
WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < %s)
SELECT counted.petition_id, counted.section_id, counted.id, counted.before + place.n, place.n
FROM (
    SELECT section.petition_id, sheet.section_id, sheet.id, sheet.lines,
        SUM(sheet.lines) OVER (PARTITION BY sheet.section_id ORDER BY sheet.number)
            - sheet.lines AS before
    FROM receiving_sheet AS sheet
    JOIN receiving_section AS section ON section.id = sheet.section_id
    WHERE section.petition_id = %s AND sheet.lines IS NOT NULL
) AS counted
JOIN place ON place.n <= counted.lines
WHERE TRUE
ORDER BY counted.section_id, counted.before + place.n
ON CONFLICT (section_id, ordinal) DO UPDATE SET
    sheet_id = excluded.sheet_id, on_sheet = excluded.on_sheet, void = FALSE
"""
"""Gives each line of a counted sheet its ordinal in the section: the sheets before it, and its
place on its own. A line that a count before had, too, keeps its identity. Takes the most lines that
a sheet may have, and the petition."""
