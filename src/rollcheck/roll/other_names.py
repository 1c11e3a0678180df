"""The other names a person may go by (``nicknames/``)."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_TABLES = ("nicknames.csv", "spanish.csv", "written.csv")


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """Return each first name with the others that the same person may go by, both ways."""
    others: dict[str, set[str]] = {}
    for name in _TABLES:
        text = files("rollcheck.roll").joinpath("nicknames", name).read_text("utf-8")
        for row in csv.DictReader(text.splitlines()):
            one, other = row["name1"].upper(), row["name2"].upper()
            others.setdefault(one, set()).add(other)
            others.setdefault(other, set()).add(one)
    return {name: tuple(sorted(others[name])) for name in sorted(others)}
