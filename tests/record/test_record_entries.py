"""Entries: every kind of event goes in and comes out; nothing else is taken for one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_cases import EVERY_KIND, PETITION, START, Bytes

from rollcheck.merkle import GrowingTree, leaf_hash, root
from rollcheck.record import Act, Event, event_of, read_entry, rows_of, type_of
from rollcheck.record.events.decision import TallyMade
from rollcheck.record.events.people import PersonAdded
from rollcheck.record.events.petition import PetitionFiled, RequiredSet
from rollcheck.record.events.review import LineDetermined
from rollcheck.record.sealing import DOMAIN, SALT_BYTES, content_of

FINDING = LineDetermined("1-7", "invalid", "not_registered", "", "Elec. 105", "")


def one_row(act: Act, tree: GrowingTree | None = None) -> bytes:
    (row,), _ = rows_of([act], tree or GrowingTree(), Bytes())
    return row.entry


@pytest.mark.parametrize("happened", EVERY_KIND, ids=lambda one: type_of(one).code)
def test_every_kind_of_event_is_recorded_and_read_back(happened: Event) -> None:
    (row,), tree = rows_of([Act(happened, START, "p7", PETITION)], GrowingTree(), Bytes())
    entry = read_entry(row.entry)
    assert entry.type is type_of(happened)
    assert (entry.seq, entry.actor, entry.petition) == (0, "p7", PETITION)
    content = content_of(row.opening) if row.opening else None
    assert event_of(entry, content) == happened
    assert tree.root() == row.leaf == leaf_hash(row.entry)


def test_the_bytes_of_an_entry_are_fixed() -> None:
    """A verifier that shares no code must come to these bytes."""
    act = Act(FINDING, datetime(2022, 7, 8, 7, 30, 5, 123456, timezone(timedelta(hours=-7))), "p7")
    (row,), _ = rows_of([act], GrowingTree(), lambda length: bytes(range(length)))
    content = (
        b'{"basis":"Elec. 105","finding":"invalid","image":"","line":"1-7",'
        b'"reason":"not_registered","voter":""}'
    )
    sealed = sha256(b"rollcheck sealed content v1\n" + bytes(range(16)) + content).hexdigest()
    assert row.entry.decode() == (
        '{"actor":"p7","at":"2022-07-08T14:30:05.123456Z","data":{},"petition":"","refs":[],'
        f'"sealed":"{sealed}","seq":0,"type":"line_determined","v":1}}'
    )
    assert row.leaf == sha256(b"\x00" + row.entry).digest()
    assert DOMAIN == b"rollcheck sealed content v1\n"


def test_nothing_sealed_is_in_the_entry() -> None:
    entry = one_row(Act(PersonAdded("p7", "Jane Q. Public"), START, "admin1"))
    assert b"p7" in entry
    assert b"Jane" not in entry


def test_the_same_finding_twice_cannot_be_seen_to_be_the_same() -> None:
    rows, _ = rows_of(
        [Act(FINDING, START, "p7"), Act(FINDING, START, "p7")], GrowingTree(), Bytes()
    )
    first, second = (read_entry(row.entry) for row in rows)
    assert first.commitment != second.commitment


@given(st.lists(st.integers(1, 4), max_size=5))
def test_batches_continue_the_tree(sizes: list[int]) -> None:
    tree, leaves = GrowingTree(), []
    for size in sizes:
        rows, tree = rows_of([Act(FINDING, START, "p7")] * size, tree, Bytes())
        leaves += [row.leaf for row in rows]
    assert tree.root() == root(leaves)
    assert tree.size == len(leaves)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (Act(FINDING, datetime(2022, 7, 8), "p7"), "time zone"),  # noqa: DTZ001 - the point
        (Act(FINDING, START, ""), "who did it"),
        (Act(FINDING, START, "p7", "../x"), "letters, digits"),
        (Act(FINDING, START, "p7", refers_to=(0,)), "earlier entries"),
        (Act(replace(FINDING, image="name.png"), START, "p7"), "no SHA-256"),
        (Act(replace(FINDING, line="\ud800"), START, "p7"), "surrogates"),
        (Act(TallyMade(True, 0, 0), START, "p7"), "tally_made.valid is no int"),
        (Act(TallyMade(2**53, 0, 0), START, "p7"), "2\\*\\*53"),
        (Act(PetitionFiled(START, 1), START, "p7"), "petition_filed.on is no date"),
    ],
)
def test_what_no_entry_can_hold_is_refused(act: Act, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        one_row(act)


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=f"{SALT_BYTES} bytes"):
        rows_of([Act(FINDING, START, "p7")], GrowingTree(), lambda length: b"short")


TALLY = one_row(Act(TallyMade(1, 2, 3), START, "s1", PETITION)).decode()


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('"v":1', '"v":2'),
        ('"v":1', '"v":true'),
        ('"tally_made"', '"tally_unmade"'),
        ('"tally_made"', "7"),
        ('"seq":0', '"seq":-1'),
        ('"seq":0', '"seq":"0"'),
        ('"seq":0', '"seq":false'),
        ("2022-07-08T", "2022-13-08T"),
        ("000Z", "000+"),
        ('"at":"2022', '"at":"22'),
        ('"refs":[]', '"refs":[0]'),
        ('"refs":[]', '"refs":["0"]'),
        ('"refs":[]', '"refs":{}'),
        ('"actor":"s1"', '"actor":1'),
        ('"valid":1', '"valid":"1"'),
        ('"valid":1', '"valid":true'),
        ('"valid":1,', ""),
        ('"waiting":3', '"waiting":3,"zero":0'),
        ('"data":{', '"data":[],"date":{'),
        ('"refs":[]', f'"refs":[],"sealed":"{"0" * 64}"'),
        ('"petition":"r-2022",', ""),
    ],
)
def test_a_text_that_no_act_gives_is_refused(part: str, other: str) -> None:
    assert part in TALLY
    read_entry(TALLY.encode())
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        read_entry(TALLY.replace(part, other, 1).encode())


def test_an_entry_from_before_a_field_was_declared_is_read() -> None:
    happened = RequiredSet(10, 100, "Elec. 11221", contested=False)
    now = one_row(Act(happened, START, "s1", PETITION)).decode()
    then = now.replace('"measure":"",', "").replace(',"votes_cast":0', "")
    assert len(then) == len(now) - len('"measure":"",,"votes_cast":0')
    assert event_of(read_entry(then.encode()), None) == happened
    with pytest.raises(ValueError, match="fields"):
        read_entry(then.replace('"registered"', '"registrants"').encode())
    older = dict.fromkeys(("line", "finding", "reason", "voter", "basis"), "x")
    entry = read_entry(one_row(Act(FINDING, START, "p7")))
    assert event_of(entry, {**older}) == LineDetermined("x", "x", "x", "x", "x")


@pytest.mark.parametrize("content", [None, {}, {"name": 7}, {"name": "a", "other": "b"}])
def test_an_event_needs_the_content_of_its_type(content: dict[str, object] | None) -> None:
    entry = read_entry(one_row(Act(PersonAdded("p7", "Jane"), START, "admin1")))
    with pytest.raises(ValueError, match="its "):
        event_of(entry, content)  # type: ignore[arg-type]


def test_time_is_told_in_utc() -> None:
    west = START.astimezone(timezone(timedelta(hours=-7)))
    assert one_row(Act(FINDING, west, "p7")) == one_row(Act(FINDING, START.astimezone(UTC), "p7"))
