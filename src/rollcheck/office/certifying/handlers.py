"""Acts of a run, and of what is published or handed out of it: they change no row."""

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.record.event_type import Event
from rollcheck.record.events.decision import (
    BundlePublished,
    DecisionMade,
    EmbargoLifted,
    RunFinished,
    TallyMade,
)
from rollcheck.record.events.examination import LineOpened
from rollcheck.record.events.sampling import UniverseCommitted


@handles(UniverseCommitted, right=Right.CERTIFY)
@handles(TallyMade, right=Right.CERTIFY)
@handles(DecisionMade, right=Right.CERTIFY)
@handles(RunFinished, right=Right.CERTIFY)
@handles(EmbargoLifted, right=Right.CERTIFY)
@handles(LineOpened, right=Right.CERTIFY)
@handles(BundlePublished, right=Right.CERTIFY)
def note(_event: Event, done: Done) -> int:
    """Return the number of the entry."""
    return done.entry
