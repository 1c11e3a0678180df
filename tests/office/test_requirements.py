"""What each law asks a requirement to be computed of: entered, computed, contested, decided by."""

from html import unescape
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from office.conftest import Hire
from office.reviewing import Browser, finds, opened
from rollcheck import law
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.district_rows import SHOWN_PROBLEMS, read_rows
from rollcheck.office.petitions.models import Petition, RequiredNumber
from rollcheck.office.review.standing import standing
from rollcheck.office.steps import steps_for
from rollcheck.office.watching.provisional import provisional
from rollcheck.record.events.petition import PetitionOpened

FORMS = [rules for identifier in law.identifiers() for rules in law.forms(identifier)]
RECALL = "us-ca/state-recall"


@pytest.fixture
def browser(supervisor: Person, signed_in: Browser) -> Client:
    return signed_in(supervisor)


def page_of(browser: Client, rules: str, day: str = "2025-06-02") -> str:
    given = {"title": "T", "rules": rules, "form_approved_on": day}
    answer = browser.post("/petitions/new", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_every_rule_set_is_set_up(browser: Client) -> None:
    """The page asks for what the law takes and for nothing else; what it is given is computed."""
    assert len(FORMS) >= 19
    for rules in FORMS:
        page = page_of(browser, rules.identifier, rules.effective_from.isoformat())
        shown = browser.get(page).context
        taken = law.takes(rules, "required")
        assert set(shown["required"].fields) - {"required", "claimed_by"} == set(taken.used)
        assert (shown["by_district"] is None) == (law.minimum_for(rules) is None)
        measures = [one.name for one in rules.requirement.measures]
        given = dict.fromkeys(taken.needed, "3000001")
        given |= {"measure": measures[-1]} if measures else {}
        answer = browser.post(f"{page}/required", given)
        assert answer.status_code == 302, rules.identifier
        chosen = law.for_measure(rules, given.get("measure"))
        expected = law.required(chosen, **dict.fromkeys(taken.needed, 3000001))
        after = browser.get(page)
        ((number, arithmetic),) = after.context["numbers"]
        assert number.required == expected.values["required"]
        assert [step.citation for step in arithmetic.steps] == [
            step.citation for step in expected.steps
        ]
        text = after.content.decode()
        assert all(step.citation in unescape(text) for step in expected.steps)
        assert ("The law states it." in text) == (not taken.needed)


def test_what_is_not_asked_for_is_missing_or_twice_is_refused(browser: Client) -> None:
    page = page_of(browser, RECALL)
    for given, said in (
        ({}, "This field is required"),
        ({"measure": "statewide-officer"}, "Give one of the two numbers"),
        ({"measure": "statewide-officer", "votes_cast": "0"}, "greater than or equal"),
        ({"measure": "statewide-officer", "registered": "100"}, "Give one of the two numbers"),
        ({"measure": "statewide-officer", "votes_cast": "9", "required": "9"}, "one of the two"),
        ({"measure": "governor", "votes_cast": "9"}, "not one of the available choices"),
    ):
        answer = browser.post(f"{page}/required", given)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not RequiredNumber.objects.exists()


def test_votes_and_counties_are_contested(browser: Client, supervisor: Person) -> None:
    page = page_of(browser, RECALL)
    own = {"measure": "statewide-officer", "votes_cast": "12464235"}
    browser.post(f"{page}/required", own)
    browser.post(f"{page}/required", own | {"votes_cast": "12000000", "claimed_by": "the other"})
    about = Petition.objects.get()
    assert about.measure == "statewide-officer"
    assert "the numbers by county or district" in set_up(supervisor, about)
    sent = browser.post(f"{page}/districts", {"rows": "County\tVotes\nAlpine\t612\nInyo\t8,001\n"})
    assert sent.status_code == 302
    assert "the numbers by county or district" not in set_up(supervisor, about)
    file = SimpleUploadedFile("votes.csv", "Alpine;600\nInyo;8000\n".encode("utf-8-sig"))
    sent = browser.post(f"{page}/districts", {"file": file, "claimed_by": "the other"})
    assert sent.status_code == 302
    text = browser.get(page).content.decode()
    for said in (
        "1,495,709",  # 12 % of 12,464,235 is 1,495,708.2
        "<strong>Exact requirement: 1,495,708.2</strong>",
        "1,440,000",
        "claimed by the other",
        "Cal. Const. II, 14(b)",
        "5 counties must each give at least 1 % of the votes cast in it.",
    ):
        assert said in text
    rows = [[one.claimed_by, one.rows] for one in about.district_counts.order_by("pk")]
    assert rows == [
        ["", [["Alpine", 612], ["Inyo", 8001]]],
        ["the other", [["Alpine", 600], ["Inyo", 8000]]],
    ]
    counts = browser.get(page).context["by_district"].counts
    assert [one.least for one in counts] == [
        (("Alpine", 612, 7), ("Inyo", 8001, 81)),
        (("Alpine", 600, 6), ("Inyo", 8000, 80)),
    ]


def set_up(person: Person, about: Petition) -> str:
    return str(next(step for step in steps_for(person, about) if "Set up" in str(step.name)).stands)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", ["There is no row; give one for each."]),
        ("county,votes\n", ["Row 1: write a whole number without a sign, such as 1234."]),
        ("A,1\nB,-2\nB\n,4\na,5\nC,1.5", [
            "Row 2: write a whole number without a sign, such as 1234.",
            "Row 3: write a name and one number, in two cells.",
            "Row 4: write the name, at most 100 signs.",
            "Row 5: the name comes twice; give it one row.",
            "Row 6: write a whole number without a sign, such as 1234.",
        ]),
        ("A,1,234", ["Row 1: write a name and one number, in two cells."]),
        ("A,1\nB,2\nC,3", ["There are 3 rows, and at most 2 can be."]),
        ("A,99999999999", ["Row 1: write a whole number without a sign, such as 1234."]),
        ("A,\u0663", ["Row 1: write a whole number without a sign, such as 1234."]),
        ('"' + "x" * 200_000, ["This is no table of rows; write a name and a number in each."]),
    ],
)  # fmt: skip
def test_wrong_rows_are_told_by_row(rows: str, said: list[str]) -> None:
    most = 2 if rows.startswith("A,1\nB,2") else None
    assert read_rows(rows, most)[1] == said


def test_rows_are_read_as_they_come() -> None:
    assert read_rows('county,count\n"San Luis Obispo","1,234"\n\n Inyo , 7 \n') == (
        [("San Luis Obispo", 1234), ("Inyo", 7)],
        [],
    )
    _rows, problems = read_rows("\n".join(["no number"] * 500))
    assert len(problems) == SHOWN_PROBLEMS + 1
    assert problems[-1] == "and 479 more problems."


def test_rows_beside_their_field(browser: Client) -> None:
    page = page_of(browser, RECALL)
    wrong = browser.post(f"{page}/districts", {"rows": "Alpine,612\nInyo,many"})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Row 2: write a whole number" in text
    assert "Inyo,many" in text
    bad = SimpleUploadedFile("votes.csv", b"Alpine,\xff\n")
    assert (
        "Save the file as UTF-8."
        in browser.post(f"{page}/districts", {"file": bad}).content.decode()
    )
    large = SimpleUploadedFile("votes.csv", b"x" * (1 << 19))
    assert browser.post(f"{page}/districts", {"file": large}).status_code == 422
    other = page_of(browser, "us-ca/county-recall", "2022-01-27")
    assert browser.post(f"{other}/districts", {"rows": "Alpine,612"}).status_code == 404


@pytest.fixture
def worked(supervisor: Person, roll: Path, hire: Hire) -> Petition:
    """A state's recall: v1 and v2 of Alpine and v4 of Inyo are valid, two lines wait."""
    place, _slash, kind = RECALL.partition("/")
    event = PetitionOpened("Recall", place, kind, RECALL)
    about: Petition = act(event, by=supervisor, aside={"code": "state"})
    ready = opened(about, supervisor, roll, sections=((5,),))
    lives_in({"v1": "ALPINE", "v2": "ALPINE", "v4": "INYO"})
    rita = hire(Role.REVIEWER, ready, name="rita")
    for voter in ("v1", "v2", "v4"):
        finds(rita, ready, voter=voter)
    return ready


def lives_in(counties: dict[str, str]) -> None:
    path = settings.PLACE.snapshots / "small" / "voters.parquet"
    table = pq.read_table(path)
    column = pa.array([counties.get(one) for one in table["voter_id"].to_pylist()], pa.string())
    pq.write_table(table.set_column(table.column_names.index("county"), "county", column), path)


def test_the_provisional_decision_asks_the_counties(worked: Petition, browser: Client) -> None:
    page = f"/petitions/{worked.code}"

    def decided() -> list[tuple[str, str, int | None]]:
        worked.refresh_from_db()
        found = []
        for one in provisional(worked, standing(worked).whole).against:
            met = one.districts.met if one.districts else None
            found.append((one.verdict.at_lowest, one.verdict.at_highest, met))
        return found

    browser.post(f"{page}/required", {"measure": "statewide-officer", "required": "2"})
    assert decided() == [("sufficient", "sufficient", None)]
    assert (
        "Not checked: 5 counties must each give enough."
        in browser.get(f"{page}/watch").content.decode()
    )
    rows = "Alpine,200\nInyo,101\nMono,100\nModoc,100\nLassen,100\n"
    browser.post(f"{page}/districts", {"rows": rows})
    # Alpine has 2 of 2, Inyo 1 of 2; whose county the lines that wait are of nobody knows.
    assert decided() == [("insufficient", "sufficient", 1)]
    few = "".join(f"{name},0\n" for name in ("Mono", "Modoc", "Lassen", "Kern"))
    browser.post(f"{page}/districts", {"rows": f"Alpine,200\n{few}", "claimed_by": "the other"})
    assert decided() == [("insufficient", "sufficient", 1), ("sufficient", "sufficient", 5)]
    text = browser.get(f"{page}/watch").content.decode()
    assert "Of the counties 1 have given enough so far; 5 are needed." in text
    assert "claimed by the other" in text
    browser.post(f"{page}/required", {"measure": "legislator-or-judge", "required": "2"})
    assert decided()[0] == ("sufficient", "sufficient", None)
