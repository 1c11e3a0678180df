"""Nothing public names a person, and somebody with all the sheets learns no line's reason."""

import json
import random
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench.public_scan import Persons, days_in, leaks, persons_of

from rollcheck.record import EVENT_TYPES, open_record, read_entry
from rollcheck.record.event_type import HELD, PUBLIC
from rollcheck.sampling import LineIdentity, commit_universe
from verify.published_bundle import Published

LINES, PER_SHEET = 1_200, 6


@pytest.fixture(scope="module")
def persons(made: Published) -> Persons:
    return persons_of(made.demo)


@pytest.fixture(scope="module")
def allowed(made: Published) -> frozenset[tuple[str, ...]]:
    return days_in(made.bundle / "rules.toml")


def test_no_public_output_names_a_person(
    made: Published, persons: Persons, allowed: frozenset[tuple[str, ...]]
) -> None:
    assert len(persons.runs) > 10_000
    assert leaks(made.bundle, persons, allowed) == []
    assert leaks(made.run / "public", persons, allowed) == []


def test_nothing_printed_or_logged_names_a_person(
    made: Published, persons: Persons, allowed: frozenset[tuple[str, ...]]
) -> None:
    """What every command of the whole demo printed, with each library's log at DEBUG."""
    printed = made.log.read_text(encoding="utf-8")
    assert "Published" in printed
    assert leaks(made.log.parent, persons, allowed) == []
    run = next(one for one, what in persons.runs.items() if what == "a name")
    planted = made.log.parent.parent / "planted-log"
    planted.mkdir(exist_ok=True)
    (planted / "log.txt").write_text(f"{printed}\nlooked up {' '.join(run)}\n", encoding="utf-8")
    assert "log.txt: a name" in leaks(planted, persons, allowed)


def test_a_planted_leak_is_found(
    published: Published, persons: Persons, allowed: frozenset[tuple[str, ...]], tmp_path: Path
) -> None:
    kinds = sorted(set(persons.runs.values()))
    assert kinds == [
        "a birth date",
        "a hash",
        "a name",
        "a voter number",
        "an address",
        "the place of a line",
        "what was written",
    ]
    for kind in kinds:
        run = next(one for one, what in persons.runs.items() if what == kind)
        planted = tmp_path / kind.replace(" ", "-")
        planted.mkdir()
        (planted / "result.json").write_text(f'{{"note": "see {" ".join(run).upper()}."}}')
        assert f"result.json: {kind}" in leaks(planted, persons, allowed)
    named = published.bundle / "-".join(next(iter(persons.runs)))
    named.touch()
    assert leaks(published.bundle, persons, allowed)


def planted_in(path: Path, name: str) -> None:
    """Hide a name where a reader would not look, and a program does."""
    if path.suffix == ".html":
        first, last = name.split(" ", 1)
        ways = {
            "tags": f"<b>{first}</b><i>{last}</i>",
            "alt": f'<img alt="{"".join(f"&#{ord(one)};" for one in name)}">',
            "embedded": f'<img src="data:image/svg;base64,{b64encode(name.encode()).decode()}">',
        }
        path.write_text(ways[path.stem])
    elif path.suffix == ".json":
        path.write_text('{"note": "' + "".join(f"\\u{ord(one):04x}" for one in name) + '"}')
    elif path.stem == "metadata":
        pq.write_table(pa.table({"code": ["valid"]}).replace_schema_metadata({"n": name}), path)
    elif path.suffix == ".parquet":
        cells = {f"column_{at}": [word] for at, word in enumerate(name.split(" "))}
        pq.write_table(pa.table(cells), path)
    else:
        with ZipFile(path, "w") as archive:
            archive.comment = name.encode()


@pytest.mark.parametrize(
    "place",
    [
        *("tags.html", "alt.html", "embedded.html", "escaped.json"),
        *("metadata.parquet", "columns.parquet", "comment.pyz"),
    ],
)
def test_a_name_hidden_in_a_file_is_found(
    persons: Persons, allowed: frozenset[tuple[str, ...]], tmp_path: Path, place: str
) -> None:
    run = next(one for one, what in persons.runs.items() if what == "a name" and len(one) == 2)
    planted_in(tmp_path / place, " ".join(run))
    assert f"{place}: a name" in leaks(tmp_path, persons, allowed)


@pytest.mark.parametrize("place", ["xmp", "alt"])
def test_a_name_hidden_in_a_pdf_is_found(
    made: Published,
    persons: Persons,
    allowed: frozenset[tuple[str, ...]],
    tmp_path: Path,
    place: str,
) -> None:
    name = " ".join(next(one for one, what in persons.runs.items() if what == "a name"))
    with pikepdf.open(made.bundle / "certificate.pdf") as pdf:
        if place == "xmp":
            with pdf.open_metadata() as told:
                told["dc:creator"] = [name]
        else:
            hidden = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, Alt=name)
            pdf.Root.StructTreeRoot.K = pdf.make_indirect(hidden)
        pdf.save(tmp_path / "certificate.pdf")
    assert "certificate.pdf: a name" in leaks(tmp_path, persons, allowed)


def test_no_archive_tells_when_its_files_were_made(made: Published) -> None:
    """Times of files would tell the order of the work; all of them are one day long ago."""
    archives = [path for path in made.bundle.rglob("*") if is_zipfile(path)]
    assert [path.name for path in archives] == ["rollcheck-verify.pyz"]
    with ZipFile(archives[0]) as archive:
        assert {one.date_time for one in archive.filelist} == {(1980, 1, 1, 0, 0, 0)}


def test_the_order_of_the_entries_shown_says_nothing_of_lines(made: Published) -> None:
    """What is done line by line is in the tiles as a hash of its own salt, shown nowhere."""
    lines = (made.bundle / "record" / "entries.jsonl").read_text(encoding="utf-8").splitlines()
    shown = {json.loads(line)["seq"]: json.loads(json.loads(line)["entry"]) for line in lines}
    assert {EVENT_TYPES[one["type"]].shown for one in shown.values()} == {PUBLIC}
    with open_record(made.record, bytes, read_only=True) as record:
        stored = [one for one in record.store.entries() if one.seq not in shown]
        hidden = [read_entry(one.entry) for one in stored]
    held = [one for one in hidden if one.type.shown == HELD]
    assert len(held) == 12
    assert len({one.commitment for one in held}) == len(held)
    assert all(not one.data for one in held)


def reasons_by_sheet(chance: random.Random) -> list[str]:
    """Return a reason for each line; those of a sheet are alike, as in life."""
    codes = []
    for _ in range(LINES // PER_SHEET):
        usual = chance.choice(["valid", "valid", "not_registered", "duplicate"])
        codes += [usual if chance.random() < 0.8 else "different_address" for _ in range(PER_SHEET)]
    return codes


def published_codes(codes: list[str], seed: int) -> list[str]:
    """Return the codes in the order in which they are published, with salts of their own."""
    chance = random.Random(seed)
    identities = [
        LineIdentity(f"{at}", f"{at // 60}", f"{at // PER_SHEET}", f"{at % PER_SHEET}")
        for at in range(LINES)
    ]
    salts = iter(lambda: chance.randbytes(16), None)
    universe = commit_universe(identities, salts)
    return [codes[int(line.identity.line_id)] for line in universe.lines]


def right(guesses: list[str], codes: list[str]) -> float:
    return sum(map(str.__eq__, guesses, codes)) / LINES


def test_an_attacker_with_all_sheets_does_no_better_than_chance() -> None:
    """The attacker has every sheet in order, and the published codes in theirs.

    Guessing the reasons by a random order is right as often as the shares squared add up to.
    They try the order as it is, backwards, and the order of hashes without the salts.
    """
    codes = reasons_by_sheet(random.Random(7))
    chance = sum((lines / LINES) ** 2 for lines in Counter(codes).values())
    runs = 40
    tries: dict[str, list[float]] = {"as it is": [], "backwards": [], "unsalted": []}
    for seed in range(runs):
        shown = published_codes(codes, seed)
        tries["as it is"].append(right(shown, codes))
        tries["backwards"].append(right(shown[::-1], codes))
        unsalted = sorted(range(LINES), key=lambda at: sha256(f"{at}".encode()).digest())
        guessed = [""] * LINES
        for place, at in enumerate(unsalted):
            guessed[at] = shown[place]
        tries["unsalted"].append(right(guessed, codes))
    spread = (chance * (1 - chance) / (LINES * runs)) ** 0.5
    for name, found in tries.items():
        assert abs(sum(found) / runs - chance) < 5 * spread, name


def test_neighbours_among_the_leaves_are_no_neighbours_on_paper() -> None:
    codes = reasons_by_sheet(random.Random(7))
    alike = sum((lines / LINES) ** 2 for lines in Counter(codes).values())

    def neighbours(shown: list[str]) -> float:
        return sum(map(str.__eq__, shown, shown[1:])) / (LINES - 1)

    # In the order of the sheets they are alike far more often: so the measure can tell.
    assert neighbours(codes) > alike + 0.15
    runs = [neighbours(published_codes(codes, seed)) for seed in range(40)]
    spread = (alike * (1 - alike) / (LINES * len(runs))) ** 0.5
    assert abs(sum(runs) / len(runs) - alike) < 5 * spread


def test_the_sheets_order_would_give_every_line_away() -> None:
    codes = reasons_by_sheet(random.Random(7))
    assert right(codes, codes) == 1.0
