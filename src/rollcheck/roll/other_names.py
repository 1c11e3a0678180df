"""The other names a person may go by (``nicknames/nicknames.csv``)."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """Return each first name with the others that the same person may go by, both ways."""
    text = files("rollcheck.roll").joinpath("nicknames", "nicknames.csv").read_text("utf-8")
    others: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        one, other = row["name1"].upper(), row["name2"].upper()
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    return {name: tuple(sorted(others[name])) for name in sorted(others)}
