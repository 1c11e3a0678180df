"""The universe and the draw as files: CSV that any program reads, checked when read back."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table, stored_cell, write_csv
from rollcheck.sampling.draw import Drawn
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
DRAW_COLUMNS = ("rank", "index", "ticket", *IDENTITY)


def write_universe(path: Path, universe: Universe) -> None:
    """Write a universe; the file holds the salts, so whoever has it can open every leaf."""
    write_csv(path, _universe_rows(universe), columns=UNIVERSE_COLUMNS)


def _universe_rows(universe: Universe) -> Iterator[Mapping[str, object]]:
    for index, line in enumerate(universe.lines):
        yield {
            "index": index,
            **_identity_cells(line.identity),
            "salt": line.salt.hex(),
            "leaf": line.leaf.hex(),
        }


def write_draw(path: Path, drawn: Sequence[Drawn]) -> None:
    """Write a draw in its order."""
    rows = (
        {
            "rank": one.rank,
            "index": one.index,
            "ticket": one.ticket.hex(),
            **_identity_cells(one.line.identity),
        }
        for one in drawn
    )
    write_csv(path, rows, columns=DRAW_COLUMNS)


def _identity_cells(identity: LineIdentity) -> dict[str, str]:
    return {name: getattr(identity, name) for name in IDENTITY}


def read_universe(path: Path) -> Universe:
    """Read a universe back and check that every leaf is the commitment of its line.

    Raises ``RollcheckError`` naming each row that was altered, put in another place or twice.
    The root is computed anew: compare it with the one published before the seed.
    """
    table, problems = read_table(path, TableFormat(), required=UNIVERSE_COLUMNS)
    if table.num_rows == 0 and not problems:
        message = "the universe holds no lines; commit the lines again"
        problems.append(Problem(path.name, None, None, "no_lines", message))
    lines: list[UniverseLine] = []
    for row, cells in _rows(table):
        line = _line(cells)
        lines.append(line)
        if committed_leaf(line.identity, line.salt) != line.leaf:
            message = "the leaf is not the commitment of this line: the row was altered"
            problems.append(Problem(path.name, row, "leaf", "altered", message))
        elif cells["index"] != str(len(lines) - 1):
            message = "the indices must count up from 0: a row was added, left out or moved"
            problems.append(Problem(path.name, row, "index", "out_of_order", message))
        elif len(lines) > 1 and line.leaf <= lines[-2].leaf:
            message = "the leaves must rise: a row was moved or stands twice"
            problems.append(Problem(path.name, row, "leaf", "out_of_order", message))
    raise_if_any(problems)
    return Universe(tuple(lines), root_of(lines))


def _rows(table: pa.Table) -> Iterator[tuple[int, dict[str, str]]]:
    for batch in table.to_batches(max_chunksize=65_536):
        columns = [batch.column(name).to_pylist() for name in (*UNIVERSE_COLUMNS, "_row")]
        for *cells, row in zip(*columns, strict=True):
            yield row, dict(zip(UNIVERSE_COLUMNS, cells, strict=True))


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
