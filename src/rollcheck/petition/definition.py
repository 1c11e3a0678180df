"""The petition file: what one petition is, and where its inputs lie."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rollcheck import law
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
class SampleStage:
    """One stage of sampling: its size in all (``None``: the rule's), and what was found on it."""

    size: int | None
    determinations: Path | None


@dataclass(frozen=True, slots=True)
class SampleDefinition:
    """The sample: its committed universe, the public seed, and its stages in order, at least one.

    Every further stage extends the draw of the one before: same universe, same seed.
    """

    universe: Path
    seed: str
    stages: tuple[SampleStage, ...]

    @property
    def size(self) -> int | None:
        """The size of the first stage; ``None`` where the rule gives it."""
        return self.stages[0].size

    @property
    def determinations(self) -> Path | None:
        """The findings on the first stage."""
        return self.stages[0].determinations


@dataclass(frozen=True, slots=True)
class EarlierAttempt:
    """A petition for the same that came before: what it was, when it ended, and how."""

    title: str
    ended_on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class Petition:
    """One petition as its file describes it; paths are resolved beside that file.

    ``form_approved_on``, whose rules give the required number, is where the file does not name
    it the first day of circulation, else the day of filing.
    ``required``, ``registered`` and ``votes_cast`` hold the certified value first, then contested
    ones; one of the three is filled, none where the law states the number. ``checked_count`` is
    the raw count as a later check found it. ``excluded`` lines were taken out before any was
    verified and are not in the lines file; ``withdrawn`` signatures were taken back after the
    count. ``counts`` names the file of counts per county or district, ``defects`` that of the
    findings on whole sheets and sections. ``universe`` is the committed one where no sample names
    it, ``record`` the folder of the record that a run is put on. ``earlier`` are attempts for
    the same that came before, in the order of the file.
    """

    file: str
    place: str
    kind: str
    measure: str | None
    title: str
    county: str | None
    district: str | None
    form_approved_on: date
    circulation_from: date | None
    circulation_to: date | None
    filed_on: date
    raw_count: int
    checked_count: int | None
    excluded: int
    withdrawn: int
    required: tuple[int, ...]
    registered: tuple[int, ...]
    votes_cast: tuple[int, ...]
    counts: Path | None
    defects: Path | None
    roll: RollSource | None
    lines: Path | None
    determinations: Path | None
    sample: SampleDefinition | None
    universe: Path | None = None
    record: Path | None = None
    earlier: tuple[EarlierAttempt, ...] = ()

    @property
    def rule_set(self) -> str:
        """The identifier of the rule set: ``place/kind``."""
        return f"{self.place}/{self.kind}"

    @property
    def filed_count(self) -> int:
        """The raw count that stands: as checked later, else as counted at filing."""
        return self.raw_count if self.checked_count is None else self.checked_count


def load_petition(path: Path) -> Petition:
    """Read a petition file; raise ``RollcheckError`` with every problem it has."""
    keys = Keys(path.name, _parse(path), path.parent)
    place, kind = keys.text("place", needed=True), keys.text("kind", needed=True)
    filed_on = keys.day("filed_on", needed=True) or date.min
    circulation_from = keys.day("circulation_from")
    raw_count = keys.whole("raw_count", least=0, needed=True)
    earlier_keys = keys.tables("earlier")
    sample_keys = keys.table("sample")
    further_keys = sample_keys.tables("next") if sample_keys else ()
    sample = _sample(sample_keys, further_keys) if sample_keys else None
    petition = Petition(
        file=path.name,
        place=place or "",
        kind=kind or "",
        measure=keys.text("measure"),
        title=keys.text("title") or f"{place}/{kind}",
        county=keys.text("county"),
        district=keys.text("district"),
        form_approved_on=keys.day("form_approved_on") or circulation_from or filed_on,
        circulation_from=circulation_from,
        circulation_to=keys.day("circulation_to"),
        filed_on=filed_on,
        raw_count=raw_count or 0,
        checked_count=keys.whole("checked_count", least=0),
        excluded=keys.whole("excluded", least=0) or 0,
        withdrawn=keys.whole("withdrawn", least=0) or 0,
        required=keys.wholes("required"),
        registered=keys.wholes("registered"),
        votes_cast=keys.wholes("votes_cast"),
        counts=keys.file("counts"),
        defects=keys.file("defects"),
        roll=_roll(keys),
        lines=keys.file("lines"),
        determinations=keys.file("determinations"),
        sample=sample,
        universe=keys.file("universe"),
        record=keys.file("record"),
        earlier=tuple(filter(None, map(_earlier, earlier_keys))),
    )
    tables = [one for one in (keys, sample_keys, *further_keys, *earlier_keys) if one]
    problems = [problem for table in tables for problem in table.problems()]
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


def _earlier(keys: Keys) -> EarlierAttempt | None:
    title, outcome = keys.text("title", needed=True), keys.text("outcome", needed=True)
    ended = keys.day("ended_on", needed=True)
    if title is None or outcome is None or ended is None:
        return None
    return EarlierAttempt(title, ended, outcome)


def _roll(keys: Keys) -> RollSource | None:
    path = keys.file("roll")
    layout, as_of = keys.text("roll_layout"), keys.day("roll_as_of")
    history = keys.file("roll_history")
    return None if path is None else RollSource(path, layout, as_of, history)


def _sample(keys: Keys, further: tuple[Keys, ...]) -> SampleDefinition | None:
    universe, seed = keys.file("universe", needed=True), keys.text("seed", needed=True)
    stages = tuple(
        SampleStage(one.whole("size", least=1), one.file("determinations"))
        for one in (keys, *further)
    )
    if universe is None or seed is None:
        return None
    return SampleDefinition(universe, seed, stages)


def _contradictions(petition: Petition) -> list[Problem]:
    """Find what each key allows but all of them together do not."""
    found = [*_of_numbers(petition), *_of_dates(petition)]
    if petition.universe is not None and petition.sample is not None:
        message = "the sample names the universe already; leave this one out"
        found.append(("universe", "contradiction", message))
    if petition.universe is not None and petition.lines is None:
        message = "a universe is of lines; name the lines file too"
        found.append(("lines", "missing_key", message))
    if petition.lines is None:
        for key in ("determinations", "defects"):
            if getattr(petition, key) is not None:
                message = f"{key} are about lines; name the lines file too"
                found.append(("lines", "missing_key", message))
    if petition.lines is not None and petition.roll is None:
        message = "lines are looked up on a roll; name the roll too"
        found.append(("roll", "missing_key", message))
    return [Problem(petition.file, None, *one) for one in found]


Wrong = tuple[str, str, str]


def _of_numbers(petition: Petition) -> list[Wrong]:
    found: list[Wrong] = []
    given = [key for key in ("required", "registered", "votes_cast") if getattr(petition, key)]
    if not given and not _law_states_the_number(petition):
        message = "give the required number, or registered or votes_cast as the rule asks"
        found.append(("required", "missing_key", message))
    if len(given) > 1:
        message = f"give one of {' and '.join(given)}, not {len(given)}"
        found.append((given[0], "contradiction", message))
    if petition.excluded > petition.filed_count:
        message = "more lines are excluded than there are; mend one of the two"
        found.append(("excluded", "contradiction", message))
    return found


def _law_states_the_number(petition: Petition) -> bool:
    """Whether nothing is needed; an unknown place is a problem of its own, told elsewhere."""
    try:
        rules = law.rule_set(petition.rule_set, petition.form_approved_on)
    except RollcheckError:
        return False
    return not law.takes(rules, "required").needed


def _of_dates(petition: Petition) -> list[Wrong]:
    found: list[Wrong] = []
    start, end, filed = petition.circulation_from, petition.circulation_to, petition.filed_on
    if start and end and end < start:
        message = f"circulation ends on {end}, before it begins on {start}"
        found.append(("circulation_to", "impossible_date", message))
    if petition.form_approved_on > (start or filed):
        message = "the form was approved after it was circulated; mend the dates"
        found.append(("form_approved_on", "impossible_date", message))
    if any(one.ended_on > filed for one in petition.earlier):
        message = "an earlier attempt ended after this petition was filed; mend the dates"
        found.append(("earlier.ended_on", "impossible_date", message))
    if any(day and day > filed for day in (start, end)):
        message = f"the petition was circulated after it was filed on {filed}; mend the dates"
        found.append(("circulation_to", "impossible_date", message))
    return found
