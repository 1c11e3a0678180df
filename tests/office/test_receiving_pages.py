"""The pages of receiving: entering, counting blind, custody by password, labels; whose they are."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from office.conftest import PASSWORD, Hire
from office.paper import counted, entered
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.box_field import OFFERED
from rollcheck.office.receiving.models import Box, BoxStep, Line, Section, Sheet
from rollcheck.record.events.intake import BoxReceived
from rollcheck.record.events.petition import PetitionOpened

SignedIn = Callable[[Person], Client]
AT = "/petitions/recall22/receiving"
BOX = {"box": "B1", "seal": "S1", "sections": "1", "place": "vault", "brought_by": "Quincy"}


@pytest.fixture
def clerk(hire: Hire, petition: Petition) -> Person:
    return hire(Role.INTAKE_CLERK, petition, name="carl")


@pytest.fixture
def other(hire: Hire, petition: Petition) -> Person:
    return hire(Role.INTAKE_CLERK, petition, name="olga")


@pytest.fixture
def browser(clerk: Person, signed_in: SignedIn) -> Client:
    return signed_in(clerk)


@pytest.fixture
def elsewhere(supervisor: Person, petition: Petition) -> tuple[Petition, Section, Box]:
    """Another petition with a section and a box of its own."""
    opened = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    another: Petition = act(opened, by=supervisor, aside={"code": "other"})
    box: Box = act(BoxReceived("B9", "S", 1, ""), by=supervisor, petition=another, aside="x")
    return another, entered(another, supervisor), box


def test_a_box_comes_in_and_is_shown(browser: Client) -> None:
    assert browser.post(f"{AT}/", BOX).status_code == 302
    again = browser.post(f"{AT}/", BOX)
    assert again.status_code == 422
    assert "was received already" in again.content.decode()
    page = browser.get(f"{AT}/boxes/{Box.objects.get().pk}").content.decode()
    assert "Quincy" in page
    assert "Carl" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("box", "<b>"), ("box", "x" * 41), ("seal", ""), ("sections", "-1"), ("sections", "many")],
)
def test_a_wrong_box_is_refused(browser: Client, field: str, value: str) -> None:
    answer = browser.post(f"{AT}/", BOX | {field: value})
    assert answer.status_code == 422
    assert not Box.objects.exists()


def test_sections_are_entered_with_their_first_count(browser: Client, clerk: Person) -> None:
    browser.post(f"{AT}/", BOX)
    given = {"box": "B1", "section": "0012", "sheets": "3", "lines": "10 - 9"}
    answer = browser.post(f"{AT}/enter?box=B1", given)
    assert answer.status_code == 302
    assert answer["Location"] == f"{AT}/enter?box=B1"
    assert "Section 12: 3 sheets, 19 lines." in browser.get(answer["Location"]).content.decode()
    sheets = Sheet.objects.values_list("number", "missing", "counts__lines", "counts__by")
    assert sorted(sheets, key=lambda row: row[0]) == [
        (1, False, 10, clerk.pk),
        (2, True, None, None),
        (3, False, 9, clerk.pk),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"section": "12", "sheets": "3", "lines": "10 9"}, "one number for each sheet"),
        ({"section": "12", "sheets": "1", "lines": "ten"}, "such as 10 9 10"),
        ({"section": "12", "sheets": "1", "lines": "501"}, "such as 10 9 10"),
        ({"section": "../12", "sheets": "1"}, "cannot be the number"),
        ({"section": "=1+1", "sheets": "1"}, "cannot be the number"),
        ({"section": "12", "sheets": "0"}, "greater than or equal"),
        ({"section": "12", "sheets": "1", "box": "B7"}, "is called so"),
    ],
)
def test_a_wrong_section_is_refused_whole(
    browser: Client, given: dict[str, str], said: str
) -> None:
    answer = browser.post(f"{AT}/enter", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Section.objects.exists()


def test_a_section_is_not_entered_twice(browser: Client, petition: Petition, clerk: Person) -> None:
    entered(petition, clerk)
    answer = browser.post(f"{AT}/enter", {"section": "012", "sheets": "9", "lines": ""})
    assert "entered already" in answer.content.decode()
    assert Section.objects.get().sheets_said == 2


def test_the_circulator_is_asked_for_on_demand(browser: Client) -> None:
    assert 'name="circulator"' not in browser.get(f"{AT}/enter").content.decode()
    asked = f"{AT}/enter?circulators=1"
    assert 'name="circulator"' in browser.get(asked).content.decode()
    given = {"section": "12", "sheets": "1", "circulator": "Cora Circulator"}
    assert browser.post(asked, given)["Location"].endswith("circulators=1")
    assert Section.objects.get().circulator == "Cora Circulator"
    assert b"Cora" not in b"".join(bytes(entry.entry) for entry in Entry.objects.all())


def test_nobody_sees_anothers_count(
    browser: Client, petition: Petition, other: Person, signed_in: SignedIn
) -> None:
    entered(petition, other)
    counted(petition, other, "12", [177, 188])
    for path in ("", "/count?section=12", "/sections", f"/sections/{Section.objects.get().pk}"):
        page = browser.get(f"{AT}{path or '/'}")
        assert page.status_code == 200
        assert not {"177", "188"} & set(
            page.content.decode().replace("<", " ").replace(">", " ").split()
        )
    hers = signed_in(other).get(f"{AT}/count?section=12").content.decode()
    assert "No sheet of section 12 waits for a count by you" in hers


def test_counts_that_differ_wait_for_a_third(
    browser: Client, petition: Petition, other: Person, hire: Hire, signed_in: SignedIn
) -> None:
    entered(petition, other)
    counted(petition, other, "12", [10, 9])
    page = browser.get(f"{AT}/count")
    assert page.context["how_many"] == 1
    answer = browser.post(f"{AT}/count?section=12", {"lines": "10 8"}, follow=True)
    said = answer.content.decode()
    assert "the counts of sheets 2 differ" in said
    assert answer.context["how_many"] == 0
    third = signed_in(hire(Role.INTAKE_CLERK, petition, name="tess"))
    asked = third.get(f"{AT}/count?section=12/1")
    assert asked.context["sheets"] == "2"
    third.post(f"{AT}/count?section=12", {"lines": "9"})
    assert Sheet.objects.get(number=2).lines == 9


@pytest.mark.parametrize(
    ("asked", "lines", "said"),
    [
        ("12", "10", "one number for each sheet"),
        ("12", "", "This field is required"),
        ("99", "10 10", "was not entered yet"),
        ("!", "10 10", "cannot be the number"),
    ],
)
def test_a_wrong_count_is_refused(
    browser: Client, petition: Petition, other: Person, asked: str, lines: str, said: str
) -> None:
    entered(petition, other)
    answer = browser.post(f"{AT}/count?section={asked}", {"lines": lines})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def move(second: str, password: str, to: str = "room 4") -> dict[str, str]:
    return {"from_place": "vault", "to_place": to, "second": second, "password": password}


def test_custody_is_signed_with_the_second_persons_own_password(
    browser: Client, other: Person
) -> None:
    browser.post(f"{AT}/", BOX)
    path = f"{AT}/boxes/{Box.objects.get().pk}/move"
    for second, password, said in (
        ("olga", "not her password", "do not fit"),
        ("nobody", PASSWORD, "do not fit"),
        ("carl", PASSWORD, "another person"),
    ):
        answer = browser.post(path, move(second, password))
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert PASSWORD not in answer.content.decode()
    assert Entry.objects.filter(type="sign_in_refused").count() == 2
    assert browser.post(path, move("olga", PASSWORD)).status_code == 302
    step = BoxStep.objects.get(kind="moved")
    assert (step.second, step.to_place) == (other, "room 4")
    assert str(browser.get("/").context["user"]) == "Carl"


def test_a_second_signature_cannot_be_guessed(browser: Client, other: Person) -> None:
    browser.post(f"{AT}/", BOX)
    path = f"{AT}/boxes/{Box.objects.get().pk}/move"
    for guess in range(5):
        browser.post(path, move("olga", f"guess {guess} at it"))
    answer = browser.post(path, move("olga", PASSWORD))
    assert answer.status_code == 422
    assert not BoxStep.objects.filter(kind="moved").exists()


def test_seals_sheets_and_defects_by_page(
    browser: Client, petition: Petition, clerk: Person
) -> None:
    browser.post(f"{AT}/", BOX)
    box = f"{AT}/boxes/{Box.objects.get().pk}"
    browser.post(f"{box}/seal", {"seal": "S2"})
    browser.post(f"{box}/again", {"seal": "S3", "sections": "2"})
    page = browser.get(box).content.decode()
    assert "broken" in page
    assert "not the one written down" in page
    assert Box.objects.get().seal == "S3"
    section = f"{AT}/sections/{entered(petition, clerk).pk}"
    browser.post(f"{section}/out", {"sheets": "1", "purpose": "scanning"})
    assert browser.post(f"{section}/out", {"sheets": "1", "purpose": "x"}).status_code == 422
    assert browser.post(f"{section}/back", {"sheets": "2"}).status_code == 422
    browser.post(f"{section}/back", {"sheets": "1"})
    browser.post(f"{section}/defect", {"defect": "sheet_defect", "sheet": "2"})
    assert browser.post(f"{section}/defect", {"defect": "no_such"}).status_code == 422
    browser.post(f"{section}/change", {"box": "B1", "sheets": "3"})
    page = browser.get(section).content.decode()
    assert "Elec. Code" in page or "CCR" in page
    assert Section.objects.get().sheets_said == 3


def test_the_count_is_fixed_from_the_page(
    browser: Client, petition: Petition, clerk: Person, other: Person, signed_in: SignedIn,
    supervisor: Person,
) -> None:  # fmt: skip
    entered(petition, clerk, sheets=1)
    for person in (clerk, other):
        counted(petition, person, "12", [4])
    shown = {"sections": "1", "sheets": "1", "lines": "4"}
    assert browser.post(f"{AT}/fix", shown).status_code == 403
    hers = signed_in(supervisor)
    assert "Fix the raw count at 4 lines" in hers.get(f"{AT}/").content.decode()
    hers.post(f"{AT}/fix", shown | {"lines": "5"})
    hers.post(f"{AT}/fix", shown | {"lines": "four"})
    assert not Line.objects.exists()
    hers.post(f"{AT}/fix", shown)
    assert Line.objects.count() == 4
    assert "Fixed at 1 sections, 1 sheets and 4 lines" in hers.get(f"{AT}/").content.decode()


def test_labels_are_bars(browser: Client) -> None:
    page = browser.get(f"{AT}/labels?kind=sheet&section=12&first=3&count=2").content.decode()
    assert page.count("<svg") == 2
    assert "12/3" in page
    assert "12/4" in page
    assert browser.get(f"{AT}/labels?kind=section&first=1&count=30").content.count(b"<svg") == 30
    for wrong in ("kind=sheet&first=1&count=1", "kind=box&first=1&count=601", "kind=x"):
        assert browser.get(f"{AT}/labels?{wrong}").status_code == 422


GETS = ("/", "/enter", "/count", "/sections", "/scans", "/labels")


@pytest.mark.parametrize("path", GETS)
def test_pages_are_for_those_who_receive(
    path: str, petition: Petition, hire: Hire, signed_in: SignedIn
) -> None:
    assert Client().get(AT + path).status_code == 302
    assert signed_in(hire(None)).get(AT + path).status_code == 404
    assert signed_in(hire(Role.REVIEWER)).get(AT + path).status_code == 403
    assert signed_in(hire(Role.INTAKE_CLERK, petition)).get(AT + path).status_code == 200


def test_what_is_another_petitions_is_not_there(
    browser: Client, elsewhere: tuple[Petition, Section, Box]
) -> None:
    another, section, box = elsewhere
    at_other = f"/petitions/{another.code}/receiving"
    for path in GETS:
        assert browser.get(at_other + path).status_code == 404
    for path in (f"/boxes/{box.pk}", f"/sections/{section.pk}", f"/sections/{section.pk}/sheets/1"):
        assert browser.get(AT + path).status_code == 404
        assert browser.get(at_other + path).status_code == 404
    for path in ("seal", "again", "move"):
        assert browser.post(f"{AT}/boxes/{box.pk}/{path}").status_code == 404
    for path in ("change", "out", "back", "defect", "sheets/1/scan"):
        assert browser.post(f"{AT}/sections/{section.pk}/{path}").status_code == 404
    assert browser.get(f"{AT}/count?section=12").status_code == 422


def test_a_form_from_another_site_does_nothing(clerk: Person) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    assert careful.post(f"{AT}/", BOX).status_code == 403
    assert not Box.objects.exists()


def test_a_box_among_thousands_is_found_by_its_code(petition: Petition, browser: Client) -> None:
    with writing():
        Box.objects.bulk_create(
            Box(petition=petition, code=f"K{number}", sections_said=1) for number in range(3000)
        )
    entering = browser.get(f"{AT}/enter").content.decode()
    assert entering.count("<option") == OFFERED
    offered = browser.get(f"{AT}/boxes?box=k299").content.decode()
    assert set(re.findall(r'value="(\w+)"', offered)) == {"K299", *(f"K299{n}" for n in range(10))}
    listed = browser.get(f"{AT}/?box=K2999").content.decode().partition('<h2 id="boxes">')[2]
    assert re.findall(r'receiving/boxes/\d+">(\w+)<', listed) == ["K2999"]
    browser.post(f"{AT}/enter", {"box": "k2999", "section": "12", "sheets": "1"})
    assert str(petition.sections.get().box) == "K2999"
