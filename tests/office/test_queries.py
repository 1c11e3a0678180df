"""What a keystroke and a decision ask of the database; rights are asked anew all the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from office.conftest import Hire
from office.reviewing import opened, post
from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.office.acts.act import Doing, act, act_all, in_turn
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.models import Entry, Head
from rollcheck.office.acts.remembered import reading_once
from rollcheck.office.acts.store import OfficeStore
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Finding, Query
from rollcheck.office.review.work import next_lines
from rollcheck.record.events.matching import LineLookedUp
from rollcheck.record.events.people import PolicySet, RoleGiven, RoleTaken, SignedIn
from rollcheck.record.events.review import LineDetermined

LOOK_UP = 7  # session, person, petition, roles, whether the line is theirs, signatures, accepted
DECISION, FURTHER_QUERY = 55, 1


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(9,)])


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def browser(rita: Person, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(rita)


def said_of(line: dict[str, int], queries: list[str]) -> dict[str, object]:
    """An acceptance."""
    said = {"valid": True, "voter": "v1", "reason": "", "note": "", "query": queries}
    return said | {"line": line["pk"], "step": line["step"]}


def test_a_keystroke_asks_the_database_little(about: Petition, browser: Client) -> None:
    url = f"/petitions/{about.code}/review/"
    line = browser.get(f"{url}next").json()["lines"][0]
    typed = {"line": line["pk"], "q": "garcia"}
    post(browser, about, "lookup", typed)  # opens the roll
    with CaptureQueriesContext(connection) as made:
        found = post(browser, about, "lookup", typed).json()["candidates"]
    assert len(made.captured_queries) <= LOOK_UP
    assert {one["voter"] for one in found} == {"v1", "v2"}


def test_a_decision_asks_little_however_much_was_looked_up(
    about: Petition, browser: Client
) -> None:
    url = f"/petitions/{about.code}/review/"
    lines = browser.get(f"{url}next").json()["lines"]
    counts = []
    for many in (1, 1, 11):
        said = said_of(lines.pop(0), [str(number) for number in range(many)])
        with CaptureQueriesContext(connection) as made:
            lines.append(post(browser, about, "determine", said).json()["next"])
        counts.append(len(made.captured_queries))
    assert counts[1] <= DECISION
    assert counts[2] <= counts[1] + 10 * FURTHER_QUERY
    assert Query.objects.count() == 13


def test_a_right_taken_counts_no_more_at_the_next_request(
    about: Petition, rita: Person, browser: Client, administrator: Person
) -> None:
    url = f"/petitions/{about.code}/review/next"
    assert browser.get(url).status_code == 200
    act(RoleTaken(rita.code, Role.REVIEWER.value), by=administrator, petition=about)
    assert browser.get(url).status_code == 404


def test_a_right_taken_meanwhile_counts_no_more_in_an_act(
    about: Petition, rita: Person, administrator: Person
) -> None:
    next_lines(rita, about)
    with reading_once():
        assert may(rita, Right.REVIEW, about).allowed
        # As another process would: nothing that this one remembers is told of it.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_roleheld SET taken_at = given_at WHERE person_id = %s", [rita.pk]
            )
        assert may(rita, Right.REVIEW, about).allowed
        with pytest.raises(PermissionDenied):
            act(LineLookedUp("1:1", "garcia"), by=rita, petition=about)
        with in_turn():
            assert not may(rita, Right.REVIEW, about).allowed


def test_a_role_given_in_a_request_counts_at_once(
    rita: Person, administrator: Person, petition: Petition
) -> None:
    with reading_once():
        assert not may(rita, Right.RECEIVE, petition).allowed
        act(RoleGiven(rita.code, Role.INTAKE_CLERK.value), by=administrator, petition=petition)
        assert may(rita, Right.RECEIVE, petition).allowed


def test_several_acts_are_recorded_as_one_by_one(supervisor: Person) -> None:
    start = Entry.objects.count()
    act_all([Doing(SignedIn(name)) for name in ("one", "two", "three")], by=supervisor)
    entries = list(Entry.objects.order_by("id"))
    assert [one.pk for one in entries] == list(range(start + 3))
    tree = GrowingTree().grown(leaf_hash(bytes(one.entry)) for one in entries)
    head = Head.objects.get()
    assert (head.size, bytes(head.nodes)) == (tree.size, b"".join(tree.nodes))


def test_of_several_acts_none_is_kept_where_one_cannot_be(about: Petition, rita: Person) -> None:
    (held, _ahead) = next_lines(rita, about)
    before = Entry.objects.count()
    doings = [
        Doing(LineLookedUp("1:1", "garcia"), aside=held),
        Doing(LineDetermined("1:1", "valid", "", "nobody", "", "")),
    ]
    with pytest.raises(ValidationError):
        act_all(doings, by=rita, petition=about)
    assert (Entry.objects.count(), Query.objects.count()) == (before, 0)


def test_what_is_looked_up_is_about_a_line_that_one_has(
    about: Petition, rita: Person, supervisor: Person
) -> None:
    (held, _ahead) = next_lines(rita, about)
    for line, by in (("1:2", rita), ("1:1", supervisor)):
        with pytest.raises(ValidationError, match="do not have this line"):
            act(LineLookedUp(line, "garcia"), by=by, petition=about, aside=held)


def test_nothing_is_appended_beside_an_act_under_way(supervisor: Person) -> None:
    with transaction.atomic(), writing():
        store = OfficeStore()
        tree = store.tree()
        act(SignedIn("between"), by=supervisor)
        with pytest.raises(RuntimeError, match="in the middle"):
            store.append([], [], GrowingTree(tree.size, tree.nodes))


def test_a_finding_stands_where_no_further_line_can_be_given(
    about: Petition, rita: Person, supervisor: Person, browser: Client
) -> None:
    line = browser.get(f"/petitions/{about.code}/review/next").json()["lines"][0]
    act(PolicySet("practice", "asked", "most are new"), by=supervisor, petition=about)
    answer = post(browser, about, "determine", said_of(line, []))
    assert answer.status_code == 409
    assert "practice" in answer.json()["message"]
    assert Finding.objects.get().voter == "v1"
