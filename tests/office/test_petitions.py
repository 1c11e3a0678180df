"""Setting a petition up: its numbers with their arithmetic, its days, its policy."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.staffing import Staffing, people_per_rejection, staffing
from rollcheck.office.petitions.the_law import timeline

SignedIn = Callable[[Person], Client]


@pytest.fixture
def browser(supervisor: Person, signed_in: SignedIn) -> Client:
    return signed_in(supervisor)


def opened(browser: Client, **more: str) -> str:
    given = {"title": "Recall", "rules": "us-ca/county-recall", "form_approved_on": "2022-01-27"}
    answer = browser.post("/petitions/new", given | more)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_the_required_number_is_computed_and_contested(browser: Client) -> None:
    page = opened(browser)
    browser.post(f"{page}/required", {"registered": "5668569"})
    browser.post(f"{page}/required", {"registered": "5438400", "claimed_by": "the proponents"})
    shown = browser.get(page).content.decode()
    assert "566,857" in shown
    assert "543,840" in shown
    assert "claimed by the proponents" in shown


def test_a_new_number_replaces_the_old_one_and_keeps_it(browser: Client) -> None:
    page = opened(browser)
    browser.post(f"{page}/required", {"required": "1000"})
    browser.post(f"{page}/required", {"required": "2000"})
    numbers = Petition.objects.get().required_numbers
    assert list(numbers.values_list("required", flat=True)) == [1000, 2000]
    assert numbers.get(replaced_at=None).required == 2000


def test_the_timeline_has_the_legal_deadlines(browser: Client) -> None:
    page = opened(browser)
    browser.post(f"{page}/filing", {"on": "2022-07-06", "claimed": "715833"})
    days = {str(step.label): step.day.isoformat() for step in timeline(Petition.objects.get())}
    assert days["The petition was filed"] == "2022-07-06"
    assert days["Verification"] == "2022-08-17"


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("circulation", {"first": "2022-07-06", "last": "2022-01-27"}, "cannot be before"),
        ("filing", {"on": "soon", "claimed": "1"}, "valid date"),
        ("filing", {"on": "2022-07-06", "claimed": "-1"}, "greater than or equal"),
        ("required", {}, "Give one of the two numbers"),
        ("required", {"registered": "5", "required": "5"}, "Give one of the two numbers"),
        ("policy", {"reason": "no_such", "people": "2", "why": "x"}, "does not have this reason"),
        ("policy", {"reason": "duplicate", "people": "9", "why": "x"}, "less than or equal to 5"),
    ],
)
def test_what_cannot_be_is_refused(
    browser: Client, what: str, given: dict[str, str], said: str
) -> None:
    page = opened(browser)
    answer = browser.post(f"{page}/{what}", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_attempts_are_linked_and_never_in_a_circle(browser: Client) -> None:
    first, second = opened(browser, title="Recall of 2021"), opened(browser, title="Recall of 2022")
    earlier = Petition.objects.get(title="Recall of 2021")
    later = Petition.objects.get(title="Recall of 2022")
    browser.post(f"{second}/earlier", {"earlier": earlier.pk})
    assert "Recall of 2021" in browser.get(second).content.decode()
    assert "Recall of 2022" in browser.get(first).content.decode()
    assert browser.post(f"{first}/earlier", {"earlier": later.pk}).status_code == 422


def test_a_policy_costs_staff(browser: Client) -> None:
    page = opened(browser)
    browser.post(f"{page}/filing", {"on": "2022-07-06", "claimed": "715833"})
    before = browser.get(page).context["staff"].people
    browser.post(f"{page}/policy", {"reason": "not_registered", "people": "3", "why": "care"})
    after = browser.get(page).context
    assert after["staff"].people > before
    assert after["staff_of_one"].people == staffing_of_one()


def test_a_policy_is_forecast_before_it_is_switched_on(browser: Client) -> None:
    page = opened(browser)
    asked = f"{page}?reason=not_registered&people=3"
    assert "Switch this policy on" in browser.get(asked).content.decode()
    browser.post(f"{page}/filing", {"on": "2022-07-06", "claimed": "715833"})
    shown = browser.get(asked).context
    change = shown["change"]
    assert (change.now.people, change.people) == (1, 3)
    assert change.staff.people > shown["staff"].people
    browser.post(f"{page}/policy", {"reason": "not_registered", "people": "3", "why": "care"})
    assert browser.get(page).context["staff"] == change.staff
    for wrong in ("reason=no_such&people=3", "reason=duplicate&people=9", "reason=duplicate"):
        answer = browser.get(f"{page}?{wrong}")
        assert answer.status_code == 200
        assert "change" not in answer.context
        assert answer.context["proposed"].errors


def test_a_policy_that_is_refused_says_why_beside_its_field(browser: Client) -> None:
    page = opened(browser)
    wrong = {"reason": "not_registered", "people": "many", "why": "care"}
    answer = browser.post(f"{page}/policy", wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_people_error"' in shown
    assert 'aria-describedby="id_people_error"' in shown
    assert 'value="care"' in shown


def staffing_of_one() -> int:
    return staffing(
        715_833,
        Decimal("0.27"),
        Decimal(1),
        minutes=Decimal(5),
        hours_a_day=Decimal(6),
        days=30,
    ).people


def test_staffing_counts_every_look() -> None:
    found = staffing(
        1000, Decimal("0.5"), Decimal(3), minutes=Decimal(6), hours_a_day=Decimal(5), days=10
    )
    assert found == Staffing(looks=2000, hours=200, people=4)


def test_people_per_rejection_weighs_by_how_often() -> None:
    people = {"common": 1, "rare": 3}
    assert people_per_rejection(people, {"common": Decimal(3), "rare": Decimal(1)}) == Decimal(
        "1.5"
    )
    assert people_per_rejection(people, {}) == Decimal(2)
