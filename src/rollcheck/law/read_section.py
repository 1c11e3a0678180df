"""One section of a rule file, read by the declarations in ``sections``."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_type_hints

from rollcheck.law import kinds
from rollcheck.law.declare import Band, Declared, Measure
from rollcheck.law.fields import GOVERNING_DATES, MARKS, Field
from rollcheck.law.kinds import Kind
from rollcheck.problems import Problem

Section = TypeVar("Section")
SOURCE_KEYS = {
    "value": "The value of the field",
    "citation": "Where the law says it",
    "verified": "Whether that text was read",
    "mark": "How it is known: `R`, `D`, `S` or `M`",
    "governed_by": "The day that decides whether this value applies; a section's is its fields'",
    "note": "What a reader should know besides",
}
"""What every field carries, with its meaning."""

MEASURE_KEYS = {
    "name": "A measure's name, for `--measure`",
    "title": "What it is called",
}
"""What a measure carries besides. A deadline and the top of the file have these keys too."""

BAND_KEYS = {"below": "A band of a stepped rule is for numbers below this; the last has none"}
"""What a band carries besides."""


@dataclass(slots=True)
class Reading:
    """What reading one file has found so far: its fields and its problems."""

    file: str
    fields: dict[str, Field] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, key: str, code: str, message: str) -> None:
        """Note a problem with one key, by its dotted name."""
        self.problems.append(
            Problem(file=self.file, row=None, column=key, code=code, message=message)
        )

    def value(self, kind: Kind[object], raw: object, key: str) -> Any:
        """Read one value; a value of the wrong kind is a problem and gives None."""
        try:
            return kind(raw)
        except kinds.UnreadableError as wrong:
            self.problem(key, "value", f"{str(wrong)[0].upper()}{str(wrong)[1:]}.")
            return None

    def sourced(
        self,
        raw: object,
        key: str,
        kind: Kind[object],
        governed_by: str,
        extra: Collection[str] = (),
    ) -> Field | None:
        """Read a field: its value with citation, verified, mark and the date that governs it."""
        if not isinstance(raw, dict):
            self.problem(
                key, "source", "Write { value = …, citation = …, verified = …, mark = … }."
            )
            return None
        self.unknown(raw, key, {*SOURCE_KEYS, *extra})
        if "value" not in raw:
            self.problem(key, "missing", "The field has no value.")
            return None
        found = Field(
            name=key,
            value=self.value(kind, raw["value"], key),
            citation=self.value(kinds.text, raw.get("citation"), f"{key}.citation"),
            verified=self.value(kinds.flag, raw.get("verified"), f"{key}.verified"),
            mark=self.value(kinds.one_of(*MARKS), raw.get("mark"), f"{key}.mark"),
            governed_by=self.value(
                kinds.one_of(*GOVERNING_DATES),
                raw.get("governed_by", governed_by),
                f"{key}.governed_by",
            ),
            note=self.value(kinds.text, raw["note"], f"{key}.note") if "note" in raw else "",
        )
        self.agree(key, verified=found.verified, mark=found.mark)
        self.fields[key] = found
        return found

    def agree(self, key: str, *, verified: bool | None, mark: str | None) -> None:
        """Only what was read, mark R, may be called verified."""
        if verified is not None and mark is not None and verified != (mark == "R"):
            self.problem(
                key,
                "mark",
                "verified = true goes with mark R, and with no other; mend one of them.",
            )

    def unknown(self, raw: dict[str, Any], key: str, known: set[str]) -> None:
        """Note every key that is not known here."""
        for name in raw:
            if name not in known:
                names = ", ".join(sorted(known))
                self.problem(f"{key}.{name}", "unknown", f"No such key here; known are {names}.")


def read_section(section: type[Section], raw: object, key: str, reading: Reading) -> Section | None:
    """Read one section; None where it has problems, which ``reading`` then holds."""
    if not isinstance(raw, dict):
        reading.problem(key, "missing", f"The section [{key}] is missing.")
        return None
    before = len(reading.problems)
    declared = declarations(section)
    reading.unknown(raw, key, {"governed_by", *declared})
    governed_by = raw.get("governed_by", "")
    parts: dict[str, Any] = {}
    for part, says in declared.items():
        name = f"{key}.{part}"
        if part not in raw:
            if not says.optional:
                reading.problem(name, "missing", f"{says.meaning}: this is missing.")
        elif says.banded:
            parts[part] = _bands(raw[part], name, governed_by, reading)
        elif says.measured:
            parts[part] = _measures(raw[part], name, governed_by, reading)
        else:
            found = reading.sourced(raw[part], name, says.kind, governed_by)
            parts[part] = found.value if found else None
    return section(**parts) if len(reading.problems) == before else None


def declarations(section: type[object]) -> dict[str, Declared]:
    """Return a section's fields and their declarations, in order."""
    hints = get_type_hints(section, include_extras=True)
    return {
        name: says
        for name, hint in hints.items()
        for says in getattr(hint, "__metadata__", ())
        if isinstance(says, Declared)
    }


def _bands(raw: object, key: str, governed_by: str, reading: Reading) -> tuple[Band, ...]:
    if not isinstance(raw, list) or not raw:
        reading.problem(key, "value", f"Write the bands as tables [[{key}]].")
        return ()
    bands = []
    for number, item in enumerate(raw, start=1):
        name = f"{key}.{number}"
        found = reading.sourced(item, name, kinds.exact_number, governed_by, extra=BAND_KEYS)
        if found is None or found.value is None:
            continue
        below = (
            reading.value(kinds.whole, item["below"], f"{name}.below") if "below" in item else None
        )
        bands.append(Band(below=below, value=kinds.exact_number(item["value"]), field=found))
    _check_order(bands, key, reading)
    return tuple(bands)


def _measures(raw: object, key: str, governed_by: str, reading: Reading) -> tuple[Measure, ...]:
    if not isinstance(raw, list) or not raw:
        reading.problem(key, "value", f"Write the measures as tables [[{key}]].")
        return ()
    measures = []
    for number, item in enumerate(raw, start=1):
        part = f"{key}.{number}"
        found = reading.sourced(item, part, kinds.exact_number, governed_by, extra=MEASURE_KEYS)
        if found is None or found.value is None:
            continue
        name, title = (
            reading.value(kinds.text, item.get(one), f"{part}.{one}") for one in MEASURE_KEYS
        )
        measures.append(Measure(name, title, kinds.exact_number(item["value"]), found))
    if len({one.name for one in measures}) != len(measures):
        reading.problem(key, "measures", "Two measures have the same name; give each its own.")
    return tuple(measures)


def _check_order(bands: list[Band], key: str, reading: Reading) -> None:
    limits = [band.below for band in bands]
    if not limits:
        return
    inner = [limit for limit in limits[:-1] if limit is not None]
    if limits[-1] is not None or len(inner) != len(limits) - 1:
        reading.problem(key, "bands", "Every band but the last needs `below`; the last has none.")
    elif inner != sorted(set(inner)):
        reading.problem(key, "bands", "The limits `below` must rise from band to band.")
