"""The columns that Splink compares: the snapshot's normalised ones, and the lines' alike.

The lines go through the very macros that cleaned the roll. What is left to do here is what any user
of Splink does before it: tell first from last name, glue particles, join what was split.
"""

import duckdb
import pyarrow as pa

from rollcheck.roll import other_names

RARE = 20
"""Voters at most with a full name by which alone pairs are sought."""
SHARE_OF_AN_UNKNOWN_NAME = 1e-6

# Particles glued to what follows, titles and suffixes away, digits that stand for letters back.
MACROS = r"""
CREATE TEMP MACRO glued(piece) AS
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        translate(regexp_replace(piece, ' ?\b(JR|SR|II|III|IV|2ND|3RD)\b', '', 'g'),
                  '01358', 'OIESB'),
        '^(MR|MRS|MS|MISS|REV|HON) ', ''),
        '\b(DE|VAN|VON) (LAS|LOS|LA|DER|DEN|DE) ', '\1_\2_', 'g'),
        ' (DEL|DE|DOS|DA|VON|MC|MAC) ', ' \1_', 'g'),
        '_ +', '_', 'g');
CREATE TEMP MACRO words_of(piece) AS
    list_filter(string_split(trim(piece), ' '), lambda word: word <> '');
CREATE TEMP MACRO together(words) AS replace(array_to_string(words, ''), '_', '');
CREATE TEMP MACRO joined(spaced) AS replace(spaced, ' ', '');
CREATE TEMP MACRO parts(spaced) AS
    CASE WHEN contains(spaced, ' ') THEN list_filter(string_split(spaced, ' '),
        lambda part: length(part) >= 2 AND part NOT IN (
            'DE', 'LA', 'LAS', 'LOS', 'DEL', 'DA', 'DAS', 'DO', 'DOS', 'DI', 'DU', 'LE', 'VAN',
            'VON', 'DER', 'DEN', 'TER', 'TEN', 'MC', 'MAC', 'SAN', 'SANTA', 'ST', 'EL', 'AL'))
    ELSE CAST([] AS VARCHAR[]) END;
-- Letters that sound alike share a digit; vowels, H, W and Y fall out.
CREATE TEMP MACRO sound(name) AS
    left(name, 1) || replace(replace(replace(
        translate(name, 'BFPVCGJKQSXZDTLMNRAEIOUYHW', '111122222222334556'),
        '11', '1'), '22', '2'), '55', '5');
"""

# One row per address of a voter; several addresses share the voter's `row`.
VOTERS = """
CREATE OR REPLACE TABLE person AS
SELECT row, joined(n_last) AS last, parts(n_last) AS last_parts, given[1] AS first,
       array_to_string(given[2:], '') AS middle, n_suffix AS suffix,
       coalesce(birth_year, CAST(year(birth_date) AS SMALLINT)) AS birth_year
FROM (SELECT *, string_split(trim(n_first || ' ' || n_middle), ' ') AS given FROM roll);

CREATE OR REPLACE TABLE full_name AS
SELECT last, first, count(*) AS holders FROM person GROUP BY ALL;
CREATE OR REPLACE TABLE last_share AS
SELECT last AS name, sum(holders) / sum(sum(holders)) OVER () AS share
FROM full_name WHERE last <> '' GROUP BY ALL;
CREATE OR REPLACE TABLE first_share AS
SELECT first AS name, sum(holders) / sum(sum(holders)) OVER () AS share
FROM full_name WHERE first <> '' GROUP BY ALL;

CREATE OR REPLACE TABLE voters AS
WITH stay AS (
    SELECT row AS unique_id, row, n_house, n_dir, n_street, n_type, n_unit, n_city, n_zip, n_po_box
    FROM roll
    {history})
SELECT CAST(unique_id AS INTEGER) AS unique_id,
       CAST(row AS INTEGER) AS voter_row, CAST([] AS VARCHAR[]) AS nicknames,
       nullif(p.last, '') AS last, nullif(p.last, '') AS last_two, last_parts,
       nullif(p.first, '') AS first,
       nullif(middle, '') AS middle, nullif(suffix, '') AS suffix, birth_year,
       nullif(n_house, '') AS house, nullif(n_dir, '') AS dir,
       nullif(joined(n_street), '') AS street, nullif(n_type, '') AS type,
       nullif(joined(n_unit), '') AS unit, nullif(n_city, '') AS city, nullif(n_zip, '') AS zip,
       nullif(n_po_box, '') AS po_box, nullif(sound(p.last), '') AS last_sound,
       CASE WHEN f.last IS NOT NULL THEN p.last || ' ' || p.first END AS rare_name
FROM stay JOIN person p USING (row)
LEFT JOIN (FROM full_name WHERE holders <= {most}) f ON f.last = p.last AND f.first = p.first;
"""
HISTORY = """
    UNION ALL
    SELECT (SELECT count(*) FROM person) + row_number() OVER () - 1, row, n_house, n_dir, n_street,
           n_type, n_unit, n_city, n_zip, n_po_box
    FROM history"""

# The last word is the surname unless a comma says otherwise; `last_two` are the last two words.
LINES = r"""
CREATE OR REPLACE TABLE piece AS
SELECT CAST(ix AS INTEGER) AS unique_id,
       words_of(glued(norm_name(split_part(name, ',', 1)))) AS before,
       words_of(glued(norm_name(substr(name, strpos(name || ',', ',') + 1)))) AS after,
       coalesce(norm_suffix(regexp_extract(
           norm_name(name) || ' ', '\S .*?\b(JR|SR|II|III|IV|2ND|3RD) ', 1)), '') AS suffix,
       norm_address(coalesce(address, '')) AS a, norm_city(coalesce(city, '')) AS city,
       norm_zip(coalesce(zip, '')) AS zip, birth_year
FROM (SELECT *, coalesce(printed_name, '') AS name FROM line_in);

CREATE OR REPLACE TABLE lines AS
WITH named AS (
    SELECT *,
           CASE WHEN after <> [] THEN together(before) ELSE together(before[-1:]) END AS last,
           CASE WHEN after <> [] THEN together(before)
                WHEN len(before) > 2 THEN together(before[-2:]) ELSE together(before[-1:]) END
               AS last_two,
           CASE WHEN after <> [] THEN together(after[1:1])
                WHEN len(before) > 1 THEN together(before[1:1]) ELSE '' END AS first,
           CASE WHEN after <> [] THEN together(after[2:])
                WHEN len(before) > 2 THEN together(before[2:-2]) ELSE '' END AS middle
    FROM piece),
-- SMITH KAREN: on this roll far likelier to be Karen Smith than the other way round.
weighed AS (
    SELECT named.*,
           after = [] AND len(before) > 1 AND (
               length(before[-1]) = 1 AND length(before[1]) > 1
               OR coalesce(ll.share, {unknown}) * coalesce(lf.share, {unknown}) * 16
               < coalesce(fl.share, {unknown}) * coalesce(ff.share, {unknown})) AS swapped
    FROM named
    LEFT JOIN last_share ll ON ll.name = together(before[-1:])
    LEFT JOIN first_share lf ON lf.name = together(before[1:1])
    LEFT JOIN last_share fl ON fl.name = together(before[1:1])
    LEFT JOIN first_share ff ON ff.name = together(before[-1:])),
ordered AS (
    SELECT * REPLACE (
        CASE WHEN swapped THEN together(before[1:1]) ELSE last END AS last,
        CASE WHEN swapped THEN together(before[1:1]) ELSE last_two END AS last_two,
        CASE WHEN swapped THEN together(before[2:2]) ELSE first END AS first,
        CASE WHEN swapped THEN together(before[3:]) ELSE middle END AS middle)
    FROM weighed)
SELECT unique_id, CAST(NULL AS INTEGER) AS voter_row,
       coalesce(n.others, CAST([] AS VARCHAR[])) AS nicknames,
       nullif(last, '') AS last, nullif(last_two, '') AS last_two,
       CASE WHEN after <> [] AND len(before) > 1 THEN before ELSE CAST([] AS VARCHAR[]) END
           AS last_parts,
       nullif(first, '') AS first, nullif(middle, '') AS middle, nullif(suffix, '') AS suffix,
       birth_year, nullif(a.house, '') AS house, nullif(a.dir, '') AS dir,
       nullif(joined(a.street), '') AS street, nullif(a.type, '') AS type,
       nullif(joined(a.unit), '') AS unit,
       coalesce(nullif(city, ''), nullif(a.city_tail, '')) AS city,
       coalesce(nullif(zip, ''), nullif(a.zip, '')) AS zip,
       nullif(a.po_box, '') AS po_box, nullif(sound(last), '') AS last_sound,
       last || ' ' || first AS rare_name
FROM ordered LEFT JOIN nickname n ON n.name = first;
"""


def clean_voters(con: duckdb.DuckDBPyConnection, *, has_history: bool) -> None:
    """Make the table ``voters`` from ``roll`` and, where there is one, ``history``."""
    con.execute(VOTERS.format(history=HISTORY if has_history else "", most=RARE))


def clean_lines(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``lines`` from ``line_in`` (ix and the columns of a file of lines)."""
    others = other_names()
    table = pa.table({"name": list(others), "others": [list(one) for one in others.values()]})
    con.from_arrow(table).create("nickname")
    con.execute(LINES.format(unknown=SHARE_OF_AN_UNKNOWN_NAME))
