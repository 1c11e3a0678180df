"""Small rolls and lines for the tests of matching, made through the roll's own import."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from rollcheck.matching import Rules
from rollcheck.roll import Snapshot, import_roll

FILED = date(2022, 7, 6)
RULES = Rules("Los Angeles", None, FILED, date(2022, 1, 27), FILED)
LINE_SCHEMA = pa.schema(
    [
        *(
            pa.field(name, pa.string())
            for name in (
                *("line_id", "section", "sheet", "line_no", "printed_name", "address", "city"),
                "zip",
            )
        ),
        pa.field("birth_year", pa.int16()),
        pa.field("signed_on", pa.date32()),
    ]
)
VOTER = {
    "status": "active",
    "county": "Los Angeles",
    "affidavit_signed_on": "2010-03-01",
    "affidavit_received_on": "2010-03-08",
}


def snapshot(
    folder: Path,
    voters: Sequence[Mapping[str, str]],
    history: Sequence[Mapping[str, str]] = (),
    as_of: date = FILED,
) -> Snapshot:
    """Import voters (and their earlier addresses) given by the plain layout's columns."""
    folder.mkdir(parents=True, exist_ok=True)
    earlier = write(folder / "history.csv", history) if history else None
    roll = write(folder / "roll.csv", voters)
    return import_roll(roll, layout="plain", as_of=as_of, out=folder / "snapshot", history=earlier)


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def voter(voter_id: str, name: str, address: str, **more: str) -> dict[str, str]:
    """`name` is "Last, First Middle"; `address` "12 MAIN ST, UNIT, City, 90001", unit optional."""
    last, _, given = name.partition(", ")
    first, _, middle = given.partition(" ")
    row = {"voter_id": voter_id, "last": last, "first": first, "middle": middle, **VOTER}
    return {**row, **place(address), **more}


def place(address: str) -> dict[str, str]:
    parts = [part.strip() for part in address.split(",")] if address else ["", "", ""]
    house, _, rest = parts[0].partition(" ")
    street, _, kind = rest.rpartition(" ")
    return {
        "house": house,
        "street": street,
        "street_type": kind,
        "unit": parts[1] if len(parts) == 4 else "",
        "city": parts[-2],
        "zip": parts[-1],
    }


def line(
    line_id: str, name: str, address: str = "", city: str = "", zip_: str = "", **more: object
) -> dict[str, object]:
    """One row of the lines table; signed on 2022-03-01 unless told otherwise."""
    row: dict[str, object] = {
        "line_id": line_id,
        "section": "1",
        "sheet": "1",
        "line_no": line_id,
        "printed_name": name,
        "address": address,
        "city": city,
        "zip": zip_,
        "birth_year": None,
        "signed_on": date(2022, 3, 1),
    }
    return {**row, **more}


def lines(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=LINE_SCHEMA)


def neighbours(count: int = 400) -> list[dict[str, str]]:
    """Other people, so that names and addresses are as rare as on a small roll."""
    lasts = ("ABBOTT", "BARNES", "CASTILLO", "DIXON", "ELLIS", "FLORES", "GRANT", "HAYES")
    firsts = ("ALAN", "BETTY", "CARMEN", "DEREK", "ELENA", "FRANK", "GLORIA", "HECTOR", "IRENE")
    streets = ("OAK ST", "PINE AVE", "CEDAR RD", "ELM BLVD", "WALNUT DR")
    found = []
    for i in range(count):
        last = lasts[i % len(lasts)] + ("" if i % 3 else "SON")
        name = f"{last}, {firsts[i % len(firsts)]}"
        found.append(
            voter(
                f"N{i:04}",
                name,
                f"{100 + 7 * i} {streets[i % 5]}, Pasadena, {91101 + i % 6}",
                birth_date=f"{1940 + i % 60}-05-0{1 + i % 9}",
            )
        )
    return found
