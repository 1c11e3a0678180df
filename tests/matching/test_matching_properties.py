"""What must hold for any roll and lines: own records, order, threads, chunks."""

import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_rolls import RULES, line, lines, neighbours, snapshot, voter

from rollcheck.matching import Means, match_lines
from rollcheck.roll import Snapshot

LASTS = (
    "NG",
    "LE",
    "O'HARA",
    "DE LA CRUZ",
    "GARCIA LOPEZ",
    "SMITH-JONES",
    "MÜLLER",
    "GARCIA",
    "LEE",
)
FIRSTS = ("JO", "MARY ANN", "JOSÉ", "AL", "ROBERT", "BOB", "JEAN-LUC", "MARIA", "MARIO")
MIDDLES = ("", "A", "ANN", "DEL CARMEN")
STREETS = ("1ST ST", "SAINT JAMES PL", "AVENIDA DE LA PAZ RD", "MAIN ST", "N OAK AVE")

people = st.lists(
    st.tuples(
        st.sampled_from(LASTS),
        st.sampled_from(FIRSTS),
        st.sampled_from(MIDDLES),
        st.sampled_from(("", "JR", "SR", "III")),
        st.integers(1, 40),
        st.sampled_from(STREETS),
        st.sampled_from(("", "APT 2", "3B")),
        st.sampled_from(("90001", "90002", "")),
        st.integers(1930, 2004),
    ),
    min_size=1,
    max_size=30,
)


def voters_of(
    drawn: list[tuple[str, str, str, str, int, str, str, str, int]],
) -> list[dict[str, str]]:
    return [
        voter(
            f"V{i:03}",
            f"{last}, {first} {middle}".rstrip(),
            f"{house} {street}, {unit}, Lomita, {zip_}"
            if unit
            else f"{house} {street}, Lomita, {zip_}",
            suffix=suffix,
            birth_year=str(born),
        )
        for i, (last, first, middle, suffix, house, street, unit, zip_, born) in enumerate(drawn)
    ]


def own_line(row: dict[str, str]) -> dict[str, object]:
    name = " ".join(row[part] for part in ("first", "middle", "last", "suffix") if row.get(part))
    parts = ("house", "street", "street_type", "unit")
    address = " ".join(row[part] for part in parts if row.get(part))
    return line(
        row["voter_id"], name, address, row["city"], row["zip"], birth_year=int(row["birth_year"])
    )


@pytest.mark.slow
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=people)
def test_a_line_like_a_voters_own_record_is_matched_or_ambiguous(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[str, str, str, str, int, str, str, str, int]],
) -> None:
    roll = voters_of(drawn)
    taken = snapshot(tmp_path_factory.mktemp("own"), roll)
    table = match_lines(lines([own_line(row) for row in roll]), taken, RULES).table
    for row, found in zip(roll, table.to_pylist(), strict=True):
        assert found["outcome"] in {"matched", "ambiguous"}
        if found["outcome"] == "matched":
            assert found["voter_id"] == row["voter_id"]


@pytest.fixture(scope="module")
def roll() -> list[dict[str, str]]:
    chance = random.Random(7)
    drawn = [
        (
            chance.choice(LASTS),
            chance.choice(FIRSTS),
            chance.choice(MIDDLES),
            chance.choice(("", "", "JR")),
            chance.randint(1, 60),
            chance.choice(STREETS),
            chance.choice(("", "APT 2")),
            chance.choice(("90001", "90002")),
            chance.randint(1930, 2004),
        )
        for _ in range(200)
    ]
    return [*voters_of(drawn), *({**row, "birth_year": "1980"} for row in neighbours(100))]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, roll: list[dict[str, str]]) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("roll"), roll)


@pytest.fixture(scope="module")
def petition(roll: list[dict[str, str]]) -> pa.Table:
    """Own lines, some with a letter, the zip, the house or the year gone, and some twice."""
    chance = random.Random(8)
    rows = []
    for number, row in enumerate(chance.choices(roll, k=250)):
        made = own_line(row) | {"line_id": f"L{number:03}"}
        spoil = chance.choice(["", "zip", "address", "birth_year", "printed_name"])
        if spoil == "printed_name":
            name = str(made["printed_name"])
            at = chance.randrange(len(name))
            made["printed_name"] = name[:at] + name[at + 1 :]
        elif spoil:
            made[spoil] = None if spoil == "birth_year" else ""
        rows.append(made)
    return lines(rows)


@pytest.fixture(scope="module")
def result(petition: pa.Table, taken: Snapshot) -> pa.Table:
    return match_lines(petition, taken, RULES).table


@pytest.mark.parametrize(
    "means",
    [Means(threads=1), Means(threads=3), Means(chunk=37), Means(threads=2, chunk=1)],
    ids=["one thread", "three threads", "small chunks", "line by line"],
)
def test_means_do_not_change_the_result(
    petition: pa.Table, taken: Snapshot, result: pa.Table, means: Means
) -> None:
    assert match_lines(petition, taken, RULES, means=means).table.equals(result)


def test_the_order_of_lines_changes_nothing_but_which_copy_is_first(
    petition: pa.Table, taken: Snapshot, result: pa.Table
) -> None:
    order = list(range(len(petition)))
    random.Random(9).shuffle(order)
    shuffled = match_lines(petition.take(order), taken, RULES).table
    columns = [name for name in result.column_names if name != "duplicate_of"]
    assert shuffled.select(columns).equals(result.take(order).select(columns))
    copies = shuffled.column("duplicate_of").null_count
    assert copies == result.column("duplicate_of").null_count


def test_the_order_of_the_roll_changes_nothing(
    tmp_path: Path, roll: list[dict[str, str]], petition: pa.Table, result: pa.Table
) -> None:
    order = list(roll)
    random.Random(10).shuffle(order)
    assert match_lines(petition, snapshot(tmp_path, order), RULES).table.equals(result)


def test_a_line_is_judged_alone(petition: pa.Table, taken: Snapshot, result: pa.Table) -> None:
    columns = [name for name in result.column_names if name != "duplicate_of"]
    few = match_lines(petition.slice(100, 5), taken, RULES).table
    assert few.select(columns).equals(result.slice(100, 5).select(columns))


def test_no_lines_give_an_empty_table(taken: Snapshot) -> None:
    found = match_lines(lines([]), taken, RULES)
    assert len(found.table) == 0
    assert found.counts() == {}


def test_progress_ends_at_the_number_of_lines(petition: pa.Table, taken: Snapshot) -> None:
    told: list[tuple[str, int, int]] = []

    def record(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))

    match_lines(petition, taken, RULES, progress=record, means=Means(chunk=100))
    assert told[-1] == ("Matching lines", 250, 250)
    assert ("Matching lines", 200, 250) in told


def test_nothing_is_left_in_the_scratch_folder(
    tmp_path: Path, petition: pa.Table, taken: Snapshot
) -> None:
    match_lines(petition.slice(0, 3), taken, RULES, means=Means(scratch=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_after_an_interrupt(
    tmp_path: Path, petition: pa.Table, taken: Snapshot
) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if done == 100:
            raise KeyboardInterrupt

    means = Means(scratch=tmp_path, chunk=100)
    with pytest.raises(KeyboardInterrupt):
        match_lines(petition, taken, RULES, progress=interrupt, means=means)
    assert list(tmp_path.iterdir()) == []


def test_dates_of_lines_matter_to_the_day(tmp_path: Path) -> None:
    taken = snapshot(
        tmp_path,
        [
            *neighbours(60),
            voter(
                "A",
                "QUINTERO, TERESA",
                "12 MAPLE AVE, Burbank, 91501",
                affidavit_signed_on="2022-03-01",
                affidavit_received_on="2022-07-06",
            ),
        ],
    )
    days = [date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 2)]
    rows = [
        line(str(day), "Teresa Quintero", "12 Maple Ave", "Burbank", "91501", signed_on=day)
        for day in days
    ]
    table = match_lines(lines(rows), taken, RULES).table
    assert table.column("outcome").to_pylist() == ["registered_late", "matched", "matched"]
