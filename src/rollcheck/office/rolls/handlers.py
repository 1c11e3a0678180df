"""How the act of taking a snapshot changes the rows."""

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record.events.matching import SnapshotTaken


@handles(SnapshotTaken, right=Right.IMPORT_ROLL)
def take_snapshot(event: SnapshotTaken, done: Done) -> RollSnapshot:
    """Keep a snapshot; ``aside`` is the name of its folder."""
    snapshot = RollSnapshot(
        code=done.aside,
        as_of=event.as_of,
        voters=event.voters,
        rejected_rows=event.rejected_rows,
        layout=event.layout,
        manifest=event.manifest,
        taken_at=done.at,
    )
    snapshot.save()
    return snapshot
