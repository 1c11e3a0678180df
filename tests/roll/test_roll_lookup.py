"""Looking voters up by what a person types."""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roll_files import problems_of, snapshot_of, write_rows

from rollcheck.cli.app import run_command
from rollcheck.problems import RollcheckError
from rollcheck.roll import (
    Hit,
    Lookup,
    connect_engine,
    index_snapshot,
    install_normalisation,
    open_lookup,
)
from rollcheck.roll.lookup.tokens import LONGEST_TEXT, fold

COLUMNS = (
    *("voter_id", "status", "first", "middle", "last", "suffix", "birth_date", "house", "pre_dir"),
    *("street", "street_type", "unit", "city", "zip"),
)
PEOPLE = (
    "1001,active,Ann,Marie,O'Brien,,1970-01-31,12,,Oak,St,,Los Angeles,90012",
    "1002,canceled,Roberto,,Núñez,Jr,1980-02-28,1413,N,Main,St,4B,Glendale,91201",
    "1003,active,María Elena,,García-López,,1975-03-09,900,W,Sunset,Blvd,,Los Angeles,90026",
    "1004,active,Juan,Carlos,De La Cruz,,1991-12-01,77,,1st,St,,Pomona,91766",
    "1005,active,William,,MacDonald,,1966-05-05,,,PO Box 321,,,Avalon,90704",
    "1006,confidential,Jane,,Winterbottom,,1988-08-08,4545,,Hidden,Ln,,Malibu,90265",
    "1007,active,James,,James,,1950-06-07,21,,James,Ave,,Torrance,90501",
    "1008,active,James,,Smith,Sr,1949-01-02,23,,Elm,Ave,,Torrance,90501",
    "ab-9/X,active,Zoë,,Ångström,,2001-01-01,5,,Martin Luther King,Blvd,,Compton,90220",
    "1010,active,Katherine,,Rodriguez,,1977-07-07,1553,S,Preston,Way,D,West Covina,91713",
    "1012,active,Jose,,Garcia-Garcia,,1959-08-03,5833,,Silver,St,,Los Angeles,91005",
    "1013,active,Jose,,Garcia,,1959-08-04,300,,Silver,St,,Los Angeles,91005",
    "1011,active,Catherine,,Rodrigues,,1978-07-07,1535,S,Preston,Way,,West Covina,91713",
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lookup")
    rows = [COLUMNS, *(tuple(person.split(",")) for person in PEOPLE)]
    return snapshot_of(write_rows(folder / "roll.csv", rows)).path


@pytest.fixture(scope="module")
def lookup(snapshot: Path) -> Lookup:
    return open_lookup(snapshot)


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.voter_id for hit in hits]


@pytest.mark.parametrize(
    ("text", "voter_id"),
    [
        ("obrien", "1001"),
        ("O'Brien ann", "1001"),
        ("O BRIEN", "1001"),
        ("nunez roberto", "1002"),
        ("bob nunez", "1002"),
        ("nunez jr", "1002"),
        ("lopez maria", "1003"),
        ("garcialopez", "1003"),
        ("grcia elena", "1003"),
        ("delacruz", "1004"),
        ("dela cruz", "1004"),
        ("cruz first street", "1004"),
        ("bill mac donald", "1005"),
        ("p.o. box 321", "1005"),
        ("jams jmes torrance james", "1007"),
        ("james james", "1007"),
        ("smith sr", "1008"),
        ("mlk compton", "ab-9/X"),
        ("angstrom zoe", "ab-9/X"),
        ("preston 1553 rod", "1010"),
        ("rodr kath", "1010"),
        ("rodrigues catherine 1535", "1011"),
        ("91201-4455 nunez", "1002"),
        ("main apt 4b", "1002"),
        ("n main 1413", "1002"),
        ("1/31/1970 ann", "1001"),
        ("1970-01-31", "1001"),
        ("31.1.1970", "1001"),
        ("1991 juan", "1004"),
        ("nuinesz roberto", "1002"),
        ("cz 77", "1004"),
        ("garcia garcia jose", "1012"),
        ("garcia-garcia 91005", "1012"),
        ("garcia jose 91005 300", "1013"),
        ("ktaherien 1553", "1010"),
    ],
)
def test_the_voter_comes_first(lookup: Lookup, text: str, voter_id: str) -> None:
    assert ids(lookup.find(text))[0] == voter_id


def test_a_voter_id_typed_exactly_comes_first(lookup: Lookup) -> None:
    for person in PEOPLE:
        voter_id = person.split(",")[0]
        for text in (voter_id, f"{voter_id} obrien", f" {voter_id.lower()} "):
            hit = lookup.find(text)[0]
            assert hit.voter_id == voter_id
            assert hit.reasons[0].field == "voter_id"


def test_reasons_say_which_word_fits_what_and_how_closely(lookup: Lookup) -> None:
    [hit, *_] = lookup.find("Presto 1553 rodrigeuz kathy")
    assert hit.voter_id == "1010"
    told = {reason.typed: (reason.field, reason.how, reason.value) for reason in hit.reasons}
    assert told == {
        "PRESTO": ("street", "prefix", "S PRESTON WAY"),
        "1553": ("house", "exact", "1553"),
        "RODRIGEUZ": ("last", "one_edit", "RODRIGUEZ"),
        "KATHY": ("first", "nickname", "KATHERINE"),
    }
    assert [reason.typed for reason in hit.reasons] == ["PRESTO", "1553", "RODRIGEUZ", "KATHY"]
    assert hit.score == sum(reason.bits for reason in hit.reasons)
    assert hit.row == 9


def test_of_a_confidential_voter_only_the_id_is_shown(lookup: Lookup) -> None:
    [hit, *_] = lookup.find("winterbottom 4545 hidden")
    assert (hit.voter_id, hit.confidential, hit.shown) == ("1006", True, None)
    assert [(reason.typed, reason.value) for reason in hit.reasons] == [("WINTERBOTTOM", "")]


def test_an_address_does_not_lead_to_a_confidential_voter(lookup: Lookup) -> None:
    for text in ("4545 hidden", "90265", "malibu", "8/8/1988", "1988"):
        assert "1006" not in ids(lookup.find(text))


def test_who_may_see_confidential_voters_sees_them(lookup: Lookup) -> None:
    [hit, *_] = lookup.find("4545 hidden ln", include_confidential=True)
    assert hit.confidential
    assert hit.shown is not None
    assert (hit.shown.last, hit.shown.street) == ("WINTERBOTTOM", "HIDDEN LN")


def test_the_order_of_words_says_nothing(lookup: Lookup) -> None:
    words = ("de", "la", "cruz", "1991")
    found = {
        tuple((hit.voter_id, hit.score) for hit in lookup.find(" ".join(way)))
        for way in permutations(words)
    }
    assert len(found) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(lookup: Lookup, text: str) -> None:
    hits = lookup.find(text)
    assert len(hits) <= 10
    assert list(hits) == sorted(hits, key=lambda hit: -hit.score)
    assert lookup.find(text) == hits


SOME_WORDS = ("ANN", "BOB", "12", "1553", "J", "ROD", "CRUZ", "1975", "ST", "N", "OAK", "90012")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SOME_WORDS), max_size=8))
def test_words_in_any_order_give_the_same(lookup: Lookup, words: list[str]) -> None:
    there = {hit.voter_id: hit.score for hit in lookup.find(" ".join(words))}
    back = {hit.voter_id: hit.score for hit in lookup.find(" ".join(reversed(words)))}
    assert there == back


def test_a_text_beyond_all_measure_is_cut(lookup: Lookup) -> None:
    assert ids(lookup.find("obrien " + "x" * 100_000))[0] == "1001"
    assert lookup.find(" " * LONGEST_TEXT + "obrien") == ()
    assert lookup.find("obrien " * 5000)


@pytest.mark.parametrize("top", [0, -1, 1001])
def test_a_number_of_hits_out_of_range_is_refused(lookup: Lookup, top: int) -> None:
    with pytest.raises(ValueError, match="1 to 1000"):
        lookup.find("obrien", top)


def test_top_says_how_many(lookup: Lookup) -> None:
    assert len(lookup.find("rodriguez preston west covina", 1)) == 1


def test_many_threads_share_one_index(lookup: Lookup) -> None:
    texts = ["obrien", "nunez", "garcia", "cruz 1991", "james torrance", "rodriguez"] * 5
    alone = [lookup.find(text) for text in texts]
    found: dict[int, list[tuple[Hit, ...]]] = {}

    def work(number: int) -> None:
        found[number] = [lookup.find(text) for text in texts]

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(4)] == [alone] * 4


@settings(max_examples=4, deadline=None)
# NUL ends a text in the engine; no roll that holds one is read.
@given(
    st.lists(
        st.text(st.characters(min_codepoint=1, max_codepoint=0x24F), max_size=30),
        min_size=40,
        max_size=100,
    )
)
def test_what_is_typed_is_folded_as_the_roll_is(texts: list[str]) -> None:
    with connect_engine() as con:
        install_normalisation(con)
        said = con.execute("SELECT norm_name(unnest($1))", [texts]).fetchall()
    for text, (sql,) in zip(texts, said, strict=True):
        words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text))
        assert " ".join(words.split()) == sql


def test_the_same_roll_makes_the_same_index(snapshot: Path) -> None:
    before = {path.name: path.read_bytes() for path in (snapshot / "lookup").iterdir()}
    index_snapshot(snapshot)
    assert {path.name: path.read_bytes() for path in (snapshot / "lookup").iterdir()} == before
    assert not list(snapshot.glob(".lookup*"))


def test_an_older_snapshot_says_how_to_index_it(tmp_path: Path) -> None:
    rows = [COLUMNS, tuple(PEOPLE[0].split(","))]
    path = snapshot_of(write_rows(tmp_path / "roll.csv", rows)).path
    (path / "lookup").rename(tmp_path / "away")
    with pytest.raises(RollcheckError, match="rollcheck roll index") as error:
        open_lookup(path)
    assert problems_of(error.value) == [("no_lookup", str(path / "lookup"))]
    assert run_command(["roll", "index", str(path)]) == 0
    assert ids(open_lookup(path, check=True).find("obrien")) == ["1001"]


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    rows = [COLUMNS, tuple(PEOPLE[0].split(","))]
    path = snapshot_of(write_rows(tmp_path / "roll.csv", rows)).path
    words = path / "lookup" / "words.npy"
    content = bytearray(words.read_bytes())
    content[-1] ^= 1
    words.write_bytes(content)
    with pytest.raises(RollcheckError) as error:
        open_lookup(path, check=True)
    assert problems_of(error.value) == [("damaged_lookup", str(words))]
    words.write_bytes(content[:-8])
    with pytest.raises(RollcheckError, match=r"words\.npy"):
        open_lookup(path)
    (path / "lookup" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(RollcheckError, match="damaged"):
        open_lookup(path)


def test_the_index_of_another_roll_is_refused(tmp_path: Path, snapshot: Path) -> None:
    rows = [COLUMNS, tuple(PEOPLE[0].split(","))]
    path = snapshot_of(write_rows(tmp_path / "roll.csv", rows)).path
    (path / "lookup").rename(tmp_path / "away")
    (path / "lookup").symlink_to(snapshot / "lookup")
    with pytest.raises(RollcheckError) as error:
        open_lookup(path)
    assert [code for code, _ in problems_of(error.value)] == ["other_roll"]


def test_what_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError, match="no snapshot"):
        open_lookup(tmp_path)


def test_the_command_lists_voters(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["roll", "lookup", str(snapshot), "nunez", "1413", "--top", "1"]) == 0
    said = capsys.readouterr().out
    assert "1. 1002  ROBERTO NUNEZ JR, 1980-02-28, 1413 N MAIN ST # 4B, GLENDALE 91201" in said
    assert "[canceled]" in said
    assert "NUNEZ is last, 1413 is house" in said
    assert run_command(["roll", "lookup", str(snapshot), "winterbottom", "--json"]) == 0
    [hit] = json.loads(capsys.readouterr().out)["hits"]
    assert (hit["voter_id"], hit["shown"]) == ("1006", None)
    assert run_command(["roll", "lookup", str(snapshot), "qqqqqq"]) == 0
    assert "Nobody on the roll fits" in capsys.readouterr().out
