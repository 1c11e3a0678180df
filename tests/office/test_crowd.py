"""Several processes at once, on SQLite and PostgreSQL: nothing is lost, nothing is done twice."""

from collections import Counter
from pathlib import Path

import pytest

from office.crowds import begun, office_apart, said_by

TESTS = Path(__file__).parent
PROCESSES, ACTS = 4, 10
FOUND = """
from rollcheck.office.ready import make_ready
make_ready()
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.roles import Role
add_person("sue", "Sue", Role.SUPERVISOR)
"""
COUNT = """
from rollcheck.office.ready import make_ready
make_ready()
from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.office.acts.models import Entry, Head
from rollcheck.office.tasks.models import Progress, Task
entries = list(Entry.objects.order_by("id"))
assert [one.id for one in entries] == list(range(len(entries)))
tree = GrowingTree().grown(leaf_hash(bytes(one.entry)) for one in entries)
head = Head.objects.get()
assert (head.size, bytes(head.nodes)) == (tree.size, b"".join(tree.nodes))
assert not Progress.objects.exists()
for one in entries:
    print(one.type)
for task in Task.objects.all():
    print(task.state)
"""


@pytest.fixture
def environment(tmp_path: Path, migrated: Path | None) -> dict[str, str]:
    """A new office."""
    return office_apart(tmp_path, "crowd", migrated)


@pytest.mark.slow
def test_a_crowd_loses_nothing_and_does_nothing_twice(environment: dict[str, str]) -> None:
    said_by(begun(environment, "-c", FOUND))
    crowd = [
        begun(environment, str(TESTS / "one_of_a_crowd.py"), str(place), str(ACTS))
        for place in range(PROCESSES)
    ]
    for one in crowd:
        said_by(one)
    found = Counter(said_by(begun(environment, "-c", COUNT)).split())
    every = PROCESSES * ACTS
    assert found["signed_in"] == found["task_asked"] == found["done"] == every
    assert found["task_begun"] == found["task_ended"] == every
