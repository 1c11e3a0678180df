"""The universe and the draw as files: CSV that any program reads, checked when read back."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table, stored_cell, write_csv
from rollcheck.sampling.draw import Drawn
from rollcheck.sampling.strata import Stratum
from rollcheck.sampling.universe import (
    SALT_BYTES,
    LineIdentity,
    Universe,
    UniverseLine,
    committed_leaf,
    root_of,
)

IDENTITY = ("line_id", "section", "sheet", "line_no")
UNIVERSE_COLUMNS = ("index", *IDENTITY, "salt", "leaf")
LEAF_COLUMNS = ("index", "leaf")
DRAW_COLUMNS = ("rank", "index", "ticket", *IDENTITY)
STRATUM = "stratum"


def write_universe(path: Path, universe: Universe) -> None:
    """Write a universe; the file holds the salts, so whoever has it can open every leaf."""
    write_strata(path, (Stratum("", universe),))


def write_strata(path: Path, strata: Sequence[Stratum]) -> None:
    """Write universes into one file, with a column ``stratum`` unless the only one has no name."""
    write_csv(path, _universe_rows(strata), columns=_columns(strata, UNIVERSE_COLUMNS))


def write_leaves(path: Path, strata: Sequence[Stratum]) -> None:
    """Write what may be published of the universes: the index and leaf of every line."""
    write_csv(path, _universe_rows(strata), columns=_columns(strata, LEAF_COLUMNS))


def _columns(strata: Sequence[Stratum], columns: tuple[str, ...]) -> tuple[str, ...]:
    return columns if [one.name for one in strata] == [""] else (STRATUM, *columns)


def _universe_rows(strata: Sequence[Stratum]) -> Iterator[Mapping[str, object]]:
    for stratum in strata:
        for index, line in enumerate(stratum.universe.lines):
            yield {STRATUM: stratum.name, **_universe_row(index, line)}


def _universe_row(index: int, line: UniverseLine) -> Mapping[str, object]:
    return {
        "index": index,
        **_identity_cells(line.identity),
        "salt": line.salt.hex(),
        "leaf": line.leaf.hex(),
    }


def write_draw(path: Path, drawn: Sequence[Drawn]) -> None:
    """Write a draw in its order."""
    write_strata_draw(path, ((Stratum("", Universe((), b"")), drawn),))


def write_strata_draw(path: Path, draws: Sequence[tuple[Stratum, Sequence[Drawn]]]) -> None:
    """Write the draws of strata one after the other, each in its order."""
    rows = (
        {
            STRATUM: stratum.name,
            "rank": one.rank,
            "index": one.index,
            "ticket": one.ticket.hex(),
            **_identity_cells(one.line.identity),
        }
        for stratum, drawn in draws
        for one in drawn
    )
    write_csv(path, rows, columns=_columns([one for one, _ in draws], DRAW_COLUMNS))


def _identity_cells(identity: LineIdentity) -> dict[str, str]:
    return {name: getattr(identity, name) for name in IDENTITY}


def read_universe(path: Path) -> Universe:
    """Read a universe without strata back; see ``read_strata``."""
    strata = read_strata(path)
    if [one.name for one in strata] != [""]:
        message = "the universe has strata; draw from each, with `rollcheck sample draw`"
        raise RollcheckError([Problem(path.name, None, STRATUM, "strata", message)])
    return strata[0].universe


def read_strata(path: Path) -> tuple[Stratum, ...]:
    """Read universes back and check that every leaf is the commitment of its line.

    Raises ``RollcheckError`` naming each row that was altered, put in another place or twice.
    The roots are computed anew: compare them with those published before the seed.
    """
    table, problems = read_table(
        path, TableFormat(), required=UNIVERSE_COLUMNS, optional=(STRATUM,)
    )
    if table.num_rows == 0 and not problems:
        message = "the universe holds no lines; commit the lines again"
        problems.append(Problem(path.name, None, None, "no_lines", message))
    strata: dict[str, list[UniverseLine]] = {}
    for row, cells in _rows(table):
        lines = strata.setdefault(cells[STRATUM], [])
        lines.append(_line(cells))
        found = _row_problem(lines, cells["index"])
        if found:
            problems.append(Problem(path.name, row, *found))
    raise_if_any(problems)
    return tuple(
        Stratum(name, Universe(tuple(lines), root_of(lines))) for name, lines in strata.items()
    )


def _row_problem(lines: Sequence[UniverseLine], index: str) -> tuple[str, str, str] | None:
    """Return the column, code and message of what is wrong with the last of the lines."""
    line = lines[-1]
    if committed_leaf(line.identity, line.salt) != line.leaf:
        return "leaf", "altered", "the leaf is not the commitment of this line: the row was altered"
    if index != str(len(lines) - 1):
        message = "the indices must count up from 0: a row was added, left out or moved"
        return "index", "out_of_order", message
    if len(lines) > 1 and line.leaf <= lines[-2].leaf:
        return "leaf", "out_of_order", "the leaves must rise: a row was moved or stands twice"
    return None


def _rows(table: pa.Table) -> Iterator[tuple[int, dict[str, str]]]:
    if STRATUM not in table.column_names:
        table = table.append_column(STRATUM, pa.array([""] * table.num_rows, pa.string()))
    names = (STRATUM, *UNIVERSE_COLUMNS)
    for batch in table.to_batches(max_chunksize=65_536):
        columns = [batch.column(name).to_pylist() for name in (*names, "_row")]
        for stratum, *cells, row in zip(*columns, strict=True):
            values = (stored_cell(stratum or ""), *cells)
            yield row, dict(zip(names, values, strict=True))


def _line(cells: Mapping[str, str]) -> UniverseLine:
    identity = LineIdentity(**{name: stored_cell(cells[name]) for name in IDENTITY})
    return UniverseLine(identity, _bytes(cells["salt"], SALT_BYTES), _bytes(cells["leaf"], 32))


def _bytes(text: str, length: int) -> bytes:
    """Return the bytes of a hexadecimal text; empty, which no leaf matches, for any other."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        return b""
    return value if len(value) == length else b""
