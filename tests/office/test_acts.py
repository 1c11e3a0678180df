"""Every change goes through ``act``; nothing recorded is changed or removed, on either engine."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

import rollcheck.office
from office.conftest import Hire
from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.office.acts.act import HANDLERS, act
from rollcheck.office.acts.clock import by_clock
from rollcheck.office.acts.kept import WrittenOutsideAnActError
from rollcheck.office.acts.models import Entry, Head
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.people import PersonRemoved
from rollcheck.record.events.petition import PetitionAmended

OFFICE = Path(rollcheck.office.__file__).parent
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
# What acts write through, what a worker says while it works, and sessions that end.
MAY_WRITE = {"acts/store.py", "acts/kept.py", "people/models.py"}
MAY_WRITE |= {
    f"{app}/handlers.py"
    for app in (
        "defects",
        "duplicates",
        "keying",
        "people",
        "petitions",
        "proposals",
        "receiving",
        "retention",
        "rolls",
        "tasks",
    )
}
MAY_WRITE |= {"checkpoints/handlers.py", "connecting/handlers.py", "handing_back/handlers.py"}
MAY_WRITE |= {"receiving/box_handlers.py", "receiving/reopening.py"}
MAY_WRITE |= {"keying/further_forms.py", "receiving/sheet_forms.py"}
MAY_WRITE |= {"learning/handlers.py", "learning/planting.py"}
MAY_WRITE |= {f"review/{name}.py" for name in ("opening", "giving", "finding", "taking_back")}
NO_FACT_OF_THE_RECORD = {"tasks/worker.py", "tasks/telling.py"}
NO_FACT_OF_THE_RECORD |= {"receiving/drawing.py"}  # a picture is saved, not a row
# Which account of the directory is whose; that they signed in through it is recorded.
NO_FACT_OF_THE_RECORD |= {"people/adapter.py"}


def writes(source: Path) -> set[str]:
    """Names of the writing methods of models that a file calls."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute)} & WRITES


def test_only_handlers_write() -> None:
    writing = {
        str(path.relative_to(OFFICE))
        for path in OFFICE.rglob("*.py")
        if writes(path) and "migrations" not in path.parts
    }
    assert writing <= MAY_WRITE | NO_FACT_OF_THE_RECORD


def test_a_block_may_have_a_clock_of_its_own(petition: Petition, supervisor: Person) -> None:
    """As a demonstration's has, whose days have been; everybody else's time is the machine's."""
    then = datetime(2022, 7, 6, 9, tzinfo=UTC)
    with by_clock(lambda: then):
        act(PetitionAmended("title", "Then", "so"), by=supervisor, petition=petition)
    act(PetitionAmended("title", "Now", "so"), by=supervisor, petition=petition)
    *_before, earlier, later = Entry.objects.order_by("pk").values_list("at", flat=True)
    assert earlier == then < later


def test_a_write_outside_an_act_is_refused(petition: Petition, supervisor: Person) -> None:
    petition.title = "Another"
    with pytest.raises(WrittenOutsideAnActError):
        petition.save()
    with pytest.raises(WrittenOutsideAnActError):
        Petition.objects.update(title="Another")
    with pytest.raises(WrittenOutsideAnActError):
        Petition.objects.create(title="Another")
    with pytest.raises(WrittenOutsideAnActError):
        petition.delete()
    with pytest.raises(WrittenOutsideAnActError):
        RoleHeld.objects.filter(person=supervisor).delete()
    assert Petition.objects.get().title == "Recall"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE acts_entry SET actor = 'nobody'",
        "DELETE FROM acts_entry",
        "DELETE FROM acts_entry WHERE id = 0",
    ],
)
def test_the_database_refuses_to_change_an_entry(administrator: Person, statement: str) -> None:
    before = list(Entry.objects.values_list("id", "actor", "leaf"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(Entry.objects.values_list("id", "actor", "leaf")) == before


def test_the_database_refuses_to_replace_an_entry(administrator: Person) -> None:
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        statement = "TRUNCATE acts_entry CASCADE"
    else:
        statement = "INSERT OR REPLACE INTO acts_entry SELECT * FROM acts_entry WHERE id = 0"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_head_is_the_tree_of_the_entries(petition: Petition) -> None:
    leaves = [leaf_hash(bytes(entry.entry)) for entry in Entry.objects.order_by("id")]
    tree = GrowingTree().grown(leaves)
    head = Head.objects.get()
    assert (head.size, bytes(head.nodes)) == (tree.size, b"".join(tree.nodes))
    assert [bytes(entry.leaf) for entry in Entry.objects.order_by("id")] == leaves


def test_a_refused_act_leaves_nothing(petition: Petition, hire: Hire) -> None:
    reviewer = hire(Role.REVIEWER)
    before = Entry.objects.count()
    with pytest.raises(PermissionDenied):
        act(PetitionAmended("title", "Mine", "why not"), by=reviewer, petition=petition)
    assert Entry.objects.count() == before
    assert Petition.objects.get().title == "Recall"


def test_an_act_that_fails_leaves_nothing(petition: Petition, supervisor: Person) -> None:
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        act(PetitionAmended("title", "Mine", ""), by=supervisor, petition=petition)
    assert Entry.objects.count() == before


def test_what_is_personal_is_sealed(hire: Hire, administrator: Person) -> None:
    somebody = hire(None, name="zebulon")
    act(PersonRemoved(somebody.code, "moved to Quartzsite"), by=administrator)
    entries = b"\n".join(bytes(entry.entry) for entry in Entry.objects.all())
    for word in (b"zebulon", b"Zebulon", b"Quartzsite", b"md5$"):
        assert word not in entries


def test_every_handler_says_what_it_does() -> None:
    assert all((handler.change.__doc__ or "").strip() for handler in HANDLERS.values())
