"""The petition file: what one petition is, and where its inputs lie."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rollcheck.petition.keys import Keys
from rollcheck.problems import Problem, RollcheckError, raise_if_any


@dataclass(frozen=True, slots=True)
class RollSource:
    """Where the roll is: a snapshot folder, or a file with its layout and as-of date."""

    path: Path
    layout: str | None
    as_of: date | None
    history: Path | None


@dataclass(frozen=True, slots=True)
class SampleDefinition:
    """The sample: its committed universe, the public seed, its size (``None``: the rule's)."""

    universe: Path
    seed: str
    size: int | None
    determinations: Path | None


@dataclass(frozen=True, slots=True)
class Petition:
    """One petition as its file describes it; paths are resolved beside that file.

    ``form_approved_on``, whose rules give the required number, is where the file does not name
    it the first day of circulation, else the day of filing.
    ``required`` and ``registered`` hold the certified value first, then contested ones; exactly
    one of the two is filled.
    """

    file: str
    place: str
    kind: str
    title: str
    county: str | None
    district: str | None
    form_approved_on: date
    circulation_from: date | None
    circulation_to: date | None
    filed_on: date
    raw_count: int
    required: tuple[int, ...]
    registered: tuple[int, ...]
    roll: RollSource | None
    lines: Path | None
    determinations: Path | None
    sample: SampleDefinition | None

    @property
    def rule_set(self) -> str:
        """The identifier of the rule set: ``place/kind``."""
        return f"{self.place}/{self.kind}"


def load_petition(path: Path) -> Petition:
    """Read a petition file; raise ``RollcheckError`` with every problem it has."""
    keys = Keys(path.name, _parse(path), path.parent)
    place, kind = keys.text("place", needed=True), keys.text("kind", needed=True)
    filed_on = keys.day("filed_on", needed=True) or date.min
    circulation_from = keys.day("circulation_from")
    raw_count = keys.whole("raw_count", least=0, needed=True)
    sample_keys = keys.table("sample")
    sample = _sample(sample_keys) if sample_keys else None
    petition = Petition(
        file=path.name,
        place=place or "",
        kind=kind or "",
        title=keys.text("title") or f"{place}/{kind}",
        county=keys.text("county"),
        district=keys.text("district"),
        form_approved_on=keys.day("form_approved_on") or circulation_from or filed_on,
        circulation_from=circulation_from,
        circulation_to=keys.day("circulation_to"),
        filed_on=filed_on,
        raw_count=raw_count or 0,
        required=keys.wholes("required"),
        registered=keys.wholes("registered"),
        roll=_roll(keys),
        lines=keys.file("lines"),
        determinations=keys.file("determinations"),
        sample=sample,
    )
    problems = keys.problems() + (sample_keys.problems() if sample_keys else [])
    raise_if_any(problems or _contradictions(petition))
    return petition


def _parse(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        problem = ("missing_file", "there is no such file; name an existing petition file")
    except IsADirectoryError:
        problem = ("not_a_file", "this is a folder; name the petition file in it")
    except UnicodeDecodeError:
        problem = ("encoding", "the file is not UTF-8; save it as UTF-8 and try again")
    except tomllib.TOMLDecodeError as error:
        problem = ("toml", f"not valid TOML: {error}")
    raise RollcheckError([Problem(path.name, None, None, *problem)])


def _roll(keys: Keys) -> RollSource | None:
    path = keys.file("roll")
    layout, as_of = keys.text("roll_layout"), keys.day("roll_as_of")
    history = keys.file("roll_history")
    return None if path is None else RollSource(path, layout, as_of, history)


def _sample(keys: Keys) -> SampleDefinition | None:
    universe, seed = keys.file("universe", needed=True), keys.text("seed", needed=True)
    size, determinations = keys.whole("size", least=1), keys.file("determinations")
    if universe is None or seed is None:
        return None
    return SampleDefinition(universe, seed, size, determinations)


def _contradictions(petition: Petition) -> list[Problem]:
    """Find what each key allows but all of them together do not."""
    found: list[tuple[str, str, str]] = []
    if not petition.required and not petition.registered:
        message = "give the required number, or registered so that the rule computes it"
        found.append(("required", "missing_key", message))
    if petition.required and petition.registered:
        message = "give either required or registered, not both"
        found.append(("required", "contradiction", message))
    start, end, filed = petition.circulation_from, petition.circulation_to, petition.filed_on
    if start and end and end < start:
        message = f"circulation ends on {end}, before it begins on {start}"
        found.append(("circulation_to", "impossible_date", message))
    if petition.form_approved_on > (start or filed):
        message = "the form was approved after it was circulated; mend the dates"
        found.append(("form_approved_on", "impossible_date", message))
    if any(day and day > filed for day in (start, end)):
        message = f"the petition was circulated after it was filed on {filed}; mend the dates"
        found.append(("circulation_to", "impossible_date", message))
    if petition.lines is None and petition.determinations is not None:
        message = "determinations are about lines; name the lines file too"
        found.append(("lines", "missing_key", message))
    if petition.lines is not None and petition.roll is None:
        message = "lines are looked up on a roll; name the roll too"
        found.append(("roll", "missing_key", message))
    return [Problem(petition.file, None, *one) for one in found]
