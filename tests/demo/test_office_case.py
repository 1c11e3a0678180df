"""The files of the demonstration's office: the same each time, signed by the right hands."""

import csv
from pathlib import Path

import pytest
from PIL import Image

from rollcheck.demo import OfficeCase, make_office_case
from rollcheck.demo.office_case import OTHER_HAND, hand_on
from rollcheck.demo.sheet_drawing import WrittenLine, as_png, draw_sheet, line_of
from rollcheck.demo.signatures import NAMES, ON_FILE, WRITERS, Hand, hand_of

SHEETS = 12


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, OfficeCase]:
    out = tmp_path_factory.mktemp("case") / "demo"
    return out, make_office_case(out, sheets=SHEETS)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_sheet_and_line_has_a_picture(made: tuple[Path, OfficeCase]) -> None:
    out, case = made
    sheets = [sheet for section in case.sections for sheet in section.sheets]
    assert len(sheets) >= SHEETS
    lines = rows(out / "lines.csv")
    sections = {section.number for section in case.sections}
    assert case.lines == sum(row["section"] in sections for row in lines)
    for sheet in sheets:
        assert len(sheet.line_pictures) == sheet.lines
        with Image.open(sheet.picture) as whole, Image.open(sheet.line_pictures[0]) as line:
            assert whole.width == line.width
            assert whole.height > line.height > 100
            assert whole.height > sheet.lines * 100
    assert 0 < len(rows(case.read)) < case.lines
    assert 0 < case.required < case.lines
    assert len({section.circulator for section in case.sections}) > 1


def test_people_look_at_every_line_and_err_now_and_then(made: tuple[Path, OfficeCase]) -> None:
    _out, case = made
    assert len(case.looks) == case.lines
    assert all(one.voter for looks in case.looks.values() for one in looks if one.valid)
    assert 0 < sum(first != truth for first, truth in case.looks.values()) < case.lines // 4


def test_each_voter_has_two_signatures_on_file_in_one_hand(made: tuple[Path, OfficeCase]) -> None:
    out, case = made
    voters = [row["voter_id"] for row in rows(out / "roll.csv")]
    assert [one.voter for one in case.on_file] == [voter for voter in voters for _ in ON_FILE]
    for one in case.on_file[:200]:
        hand = hand_of(one.voter)
        assert one.picture.name.startswith(f"{hand.name}-{hand.writer}-")


def test_another_hand_writes_the_same_name() -> None:
    for name in NAMES:
        for writer in WRITERS:
            hand = Hand(name, writer)
            assert hand.imitated().name == name
            assert hand.imitated().writer != writer
            assert len({hand.sample(number) for number in (1, *ON_FILE)}) == 3
            assert hand.sample(1) != hand.imitated().sample(1)


@pytest.mark.parametrize("reason", ["", *OTHER_HAND, "signature_missing"])
def test_the_hand_follows_the_truth(reason: str) -> None:

    hand = hand_on({"voter_id": "7", "signer": "1", "reason": reason})
    own = hand_of("7")
    expected = {"": own, "signature_missing": None}.get(reason, own.imitated())
    assert hand == expected


def test_a_picture_is_the_same_each_time() -> None:
    line = WrittenLine("José Núñez", "1 Long Avenue", "L A", "90001", "2022-02-03", hand_of("7"))
    unsigned = WrittenLine("", "", "", "", "", None)
    first, again = (draw_sheet("T", "1", "1", [line, unsigned]) for _ in range(2))
    assert as_png(first) == as_png(again)
    assert as_png(line_of(first, 1)) != as_png(line_of(first, 2))
    assert line_of(first, 1).tobytes() != line_of(first, 2).tobytes()
