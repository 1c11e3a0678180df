"""The commitment as two files: the document to publish, and the frame, which stays inside."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.problems.delimited import (
    TableFormat,
    read_table,
    stored_cell,
    whole_file,
    write_csv,
)
from rollcheck.sampling.audit.commitment import FORMAT, Commitment, plan_in, subject_from_json
from rollcheck.sampling.audit.frame import (
    Finding,
    Frame,
    FrameLine,
    committed_finding,
    stratum_of,
)
from rollcheck.sampling.universe import LineIdentity

DOCUMENT = "commitment.json"
FRAME = "frame.csv"
COLUMNS = (
    "index",
    "status",
    "reason",
    "line_id",
    "section",
    "sheet",
    "line_no",
    "people",
    "salt",
    "leaf",
)


def write_commitment(folder: Path, commitment: Commitment) -> None:
    """Write both files into a folder; the frame first, so that no document stands without it."""
    write_csv(folder / FRAME, _rows(commitment.frame), columns=COLUMNS)
    with whole_file(folder / DOCUMENT) as file:
        file.write(json.dumps(commitment.as_json(), indent=2, ensure_ascii=False) + "\n")


def _rows(frame: Frame) -> Iterator[Mapping[str, object]]:
    for stratum in frame.strata:
        for index, line in enumerate(stratum.lines):
            where = line.finding.identity
            yield {
                "index": index,
                "status": stratum.status,
                "reason": stratum.reason,
                "line_id": where.line_id,
                "section": where.section,
                "sheet": where.sheet,
                "line_no": where.line_no,
                "people": ";".join(line.finding.people),
                "salt": line.salt.hex(),
                "leaf": line.leaf.hex(),
            }


def read_commitment(folder: Path) -> Commitment:
    """Read both files back and check that the frame is the one that the document commits to.

    Raises ``RollcheckError`` naming each row that was altered, or the document.
    """
    document = _document(folder / DOCUMENT)
    frame = _frame(folder / FRAME)
    try:
        commitment = Commitment(subject_from_json(document), frame, plan_in(document))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        raise RollcheckError([_altered("is not a commitment of this program")]) from None
    if commitment.as_json() != document:
        raise RollcheckError([_altered(f"does not commit to the lines in {FRAME}")])
    return commitment


def _altered(what: str) -> Problem:
    message = f"{what}; put back the file whose digest was published before the seed"
    return Problem(DOCUMENT, None, None, "altered", message)


def _document(path: Path) -> Mapping[str, object]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "there is no such file; run `rollcheck audit commit` first, or name its folder"
        raise RollcheckError([Problem(str(path), None, None, "missing_file", message)]) from None
    except ValueError:
        raise RollcheckError([_altered("is not JSON in UTF-8")]) from None
    if not isinstance(document, dict):
        raise RollcheckError([_altered("is not a commitment of this program")])
    made_as = str(document.get("format"))
    if made_as != FORMAT and made_as.startswith(FORMAT.rpartition("/")[0]):
        message = (
            f"another version of the program made it ({made_as}; this one has {FORMAT}): finish "
            "its audit with that version, or commit anew, before another seed"
        )
        raise RollcheckError([Problem(str(path), None, None, "other_version", message)])
    return document


def _frame(path: Path) -> Frame:
    table, problems = read_table(path, TableFormat(), required=COLUMNS)
    strata: dict[tuple[str, str], list[FrameLine]] = {}
    seen: set[str] = set()
    for batch in table.to_batches(max_chunksize=65_536):
        columns = [batch.column(name).to_pylist() for name in COLUMNS]
        rows = zip(*map(_stored, columns), strict=True)
        for row, cells in zip(batch.column("_row").to_pylist(), rows, strict=True):
            line = _line(*cells[1:])
            finding = line.finding
            if committed_finding(finding, line.salt) != line.leaf or finding.line_id in seen:
                message = "not what was committed: the row was altered, or stands twice"
                problems.append(Problem(path.name, row, None, "altered", message))
            seen.add(finding.line_id)
            strata.setdefault((finding.status, finding.reason), []).append(line)
    raise_if_any(problems)
    return Frame(
        tuple(stratum_of(status, reason, lines) for (status, reason), lines in strata.items())
    )


def _stored(column: list[str]) -> list[str]:
    """Return the cells of a column as they were before formulas were defused."""
    return [stored_cell(cell) if cell.startswith("'") else cell for cell in column]


def _line(
    status: str, reason: str, line_id: str, section: str, sheet: str, line_no: str, *rest: str
) -> FrameLine:
    people, salt, leaf = rest
    identity = LineIdentity(line_id, section, sheet, line_no)
    finding = Finding(identity, status, reason, tuple(people.split(";")) if people else ())
    return FrameLine(finding, _bytes(salt), _bytes(leaf))


def _bytes(text: str) -> bytes:
    """Return the bytes of a hexadecimal text; empty, which no leaf matches, for any other."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
