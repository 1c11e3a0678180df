"""How printed names and addresses of lines are read."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from matching_rolls import RULES, line, lines, neighbours, snapshot, voter

from rollcheck.matching.plan import prepare
from rollcheck.matching.weights import load_weights
from rollcheck.matching.workspace import open_workspace, step

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
    "Mr. Frank Hayes": ("HAYES", "FRANK", "", ""),
    "J. Hayes": ("HAYES", "J", "", ""),
    "J R Hayes": ("HAYES", "J", "R", ""),
    "Hayes": ("HAYES", "", "", ""),
    "Cher": ("", "CHER", "", ""),
    "J0HN 5MITH": ("SMITH", "JOHN", "", ""),
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
    "77 CALLE 22": ("77", "CALLE22", ""),
    "OAK ST": ("", "OAK", ""),
    "": ("", "", ""),
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("readings")
    roll = [*neighbours(40), voter("V1", "GRANT, ANN", "77 CALLE 22, Pasadena, 91101")]
    roll[-1]["street"], roll[-1]["street_type"] = "CALLE 22", ""
    taken = snapshot(folder, roll)
    opened = open_workspace(Path(folder), threads=1, memory="1GB")
    prepare(opened, taken, RULES, load_weights())
    rows = [line(f"n{i}", name) for i, name in enumerate(NAMES)]
    rows += [line(f"a{i}", "X Y", address) for i, address in enumerate(ADDRESSES)]
    numbered = lines(rows).append_column("ix", [list(range(len(rows)))])
    opened.from_arrow(numbered).create("line_in")
    step(opened, "lines")
    yield opened
    opened.close()


@pytest.mark.parametrize("printed", NAMES)
def test_a_name_is_read_so_among_others(con: duckdb.DuckDBPyConnection, printed: str) -> None:
    last, first, middle, suffix = NAMES[printed]
    found = con.execute(
        """SELECT last, first, middle, suffix FROM reading JOIN line USING (ix)
           JOIN line_in USING (ix) WHERE line_id LIKE 'n%' AND printed_name = $1""",
        [printed],
    ).fetchall()
    assert (last, first, middle, suffix) in found
    assert len(found) <= 7


def test_an_initial_is_no_part_of_a_surname(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        """SELECT last FROM reading JOIN line_in USING (ix) WHERE printed_name = 'J R Hayes'"""
    ).fetchall()
    assert ("RHAYES",) not in found


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_apart(con: duckdb.DuckDBPyConnection, address: str) -> None:
    found = con.execute(
        """SELECT line.house, line.street, line.unit FROM line JOIN line_in USING (ix)
           WHERE line_id LIKE 'a%' AND line_in.address = $1""",
        [address],
    ).fetchall()
    assert found == [ADDRESSES[address]]
