"""Putting a run on the record: what was counted, and the result by its hash."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rollcheck.petition import Result
from rollcheck.petition.public_parts import short_by
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record import Act, Event, Record, append_acts
from rollcheck.record.events.decision import DecisionMade, RunFinished, TallyMade
from rollcheck.record.events.sampling import SampleProjected
from rollcheck.record.files import store_file
from rollcheck.record.heads import Doing

Put = Callable[[Event, tuple[int, ...]], int]

MOST = 64
RESULT = Path("public") / "result.json"
RECORDED = Path("restricted") / "record.json"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a run was put on a record: the record's folder, and the number of its entry.

    ``petition`` is what an office calls the petition; empty where it follows from the result.
    """

    record: Path
    entry: int
    petition: str = ""


def recorded(run: Path) -> Recorded | None:
    """Return where the folder of a run says that it is on record, if it is."""
    if not (run / RECORDED).is_file():
        return None
    said = json.loads((run / RECORDED).read_text(encoding="utf-8"))
    return Recorded(Path(said["record"]), int(said["entry"]), said.get("petition", ""))


def keep_recorded(run: Path, where: Recorded) -> None:
    """Write into the folder of a run where it is on record."""
    said = {"record": str(where.record.resolve()), "entry": where.entry}
    said |= {"petition": where.petition} if where.petition else {}
    (run / RECORDED).write_text(json.dumps(said) + "\n", encoding="utf-8")


def petition_of_run(run: Path) -> str:
    """Return what the record calls the petition of a run's folder."""
    try:
        result = json.loads((run / RESULT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "is no run; make one with `rollcheck run PETITION.toml --out RUN`"
        raise RollcheckError([Problem(str(run), None, None, "no_run", message)]) from None
    where = recorded(run)
    if where is not None and where.petition:
        return where.petition
    return petition_code(result["rule_set"]["identifier"], result["filed_on"])


def petition_code(rule_set: str, filed_on: str) -> str:
    """Return the code of a petition on the record: its rule set and the day of its filing."""
    said = f"{rule_set}-{filed_on}"
    return re.sub(r"[^A-Za-z0-9._-]", "-", said)[-MOST:]


def put_on_record(record: Record, result: Result, document: Path, doing: Doing) -> int:
    """Put a finished run on a record, and return the number of its entry."""
    petition = petition_code(result.petition.rule_set, result.petition.filed_on.isoformat())
    digest = store_file(record.files, document)

    def put(happened: Event, refers_to: tuple[int, ...]) -> int:
        act = Act(happened, doing.at, doing.actor, petition, refers_to)
        (row,) = append_acts(record.store, [act], record.keys, doing.random)
        return row.seq

    with record.store.transaction():
        return put_events(put, result, digest)


def put_events(put: Put, result: Result, digest: str) -> int:
    """Record a finished run: what its samples project, its tally, its end, what follows from it.

    ``put`` records an event that refers to earlier entries, and returns the number of its own;
    ``digest`` is the SHA-256 of the public result. Returns the number of the run's entry.
    """
    tally = result.deciding.tally
    samples = tuple(put(one, ()) for one in _projected(result))
    made = put(TallyMade(tally.valid, tally.invalid, tally.waits), samples)
    decision = result.verdict.decision or "open"
    seq = put(RunFinished(result.petition.file, digest, decision), (made,))
    for one in _decided(result):
        put(one, (seq,))
    return seq


def _projected(result: Result) -> Iterator[SampleProjected]:
    """Yield what each sample says, as far as it is certain."""
    for one in result.samples:
        naive, projected = (one.found.values.get(f"{how}_valid") for how in ("naive", "projected"))
        settled = all(verdict.settled for verdict in one.verdicts)
        if settled and isinstance(naive, int) and isinstance(projected, int):
            yield SampleProjected(one.size, one.tally.valid, one.duplicates, naive, projected)


def _decided(result: Result) -> Iterator[DecisionMade]:
    """Yield what follows at each required number, the certified one first; nothing while open."""
    for one in result.deciding.verdicts:
        short, values = short_by(one), one.lowest.values
        valid = values.get("projected_valid", values.get("valid", result.deciding.tally.valid))
        if one.decision is not None and isinstance(short, int) and isinstance(valid, int):
            yield DecisionMade(one.decision, valid, one.required.value, short)
