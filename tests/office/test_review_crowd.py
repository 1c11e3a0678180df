"""Twenty reviewers at once, on SQLite and PostgreSQL: no line to two for a step, nothing lost."""

from pathlib import Path

import pytest

from office.crowds import begun, office_apart, said_by

TESTS = Path(__file__).parent
PROCESSES, THREADS, LINES = 2, 10, 50
FOUND = f"""
import sys, tempfile
sys.path.insert(0, {str(TESTS.parent)!r})
from pathlib import Path
from rollcheck.office.ready import make_ready
make_ready()
from office.reviewing import opened, small_roll
from rollcheck.office.acts.act import act
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.record.events.petition import PetitionOpened
add_person("sue", "Sue", Role.SUPERVISOR)
for number in range({PROCESSES * THREADS}):
    add_person(f"r{{number}}", f"R {{number}}", Role.REVIEWER)
sue = Person.objects.get(username="sue")
made = PetitionOpened("Recall", "us-ca", "county-recall", "us-ca/county-recall")
petition = act(made, by=sue, aside={{"code": "recall22"}})
with tempfile.TemporaryDirectory() as folder:
    opened(petition, sue, small_roll(Path(folder)), [({LINES},)])
"""
COUNT = f"""
from rollcheck.office.ready import make_ready
make_ready()
from rollcheck.office.acts.models import Entry
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Assignment, Finding, LineState
from rollcheck.office.review.standing import standing
whole = standing(Petition.objects.get()).whole
assert whole.reconciles and whole.raw == {LINES}, whole
assert not Assignment.objects.filter(ended_at=None).exists()
for state in LineState.objects.all():
    stands = Finding.objects.filter(line=state.line_id, undone_at=None)
    assert state.state == "settled", (state.pk, state.state)
    assert state.valid == bool(state.line_id % 3)
    people = [one.person_id for one in stands]
    assert len(set(people)) == len(people) == state.people == (1 if state.valid else 2)
    assert [one.step for one in stands] == list(range(1, len(people) + 1))
print("assigned", Assignment.objects.count(), Entry.objects.filter(type="line_assigned").count())
print("found", Finding.objects.count(), Entry.objects.filter(type="line_determined").count())
undone = Finding.objects.exclude(undone_at=None).count()
print("undone", undone, Entry.objects.filter(type="undone").count())
"""


@pytest.mark.slow
def test_twenty_reviewers_never_have_the_same_line(tmp_path: Path, migrated: Path | None) -> None:
    environment = office_apart(tmp_path, "reviewers", migrated)

    said_by(begun(environment, "-c", FOUND))
    everybody = [f"r{number}" for number in range(PROCESSES * THREADS)]
    crowd = [
        begun(environment, str(TESTS / "one_reviewer.py"), *everybody[place::PROCESSES])
        for place in range(PROCESSES)
    ]
    for one in crowd:
        said_by(one)
    counted = said_by(begun(environment, "-c", COUNT))
    rows = [line.split() for line in counted.splitlines()]
    assert [name for name, _rows, _entries in rows] == ["assigned", "found", "undone"]
    assert all(kept == entries for _name, kept, entries in rows), counted
