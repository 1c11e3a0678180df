"""Where the lines are on the scan of a whole sheet: said once, shown at each line."""

from pathlib import Path

import pytest
from django.utils import timezone

from office.conftest import Hire
from office.reviewing import Browser, opened
from rollcheck.office.acts.kept import writing
from rollcheck.office.keying.plan import SheetForm, is_fit, plan_of, sheet_form, written_form
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Image, ImagePage, Line

CHOSEN = {"people": "2", "lines": "left", "fields_asked": ["printed_name"], "why": "the form"}
WHERE = {"sheet_lines": "8", "sheet_first": "12.5", "sheet_last": "88"}
SIGNED = {"sheet_left": "5", "sheet_right": "31"}


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


def test_lines_share_the_height_between_them() -> None:
    form = SheetForm(3, 100, 1000)
    assert [form.band(place) for place in (1, 2, 3, 4)] == [
        (100, 400), (400, 700), (700, 1000), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        "8",
        "8 1",
        "5 101",
        "0 0 0",
        "8 1 9 5 5",
        "8 1 9 5",
        "1 2 3 4 5 6",
        "0 1 2",
        "101 1 2",
        "8 5 5",
        "8 -1 9",
        "8 1 1001",
        "8 01 9",
        "a b c",
    ],
)
def test_what_is_no_form_of_a_sheet(value: str) -> None:
    assert not is_fit("sheet", value)


@pytest.mark.parametrize("value", ["100 998 1000", "99 100", "100 998 1000 99 100"])
def test_lines_and_the_field_of_signing_go_together_or_alone(value: str) -> None:
    form = sheet_form(value)
    assert written_form(form) == value
    # As the forms beside the usual one keep it.
    assert len(value) <= 20
    assert form is not None
    assert (form.signed is None, form.band(1) is None) == (
        "99" not in value.split(),
        not form.lines,
    )


def test_a_supervisor_says_where_the_lines_are(
    about: Petition, supervisor: Person, signed_in: Browser
) -> None:
    browser, path = signed_in(supervisor), f"/petitions/{about.code}/keying/"
    for wrong in (
        {**WHERE, "sheet_last": ""},
        {**WHERE, "sheet_last": "12.5"},
        {**SIGNED, "sheet_right": ""},
        {**SIGNED, "sheet_right": "5"},
    ):
        assert browser.post(f"{path}choose", CHOSEN | wrong).status_code == 422
    assert plan_of(about).sheet is None
    assert browser.post(f"{path}choose", CHOSEN | WHERE).status_code == 302
    assert plan_of(about).sheet == SheetForm(8, 125, 880)
    page = browser.get(path).content.decode()
    assert "A full sheet has 8 lines" in page
    assert 'value="12.5"' in page
    assert browser.post(f"{path}choose", CHOSEN | SIGNED).status_code == 302
    assert plan_of(about).sheet == SheetForm(0, 0, 0, 5, 31)
    page = browser.get(path).content.decode()
    assert 'value="31"' in page
    assert "A full sheet has" not in page
    assert browser.post(f"{path}choose", CHOSEN).status_code == 302
    assert plan_of(about).sheet is None


def test_a_reviewer_is_told_where_the_line_is(
    about: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    signed_in(supervisor).post(f"/petitions/{about.code}/keying/choose", CHOSEN | WHERE)
    line = Line.objects.get(petition=about, ordinal=2)
    with writing():
        image = Image.objects.create(
            petition=about, digest="0" * 64, kind="png", bytes=1, pages=2, at=timezone.now(),
            by=supervisor,
        )  # fmt: skip
        ImagePage.objects.create(image=image, number=1, sheet=line.sheet)
    browser = signed_in(hire(Role.REVIEWER, about))

    def told(name: str) -> list[list[int] | None]:
        lines = browser.get(f"/petitions/{about.code}/review/next").json()["lines"]
        return [one[name] for one in lines]

    assert told("band") == [[125, 219], [219, 313]]
    assert told("signed") == [None, None]
    keying = f"/petitions/{about.code}/keying/choose"
    signed_in(supervisor).post(keying, CHOSEN | SIGNED)
    assert told("signed") == [None, None], "nobody knows where on the sheet the line is"
    signed_in(supervisor).post(keying, CHOSEN | WHERE | SIGNED)
    assert told("signed") == [[5, 31], [5, 31]]
    with writing():
        ImagePage.objects.create(image=image, number=2, sheet=line.sheet, on_sheet=2)
    assert told("band") == [[125, 219], None]
    assert told("signed") == [[5, 31], [5, 31]]
