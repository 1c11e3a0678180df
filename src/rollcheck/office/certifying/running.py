"""Making the run of a petition that people worked here, and putting it on the office's record."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from rollcheck.office.acts.act import act, in_turn
from rollcheck.office.acts.models import Entry
from rollcheck.office.certifying.compared import pinned, refuse_other_rows, refused, replayed
from rollcheck.office.certifying.replay import DECIDING
from rollcheck.office.certifying.the_case import worked
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.checkpoints.models import Checkpoint
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.petition import Result, Run
from rollcheck.petition.result import InputFile
from rollcheck.petition.settle import WAITING
from rollcheck.petition.worked import Worked, run_worked
from rollcheck.problems import Progress, silent
from rollcheck.publish.folder import run_folder, write_run
from rollcheck.publish.on_record import RESULT, Recorded, keep_recorded, put_events
from rollcheck.record import Event, read_entry
from rollcheck.record.events.sampling import UniverseCommitted
from rollcheck.record.files import store_file

CHANGES = ("raw_count_reopened", "required_set", "petition_filed", "petition_amended")
"""What else a result rests on; where it changed meanwhile, the run is of yesterday."""


def make_run(
    about: Petition,
    by: Person,
    out: Path,
    *,
    provisional: bool = False,
    progress: Progress = silent,
) -> Result:
    """Tally a petition by the office's record, decide, and write the run's folder ``out``.

    The head of the record is signed first, and what it says of every line is compared with the
    tables. A run with lines that wait is only made where it may be ``provisional``. Raises
    ``RollcheckError`` where anything hinders it; then ``out`` and the record stay as they were,
    but for the checkpoint.
    """
    if not may(by, Right.CERTIFY, about).allowed:
        raise refused("no_right", "a supervisor of the petition makes its run")
    if about.destruction_at is not None:
        raise refused("content_destroyed", "what was kept of this petition was destroyed")
    checkpoint = pinned(by)
    run = run_worked(_worked(about, checkpoint, progress))
    if run.result.waits and not provisional:
        raise refused("undecided", _undecided(run.result))
    with run_folder(out) as folder:
        progress("Writing the report", 0, 0)
        write_run(run, folder)
        entry = _recorded(about, by, run, folder, checkpoint.stated.size)
        keep_recorded(folder, Recorded(settings.PLACE.folder, entry, about.code))
    return run.result


def _worked(about: Petition, checkpoint: Checkpoint, progress: Progress) -> Worked:
    progress("Reading the record", 0, 0)
    replay = replayed(about, rules_now(about), checkpoint.stated.size, progress)
    refuse_other_rows(about, replay)
    progress("Adding up", 0, 0)
    stated = checkpoint.stated
    head = InputFile("record", key_in_force(stated.size).name, stated.root.hex(), stated.size)
    return worked(about, replay, head)


def _undecided(result: Result) -> str:
    parts = [
        f"{lines:,}: {WAITING[code][0].lower()}{WAITING[code][1:]}"
        for code, lines in result.full.tally.waiting.items()
    ]
    raw = result.full.tally.raw
    return (
        f"{result.waits:,} of {raw:,} lines are not decided ({'; '.join(parts)}); "
        "have them decided, or make a provisional run, which no certificate can rest on"
    )


def _recorded(about: Petition, by: Person, run: Run, folder: Path, made_from: int) -> int:
    """Put the run on the record and return its entry, unless somebody decided meanwhile."""
    digest = store_file(settings.PLACE.outgoing, folder / RESULT)

    def put(event: Event, refers_to: tuple[int, ...]) -> int:
        entry: int = act(event, by=by, petition=about, refers_to=refers_to)
        return entry

    with in_turn():
        if has_changed(about, made_from):
            raise refused("decided_meanwhile", "somebody decided meanwhile; make the run again")
        for event in _universe(about, run):
            put(event, ())
        return put_events(put, run.result, digest)


def has_changed(about: Petition, since: int) -> bool:
    """Tell whether anything that a result rests on is on the record from the entry ``since`` on."""
    later = Entry.objects.filter(petition=about.code, id__gte=since)
    return later.filter(type__in=(*DECIDING, *CHANGES)).exists()


def _universe(about: Petition, run: Run) -> Iterator[UniverseCommitted]:
    """Yield the commitment to the lines, unless it is on the record already."""
    if run.universe is None:
        return
    root = run.universe.root.hex()
    said = Entry.objects.filter(petition=about.code, type="universe_committed")
    last = said.order_by("id").last()
    if last is None or read_entry(bytes(last.entry)).data["root"] != root:
        yield UniverseCommitted(root, len(run.universe.lines), "")
