"""Putting a run on the record: what was counted, and the result by its hash."""

import re
from pathlib import Path

from rollcheck.petition import Result
from rollcheck.record import Act, Record, append_acts
from rollcheck.record.events.decision import RunFinished, TallyMade
from rollcheck.record.files import store_file
from rollcheck.record.heads import Doing

MOST = 64


def petition_code(rule_set: str, filed_on: str) -> str:
    """Return the code of a petition on the record: its rule set and the day of its filing."""
    said = f"{rule_set}-{filed_on}"
    return re.sub(r"[^A-Za-z0-9._-]", "-", said)[-MOST:]


def put_on_record(record: Record, result: Result, document: Path, doing: Doing) -> int:
    """Record a finished run, its tally first; return the number of the run's entry."""
    tally = result.deciding.tally
    petition = petition_code(result.petition.rule_set, result.petition.filed_on.isoformat())
    digest = store_file(record.files, document)
    with record.store.transaction():
        made = TallyMade(tally.valid, tally.invalid, tally.waits)
        (first,) = append_acts(
            record.store, [Act(made, doing.at, doing.actor, petition)], record.keys, doing.random
        )
        decision = result.verdict.decision or "open"
        finished = RunFinished(result.petition.file, digest, decision)
        act = Act(finished, doing.at, doing.actor, petition, (first.seq,))
        (row,) = append_acts(record.store, [act], record.keys, doing.random)
    return row.seq
