"""How printed names and addresses of lines are read."""

from dataclasses import dataclass

import pyarrow as pa
import pytest
from matching_rolls import line, lines, neighbours, snapshot, voter

from rollcheck.matching import partition
from rollcheck.matching.encode import encode
from rollcheck.matching.line_records import MOST_READINGS, READINGS, SUFFIX
from rollcheck.matching.name_lore import name_lore
from rollcheck.matching.partition import normalised
from rollcheck.matching.prepared import Prepared, prepare
from rollcheck.matching.records import FIRST, HOUSE, LAST, MIDDLE, STREET, SUFFIXES, UNIT

NAMES: dict[str, tuple[str, str, str, str]] = {
    # printed: last, first, middle, suffix of a reading that must be among those tried
    "Maria Castillo": ("CASTILLO", "MARIA", "", ""),
    "CASTILLO, MARIA": ("CASTILLO", "MARIA", "", ""),
    "Castillo Maria": ("CASTILLO", "MARIA", "", ""),
    "Maria Elena Castillo": ("CASTILLO", "MARIA", "ELENA", ""),
    "Castillo, Maria Elena": ("CASTILLO", "MARIA", "ELENA", ""),
    "María de la Cruz": ("DELACRUZ", "MARIA", "", ""),
    "DE LA CRUZ MARIA": ("DELACRUZ", "MARIA", "", ""),
    "De La Cruz, María": ("DELACRUZ", "MARIA", "", ""),
    "Jose Garcia Lopez": ("GARCIALOPEZ", "JOSE", "", ""),
    "Jose Garcia-Lopez": ("GARCIALOPEZ", "JOSE", "", ""),
    "Jose Luis Garcia Lopez": ("GARCIALOPEZ", "JOSE", "LUIS", ""),
    "Garcia Lopez, Jose": ("GARCIA", "JOSE", "", ""),
    "Mary Ann O'Brien": ("OBRIEN", "MARY", "ANN", ""),
    "John Q. Public Jr.": ("PUBLIC", "JOHN", "Q", "JR"),
    "Public Jr, John Q": ("PUBLIC", "JOHN", "Q", "JR"),
    "John Public, Sr": ("PUBLIC", "JOHN", "", "SR"),
    "Dr Hayes III": ("HAYES", "DR", "", "III"),
    "Dr. Frank Hayes": ("HAYES", "FRANK", "", ""),
    "Mr. Frank Hayes": ("HAYES", "FRANK", "", ""),
    "J. Hayes": ("HAYES", "J", "", ""),
    "J R Hayes": ("HAYES", "J", "R", ""),
    "Hayes": ("HAYES", "", "", ""),
    "Cher": ("", "CHER", "", ""),
    # The space between the names is lost; a name of the roll shows where it was.
    "BettyBarnes": ("BARNES", "BETTY", "", ""),
    "CARMENCASTILL0SON": ("CASTILLOSON", "CARMEN", "", ""),
    "HECTORGRAMT": ("GRAMT", "HECTOR", "", ""),
    "HECTQRGRANT": ("GRANT", "HECTQR", "", ""),
    "HAYESSON": ("HAYESSON", "", "", ""),
    "BarnesBetty": ("BARNES", "BETTY", "", ""),
    "Ann BettyBarnes": ("BARNES", "ANN", "BETTY", ""),
    "BETTYANN BARNES": ("BARNES", "BETTY", "ANN", ""),
    # Two strokes look like one letter; a name of the roll shows which.
    "FRAIIK HAYES": ("HAYES", "FRANK", "", ""),
    "Aim Grant": ("GRANT", "AIM", "", ""),
    "BETTY BARIIES": ("BARNES", "BETTY", "", ""),
    # Both are given names, and nobody's surname.
    "Betty Irene": ("", "BETTY", "IRENE", ""),
    "HAIIRY SKIIIR": ("SKIIIR", "HAIIRY", "", ""),
    # A speck is taken for a comma.
    "Maria Elena Cast,illo": ("CASTILLO", "MARIA", "ELENA", ""),
    "Castillo Lopez,Maria": ("CASTILLOLOPEZ", "MARIA", "", ""),
    "J0HN 5MITH": ("SMITH", "JOHN", "", ""),
    "6L0R1A 7H0M42": ("THOMAZ", "GLORIA", "", ""),
    # Initials without a point; a degree, a title, a suffix in letters; nothing in a name's place.
    "JA Hayes": ("HAYES", "J", "A", ""),
    "Jose Hdez": ("HERNANDEZ", "JOSE", "", ""),
    "RDZ, MARIA": ("RODRIGUEZ", "MARIA", "", ""),
    "Frank Hayes, Ph.D.": ("HAYES", "FRANK", "", ""),
    "Frank Hayes M.D.": ("HAYES", "FRANK", "", ""),
    "FRANK HAYES ESQ": ("HAYES", "FRANK", "", ""),
    "Hayes, Frank MD": ("HAYES", "FRANK", "", ""),
    "Sue Frank Hayes D.D.S.": ("HAYES", "SUE", "FRANK", ""),
    "Sgt. Frank Hayes": ("HAYES", "FRANK", "", ""),
    "Frank Hayes Junior": ("HAYES", "FRANK", "", "JR"),
    "Mary Senior": ("SENIOR", "MARY", "", ""),
    "FNU Hayes": ("HAYES", "", "", ""),
    "FRANK NMN HAYES": ("HAYES", "FRANK", "", ""),
    "MD Hayes": ("HAYES", "MD", "", ""),
    "Juan Carlos de los Santos Perez": ("DELOSSANTOSPEREZ", "JUAN", "CARLOS", ""),
    "": ("", "", "", ""),
}

ADDRESSES: dict[str, tuple[str, str, str]] = {
    # address: house, street, unit
    "100 Oak Street": ("100", "OAK", ""),
    "100 OAK ST APT 4": ("100", "OAK", "4"),
    "100 OAK 4": ("100", "OAK", "4"),
    "100 Oak # 4B": ("100", "OAK", "4B"),
    "12 5": ("12", "5TH", ""),
    "12 11": ("12", "11TH", ""),
    "4 100 OAK ST": ("100", "OAK", "4"),
    "100 OAK STEET": ("100", "OAK", ""),
    "100 PINE BOULEVRAD": ("100", "PINE", ""),
    "100 OAK STREAM": ("100", "OAKSTREAM", ""),
    "100 LOST STEET": ("100", "LOSTSTEET", ""),
    "4 100 ROAD ST": ("4", "100ROAD", ""),
    "77 CALLE 22": ("77", "CALLE22", ""),
    "OAK ST": ("", "OAK", ""),
    "": ("", "", ""),
}


@dataclass(frozen=True)
class Read:
    """Lines as the kernel sees them: readings (last, first, middle) and addresses by line."""

    readings: dict[str, set[tuple[str, str, str]]]
    suffixes: dict[str, str]
    addresses: dict[str, tuple[str, str, str]]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("readings")
    roll = [*neighbours(40), voter("V1", "GRANT, ANN", "77 CALLE 22, Pasadena, 91101")]
    roll[-1]["street"], roll[-1]["street_type"] = "CALLE 22", ""
    return prepare(snapshot(folder, roll))


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return lines(
        [
            *(line(f"n:{name}", name) for name in NAMES),
            *(line(f"a:{address}", "X", address) for address in ADDRESSES),
            line("m:moved", "Ann", "100 Grant Oak St"),
            line("m:street", "Ann", "100 Old Oak St"),
        ]
    )


@pytest.fixture(scope="module")
def read(prepared: Prepared, table: pa.Table) -> Read:
    chunk = encode(table, normalised(table, prepared, 1), prepared, name_lore())

    def text(number: int) -> str:
        known = int(prepared.words.size[0])
        words, at = (prepared.words, number) if number < known else (chunk.words, number - known)
        return bytes(words.data[words.starts[at] : words.starts[at + 1]]).decode()

    found = Read({}, {}, {})
    for at, line_id in enumerate(table["line_id"].to_pylist()):
        readings = chunk.readings[at, : chunk.lines[at, READINGS]]
        found.readings[line_id] = {
            (text(one[LAST]), text(one[FIRST]), text(one[MIDDLE])) for one in readings
        }
        found.suffixes[line_id] = SUFFIXES[chunk.lines[at, SUFFIX]]
        house, street, unit = (text(chunk.lines[at, column]) for column in (HOUSE, STREET, UNIT))
        found.addresses[line_id] = (house, street, unit)
    return found


@pytest.mark.parametrize("printed", NAMES)
def test_a_name_is_read_so_among_others(read: Read, printed: str) -> None:
    last, first, middle, suffix = NAMES[printed]
    assert (last, first, middle) in read.readings[f"n:{printed}"]
    assert read.suffixes[f"n:{printed}"] == suffix
    assert len(read.readings[f"n:{printed}"]) <= MOST_READINGS


def test_a_name_of_the_roll_is_not_parted(read: Read) -> None:
    assert {(last, first) for last, first, _ in read.readings["n:HAYESSON"]} == {
        ("HAYESSON", ""),
        ("", "HAYESSON"),
    }


def test_an_initial_is_no_part_of_a_surname(read: Read) -> None:
    assert "RHAYES" not in {last for last, _, _ in read.readings["n:J R Hayes"]}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_apart(read: Read, address: str) -> None:
    assert read.addresses[f"a:{address}"] == ADDRESSES[address]


def test_threads_do_not_change_the_normal_form(
    prepared: Prepared, table: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = normalised(table, prepared, 1)
    monkeypatch.setattr(partition, "_WORTH_AN_ENGINE", 1)
    assert normalised(table, prepared, 3).combine_chunks() == whole.combine_chunks()


def test_a_surname_in_front_of_the_street_belongs_to_a_name_of_one_word(read: Read) -> None:
    assert ("GRANT", "ANN", "") in read.readings["m:moved"]
    assert read.addresses["m:moved"] == ("100", "OAK", "")
    assert read.addresses["m:street"] == ("100", "OLDOAK", "")
