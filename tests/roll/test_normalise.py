"""Names and addresses in one form: what is written differently becomes the same."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.roll import install_normalisation

PARTS = ("house", "dir", "street", "type", "unit", "city_tail", "po_box", "zip")


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        install_normalisation(con)
        yield con


def values(con: duckdb.DuckDBPyConnection, macro: str, texts: list[str]) -> list[object]:
    """What the macro makes of each text; one query for all, for planning it takes longest."""
    rows = con.execute(f"SELECT {macro}(t) FROM (SELECT unnest($texts) AS t)", {"texts": texts})
    return [row[0] for row in rows.fetchall()]


def value(con: duckdb.DuckDBPyConnection, macro: str, text: str) -> object:
    return values(con, macro, [text])[0]


def addresses(con: duckdb.DuckDBPyConnection, texts: list[str]) -> list[dict[str, str]]:
    found = []
    for parsed in values(con, "norm_address", texts):
        assert isinstance(parsed, dict)
        assert tuple(parsed) == PARTS
        found.append(parsed)
    return found


def short(found: dict[str, str]) -> str:
    """The address as `house|dir|street|type`, then `#unit`, `@po_box`, `/city_tail`, `=zip`."""
    line = "|".join(found[part] for part in PARTS[:4])
    for mark, part in (("#", "unit"), ("@", "po_box"), ("/", "city_tail"), ("=", "zip")):
        line += f"{mark}{found[part]}" if found[part] else ""
    return line


ADDRESSES = [
    ("1234 1/2 N. La Brea Ave Apt 3B", "1234|N|LA BREA|AVE#3B"),
    ("1234½ NORTH LA BREA AVENUE #3-B", "1234|N|LA BREA|AVE#3B"),
    ("12 Lotus Dr", "12||LOTUS|DR"),
    ("12 N Noel St", "12|N|NOEL|ST"),
    ("12 Steve Dr Apt4", "12||STEVE|DR#4"),
    ("12 Pham Ave Fl 2", "12||PHAM|AVE#2"),
    ("12B Oak", "12B||OAK|"),
    ("12-B Oak", "12B||OAK|"),
    ("PO Box 12", "|||@12"),
    ("P.O. Box 12", "|||@12"),
    ("Post Office Box 12, Los Angeles", "|||@12/LOS ANGELES"),
    ("123 Main St PO Box 9", "123||MAIN|ST@9"),
    ("1234 Avenue 45", "1234||AVENUE 45|"),
    ("1234 Ave 45", "1234||AVENUE 45|"),
    ("100 Avenida del Sol", "100||AVENIDA DEL SOL|"),
    ("5 The Terrace", "5||THE TERRACE|"),
    ("5 The Elm Terrace", "5||THE ELM|TER"),
    ("100 E 3rd St # 4", "100|E|3RD|ST#4"),
    ("100 East Third Street Unit 4", "100|E|3RD|ST#4"),
    ("100 E 3 St", "100|E|3RD|ST"),
    ("100 W 45 Ave", "100|W|45TH|AVE"),
    ("100 W 112 St", "100|W|112TH|ST"),
    ("100 W Twenty First St", "100|W|21ST|ST"),
    ("100 N St Andrews Pl", "100|N|SAINT ANDREWS|PL"),
    ("100 No. Saint Andrews Place", "100|N|SAINT ANDREWS|PL"),
    ("9 Mt St Helens Dr", "9||MOUNT SAINT HELENS|DR"),
    ("9 Ft Worth Ln", "9||FORT WORTH|LN"),
    ("9 Main St N", "9|N|MAIN|ST"),
    ("1600 Pennsylvania Ave NW Ste 100", "1600|NW|PENNSYLVANIA|AVE#100"),
    ("9 N St", "9||NORTH|ST"),
    ("9 E St W", "9|W|EAST|ST"),
    ("9 North Ave", "9||NORTH|AVE"),
    ("9 E Avenue S", "9|E|AVENUE SOUTH|"),
    ("9 Avenue N", "9||AVENUE NORTH|"),
    ("9 Dr Martin Luther King Jr Blvd", "9||DR MARTIN LUTHER KING JR|BLVD"),
    ("9 MLK Blvd", "9||MARTIN LUTHER KING|BLVD"),
    ("9 PCH", "9||PACIFIC COAST|HWY"),
    ("9 Pacific Coast Hwy", "9||PACIFIC COAST|HWY"),
    ("9 Co Rd 12", "9||COUNTY ROAD 12|"),
    ("9 County Road 12", "9||COUNTY ROAD 12|"),
    ("9 Pine Rdg", "9||PINE RIDGE|"),
    ("9 Pine Ridge Dr", "9||PINE RIDGE|DR"),
    ("9 Park Place Dr", "9||PARK PLACE|DR"),
    ("00123 Oak St", "123||OAK|ST"),
    ("12-34 45th Ave", "1234||45TH|AVE"),
    ("N6W23001 Bluemound Rd", "N6W23001||BLUEMOUND|RD"),
    ("W6480 County Road A", "W6480||COUNTY ROAD A|"),
    ("40W123 Main St", "40W123||MAIN|ST"),
    ("E12 Oak St", "||E12 OAK|ST"),
    ("3rd St", "||3RD|ST"),
    ("1 3rd St", "1||3RD|ST"),
    ("123", "123|||"),
    ("123, Main Street", "123||MAIN|ST"),
    ("12 Oak St Bldg 3 Apt 4", "12||OAK|ST#34"),
    ("12 Oak St Apt B", "12||OAK|ST#B"),
    ("12 Oak St 5", "12||OAK|ST#5"),
    ("12 NW Avenue 45", "12|NW|AVENUE 45|"),
    ("12 Oak St Rear", "12||OAK|ST#REAR"),
    ("12 Oak St Spc 7", "12||OAK|ST#7"),
    ("12 Oak St No 7", "12||OAK|ST#7"),
    ("12 No Oak St", "12|N|OAK|ST"),
    ("12 So. Figueroa", "12|S|FIGUEROA|"),
    ("12 Space Park Dr", "12||SPACE PARK|DR"),
    ("Apt 4, 12 Oak St", "12||OAK|ST#4"),
    ("12 Oak St, Apt 4, Los Angeles, CA 90012", "12||OAK|ST#4/LOS ANGELES=90012"),
    ("12 Oak St Apt 4 N Hollywood", "12||OAK|ST#4/NORTH HOLLYWOOD"),
    ("12 Oak St, CA 90012", "12||OAK|ST=90012"),
    ("12 O'Farrell St", "12||OFARRELL|ST"),
    ("12 O’Farrell St", "12||OFARRELL|ST"),
    ("12 Calle Ñandú", "12||CALLE NANDU|"),
    # A box on a rural route is a house on a street, however the route is written.
    ("RR 2 Box 15", "15||RR 2|"),
    ("R.R. #2, BX 15", "15||RR 2|"),
    ("Rural Route 2 Box #15", "15||RR 2|"),
    ("RFD 2 Box 15A", "15A||RR 2|"),
    ("Route 2 Box 15, Salem", "15||RR 2|/SALEM"),
    ("Box 15 RR2", "15||RR 2|"),
    ("RR 2, #15", "15||RR 2|"),
    ("15 RR 2", "15||RR 2|"),
    ("15 Rural Route 2", "15||RR 2|"),
    ("HC-12 Box 15", "15||HC 12|"),
    ("Highway Contract 12 Box 15", "15||HC 12|"),
    ("Star Route 12 Box 15", "15||HC 12|"),
    ("Box 15", "|||@15"),
    ("P.O. 15", "|||@15"),
    ("P/O Box No. 15", "|||@15"),
    # A road with a number goes by the one name of its kind.
    *((f"12 {road} 99", "12||STATE HIGHWAY 99|") for road in ("State Route", "SR", "St. Rte.")),
    *((road, "12||STATE HIGHWAY 99|") for road in ("12 SR99", "12 CA-99", "12 State Route #99")),
    *(
        (f"12 {road} 101", "12||US HIGHWAY 101|")
        for road in ("US", "U.S. Hwy.", "US RT", "US Rte #")
    ),
    *((f"12 {road} K", "12||COUNTY ROAD K|") for road in ("CR", "CTH", "County Trunk", "Co Rd")),
    *((f"12 {road}1200", "12||FM 1200|") for road in ("FM", "F.M. ", "Farm to Market Rd ")),
    *((f"12 {road} 99", "12||HIGHWAY 99|") for road in ("Hwy", "Route", "RT", "Highway #")),
    ("12 N CR 40", "12|N|COUNTY ROAD 40|"),
    ("12 Old Hwy 99", "12||OLD HIGHWAY 99|"),
    ("12 State Hwy 41A N", "12|N|STATE HIGHWAY 41A|"),
    ("12 Sierra Hwy # 4", "12||SIERRA|HWY#4"),
    ("12 County Rd", "12||COUNTY|RD"),
    ("12 County Line Rd", "12||COUNTY LINE|RD"),
    # A number alone is an ordinal, whatever stands behind it.
    ("12 5", "12||5TH|"),
    ("12 N 700 E", "12|N|700TH|"),
    ("12 3TH AVE", "12||3RD|AVE"),
    ("12 3 RD AVE", "12||3RD|AVE"),
    ("12 4-TH ST", "12||4TH|ST"),
    ("12 3 RD", "12||3RD|RD"),
    # City and zip code behind the street, without a comma between.
    ("12 Oak St 90012-1234", "12||OAK|ST=90012"),
    ("12 Oak St Los Angeles CA 90012", "12||OAK|ST/LOS ANGELES=90012"),
    ("12 N St Louis Ave Chicago IL 60618", "12|N|SAINT LOUIS|AVE/CHICAGO=60618"),
    ("12 N Court Street Chicago IL 60618", "12|N|COURT|ST/CHICAGO=60618"),
    # What stands there without a city is no city: the rest of the street, or its direction.
    ("12 N St Andrews Pl, CA 90012", "12|N|SAINT ANDREWS|PL=90012"),
    ("12 W Terrace Hill Dr, CA 90012", "12|W|TERRACE HILL|DR=90012"),
    ("12 N Court Street, 90012", "12|N|COURT|ST=90012"),
    ("12 Post Road East, CT 06880", "12|E|POST|RD=06880"),
    ("12 Main St South 90012", "12|S|MAIN|ST=90012"),
    ("12 Main St Rear, CA 90012", "12||MAIN|ST#REAR=90012"),
    ("12 Main Ave Huntington Park, CA 90255", "12||MAIN|AVE/HUNTINGTON PARK=90255"),
    ("12 Oak Dr North Hollywood, CA", "12||OAK|DR/NORTH HOLLYWOOD"),
    ("12 Oak St St Paul MN 55101", "12||OAK|ST/SAINT PAUL=55101"),
    ("12 Park Place Dr Los Angeles, CA, 90012", "12||PARK PLACE|DR/LOS ANGELES=90012"),
    ("12 Oak St N Hollywood, CA", "12||OAK|ST/NORTH HOLLYWOOD"),
    ("12 E Avenue S, CA 93550", "12|E|AVENUE SOUTH|=93550"),
    ("12 Oak St Apt 4 Los Angeles CA 90012", "12||OAK|ST#4/LOS ANGELES=90012"),
    ("12 County Road 29900", "12||COUNTY ROAD 29900|"),
    ("12345", "12345|||"),
    ("", "|||"),
    ("   ", "|||"),
    ("???", "|||"),
]


@pytest.fixture(scope="module")
def parsed(engine: duckdb.DuckDBPyConnection) -> dict[str, str]:
    written = [text for text, _ in ADDRESSES]
    return dict(zip(written, map(short, addresses(engine, written)), strict=True))


@pytest.mark.parametrize(("written", "expected"), ADDRESSES)
def test_addresses(parsed: dict[str, str], written: str, expected: str) -> None:
    assert parsed[written] == expected


def test_nothing_is_null(engine: duckdb.DuckDBPyConnection) -> None:
    row = engine.execute("SELECT norm_address(NULL), norm_street(NULL)").fetchone()
    assert row is not None
    assert set(row[0].values()) == {""}
    assert set(row[1].values()) == {""}
    for macro in ("norm_name", "norm_city", "norm_zip", "norm_suffix", "norm_house", "norm_unit"):
        assert engine.execute(f"SELECT {macro}(NULL::VARCHAR)").fetchone() == ("",)
        assert value(engine, macro, "") == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("O’Brien", "OBRIEN"),
        ("o'brien", "OBRIEN"),
        ("O`Brien", "OBRIEN"),
        ("Núñez-García", "NUNEZ GARCIA"),
        ("Nu\u0301n\u0303ez", "NUNEZ"),
        ("  van der  Berg ", "VAN DER BERG"),
        ("ST. JAMES", "ST JAMES"),
        ("Łukasz Øster Straße", "LUKASZ OSTER STRASSE"),
        ("Æsir Đặng", "AESIR DANG"),
        ("\uff21\uff4e\uff4e", "ANN"),
        ("ﬁona", "FIONA"),
        ("Smith,Jones", "SMITH JONES"),
        ("J.R.", "J R"),
        ("李", ""),
        ("Nguyễn", "NGUYEN"),
    ],
)
def test_names(engine: duckdb.DuckDBPyConnection, written: str, expected: str) -> None:
    assert value(engine, "norm_name", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Jr.", "JR"), ("junior", "JR"), ("2nd", "II"), ("iii", "III"), ("M.D.", ""), ("Esq", "")],
)
def test_suffixes(engine: duckdb.DuckDBPyConnection, written: str, expected: str) -> None:
    assert value(engine, "norm_suffix", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("N Hollywood", "NORTH HOLLYWOOD"),
        ("No. Hollywood", "NORTH HOLLYWOOD"),
        ("L.A.", "LOS ANGELES"),
        ("LA", "LOS ANGELES"),
        ("E LA", "EAST LOS ANGELES"),
        ("Los Angeles, CA 90012-1234", "LOS ANGELES"),
        ("St. Louis", "SAINT LOUIS"),
        ("Mt. Washington", "MOUNT WASHINGTON"),
        ("Long Bch", "LONG BEACH"),
        ("La Cañada Flintridge", "LA CANADA FLINTRIDGE"),
        ("CA 90012", ""),
    ],
)
def test_cities(engine: duckdb.DuckDBPyConnection, written: str, expected: str) -> None:
    assert value(engine, "norm_city", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("90012", "90012"),
        ("90012-1234", "90012"),
        ("900121234", "90012"),
        (" 90012", "90012"),
        ("2134", "02134"),
        ("12", ""),
        ("ABC", ""),
    ],
)
def test_zips(engine: duckdb.DuckDBPyConnection, written: str, expected: str) -> None:
    assert value(engine, "norm_zip", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("# 4", "4"), ("APT 3B", "3B"), ("12-B", "12B"), ("03", "3"), ("PH", "PH"), ("REAR", "REAR")],
)
def test_units(engine: duckdb.DuckDBPyConnection, written: str, expected: str) -> None:
    assert value(engine, "norm_unit", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("12 1/2", "12"), ("12½", "12"), ("0012", "12"), ("12-b", "12B"), ("0", ""), ("12 B", "12B")],
)
def test_houses(engine: duckdb.DuckDBPyConnection, written: str, expected: str) -> None:
    assert value(engine, "norm_house", written) == expected


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=24)
WORDS = """
    1 12 12B 1/2 3 3RD THIRD RR HC SR US CR ROUTE CA 90012
    N S E W NO SO NW NORTH ST ST. STREET AVE AVENUE DR THE LA OAK MT SAINT
    PINE RIDGE APT UNIT # B 4 BOX PO CO RD HWY 45 TWENTY FIRST REAR PH , - MLK
"""
TRICKY = st.lists(st.sampled_from(WORDS.split()), max_size=7).map(" ".join)


@given(st.lists(TEXT, min_size=20, max_size=60))
@settings(max_examples=10, deadline=None)
def test_normalising_twice_changes_nothing(
    engine: duckdb.DuckDBPyConnection, texts: list[str]
) -> None:
    for macro in ("norm_name", "norm_suffix", "norm_city", "norm_zip", "norm_house", "norm_unit"):
        once = values(engine, macro, texts)
        forms = [form for form in once if isinstance(form, str)]
        assert len(forms) == len(texts)
        assert all(form.isascii() for form in forms)
        assert values(engine, macro, forms) == once


@given(st.lists(st.one_of(TRICKY, TEXT), min_size=20, max_size=90))
@settings(max_examples=10, deadline=None)
def test_an_address_of_any_text_has_every_part(
    engine: duckdb.DuckDBPyConnection, texts: list[str]
) -> None:
    for found in addresses(engine, texts):
        assert all(part == part.strip() for part in found.values())
    plain = [text for text in texts if text.isascii()]
    if plain:
        lower = [text.lower() for text in plain]
        assert addresses(engine, lower) == addresses(engine, plain)


NAMES = ["OAK", "LA BREA", "SAINT ANDREWS", "3RD", "PINE RIDGE", "AVENIDA DEL SOL", "MOUNT VERNON"]


ADDRESS = st.tuples(
    st.integers(1, 99999).map(str),
    st.sampled_from(["", "N", "S", "E", "W", "NW"]),
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "ST", "AVE", "BLVD", "DR", "PL"])),
        st.tuples(
            st.sampled_from(
                ["AVENUE 45", "COUNTY ROAD 12", "STATE HIGHWAY 99", "FM 120", "RR 2", "5TH"]
            ),
            st.just(""),
        ),
    ),
    st.sampled_from(["", "4", "12B", "B"]),
)


@given(st.lists(ADDRESS, min_size=20, max_size=90))
@settings(max_examples=10, deadline=None)
def test_a_normalised_address_written_out_is_read_as_itself(
    engine: duckdb.DuckDBPyConnection,
    normalised: list[tuple[str, str, tuple[str, str], str]],
) -> None:
    written = [
        f"{house} {direction} {street} {kind} {f'APT {unit}' if unit else ''}"
        for house, direction, (street, kind), unit in normalised
    ]
    expected = [
        (house, direction, street, kind, unit, "", "", "")
        for house, direction, (street, kind), unit in normalised
    ]
    assert [tuple(found.values()) for found in addresses(engine, written)] == expected


def test_every_way_to_write_a_street_type_is_one(engine: duckdb.DuckDBPyConnection) -> None:
    found = addresses(engine, [f"12 ELM {word}" for word in ("AVENUE", "Ave.", "AV", "aven")])
    assert {(address["street"], address["type"]) for address in found} == {("ELM", "AVE")}


def test_two_connections_agree(parsed: dict[str, str]) -> None:
    with duckdb.connect() as other:
        install_normalisation(other)
        install_normalisation(other)  # again, on the same connection
        assert list(map(short, addresses(other, list(parsed)))) == list(parsed.values())


@pytest.mark.parametrize(
    ("written", "street"),
    [
        ("RCHO VISTA", "RANCHO VISTA"),
        ("PSO DEL REY", "PASEO DEL REY"),
        ("LIL SANTA ANITA AVE", "LITTLE SANTA ANITA"),
        ("CLLE BONITA", "CALLE BONITA"),
    ],
)
def test_shortened_words_of_street_names(
    engine: duckdb.DuckDBPyConnection, written: str, street: str
) -> None:
    assert engine.execute("SELECT norm_street($1).street", [written]).fetchall() == [(street,)]


@pytest.mark.parametrize(
    ("written", "city"),
    [
        ("W HLYWD", "WEST HOLLYWOOD"),
        ("Rcho Palos Verdes", "RANCHO PALOS VERDES"),
        ("RPV", "RANCHO PALOS VERDES"),
        ("West L.A.", "WEST LOS ANGELES"),
    ],
)
def test_shortened_cities(engine: duckdb.DuckDBPyConnection, written: str, city: str) -> None:
    assert engine.execute("SELECT norm_city($1)", [written]).fetchall() == [(city,)]
