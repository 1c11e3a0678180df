"""What people of the demonstration did before somebody opens it, each by the act it takes."""

import shutil
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from rollcheck.cli.demo_office_review import Pace, work_a_while
from rollcheck.demo import OfficeCase, OfficeClock, OfficeDays
from rollcheck.office.acts.act import act
from rollcheck.office.checkpoints.heads import sign_head
from rollcheck.office.connecting.taking_in import keep_references
from rollcheck.office.keying.plan import KEYING, SHEET, SheetForm, written_form
from rollcheck.office.keying.taking_in import TAKE_IN
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.demonstration import StandIn, keep_stand_ins
from rollcheck.office.people.founding import found_office
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.images import Inspected
from rollcheck.office.receiving.naming import Scanned, section_number
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.review.opening import OPEN_REVIEW
from rollcheck.office.rolls.importing import IMPORT
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.models import Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.record.events import intake, people, petition
from rollcheck.record.events.work import TaskAsked
from rollcheck.record.files import store_file

PASSWORD = "synthetic people"  # noqa: S105 - of people who do not exist, shown to everybody
CODE, EARLIER = "demo", "demo-2021"
FOUNDER = ("ada", "Ada Administrator", Role.ADMINISTRATOR)
STAFF = (
    ("rita", "Rita Reviewer", Role.REVIEWER),
    ("ravi", "Ravi Reviewer", Role.REVIEWER),
    ("adam", "Adam Adjudicator", Role.ADJUDICATOR),
    ("sue", "Sue Supervisor", Role.SUPERVISOR),
    ("carl", "Carl Clerk", Role.INTAKE_CLERK),
    ("cora", "Cora Clerk", Role.INTAKE_CLERK),
    ("ellen", "Ellen Examiner", Role.EXAMINER),
    ("aude", "Aude Auditor", Role.AUDITOR),
    ("olive", "Olive Observer", Role.OBSERVER),
    ("carmen", "Carmen Campaign", Role.CAMPAIGN),
)
AT_WORK = (
    ("rosa", "Rosa Reviewer", Role.REVIEWER),
    ("ruth", "Ruth Reviewer", Role.REVIEWER),
    ("remo", "Remo Reviewer", Role.REVIEWER),
)
"""Who reviewed a part of the lines; nobody is signed in as them."""

CLEARED = ("adam", "sue")
BOX = "1"
A_SHEET = timedelta(minutes=2)


def furnish(case: OfficeCase, looked_at: int, days: OfficeDays, clock: OfficeClock) -> None:
    """Do everything up to a review in which some have worked, and somebody new can begin.

    It is done on these ``days`` by this ``clock``, which acts have their times from.
    """
    with transaction.atomic():
        staff = _hired()
    sue = staff["sue"]
    _ask_for_roll(case, sue)
    with transaction.atomic():
        about = _petition(case, sue)
        _circulators(case, about, staff["carl"])
        _paper(case, about, (staff["carl"], staff["cora"]), (days, clock))
        clock.go_to(days.at(days.paper, 16))
        _fixed(about, sue)
        _form(case, about, sue)
        _signatures(case, sue)
    shutil.copy(case.read, settings.PLACE.incoming / case.read.name)
    _work(TAKE_IN, sue, {"file": case.read.name}, about)
    _work(OPEN_REVIEW, sue, {}, about)
    reviewers = [staff[username] for username, *_ in AT_WORK]
    looks = len(case.looks) * looked_at // 100
    clock.go_to(days.at(days.looking[0], 8, 30))
    pace = Pace(clock, tuple(days.looks(looks)))
    work_a_while(about, (reviewers, staff["adam"], sue), case.looks, pace)
    clock.go_to(days.at(days.looking[-1], 17))
    sign_head(sue)
    stand_ins = tuple(StandIn(*one, PASSWORD) for one in (*STAFF, FOUNDER))
    keep_stand_ins(settings.PLACE.folder, stand_ins)


def _hired() -> dict[str, Person]:
    """Add everybody, with the same password; hashing it once is enough."""
    name, full_name, _role = FOUNDER
    found = {name: found_office(name, full_name, PASSWORD)}
    hashed = make_password(PASSWORD)
    for username, full_name, role in (*STAFF, *AT_WORK):
        one = add_person(username, full_name, role)
        found[username] = act(people.PasswordSet(one.code), by=one, aside=hashed)
    for username in CLEARED:
        act(people.ClearanceChanged(found[username].code, cleared=True), by=found[name])
    return found


def _ask_for_roll(case: OfficeCase, by: Person) -> None:
    for path in (case.roll, case.history):
        shutil.copy(path, settings.PLACE.incoming / path.name)
    as_of = case.filed_on.isoformat()
    asked = {"file": case.roll.name, "history": case.history.name, "layout": "plain"}
    _work(IMPORT, by, {**asked, "as_of": as_of}, None)


def _work(kind: str, by: Person, arguments: dict[str, str], about: Petition | None) -> None:
    """Ask for long work and do it now."""
    code = f"demo-{kind.replace('_', '-')}"
    act(TaskAsked(code, kind), by=by, petition=about, aside=arguments)
    work_until_idle()
    task = Task.objects.get(code=code)
    if task.state != "done":
        raise RuntimeError(f"{kind} of the demonstration: {task.problems}")


def _opened(case: OfficeCase, by: Person, code: str, title: str) -> Petition:
    place, _slash, kind = case.rules.partition("/")
    said = {"target": "", "county": case.county, "district": "", "form_approved_on": None}
    opened = petition.PetitionOpened(title, place, kind, case.rules)
    made: Petition = act(opened, by=by, aside={"code": code, **said})
    return made


def _petition(case: OfficeCase, by: Person) -> Petition:
    first = _earlier_attempt(case, by)
    about = _opened(case, by, CODE, case.title)
    roll = RollSnapshot.objects.get()
    for event, aside in (
        (petition.AttemptLinked(first.code), None),
        (petition.CirculationSet(*case.circulation), None),
        (petition.PetitionFiled(case.filed_on, case.lines), None),
        (petition.RequiredSet(case.required, 0, "", contested=False), None),
        (petition.RequiredSet(case.claimed, 0, "", contested=True), "the proponents"),
        (petition.PetitionAmended("snapshot", roll.manifest, "the roll of the filing"), None),
    ):
        act(event, by=by, petition=about, aside=aside)
    about.refresh_from_db()
    return about


def _earlier_attempt(case: OfficeCase, by: Person) -> Petition:
    """Set up the attempt of the year before, which was never filed."""
    first = _opened(case, by, EARLIER, f"{case.title}, first attempt")
    start, end = (day.replace(year=day.year - 1) for day in case.circulation)
    act(petition.CirculationSet(start, end), by=by, petition=first)
    act(petition.PetitionClosed("too few signatures; it was not filed"), by=by, petition=first)
    return first


def _circulators(case: OfficeCase, about: Petition, by: Person) -> None:
    first, last = case.circulation
    days = f"{first.isoformat()} – {last.isoformat()}"
    for number, name in enumerate(sorted({one.circulator for one in case.sections}), start=1):
        entered = petition.CirculatorRegistered(name, f"{number} Invented Street", days, ())
        act(entered, by=by, petition=about, aside=case.circulation)


def _paper(
    case: OfficeCase,
    about: Petition,
    clerks: tuple[Person, Person],
    when: tuple[OfficeDays, OfficeClock],
) -> None:
    """Receive the box, enter the sections, count each sheet twice, attach the pictures."""
    (first, second), (days, clock) = clerks, when
    clock.go_to(days.at(days.paper, 9))
    box = intake.BoxReceived(BOX, "S-0001", len(case.sections), "the proponents")
    act(box, by=first, petition=about, aside="Room 1")
    for one in case.sections:
        section = section_number(one.number) or one.number
        registered = intake.SectionRegistered(section, BOX, len(one.sheets), one.circulator)
        act(registered, by=first, petition=about)
        for sheet in one.sheets:
            clock.go_to(clock.shows + A_SHEET)
            for clerk in (first, second):
                counted = intake.SheetCounted(section, str(sheet.number), sheet.lines)
                act(counted, by=clerk, petition=about)
            _attach(about, first, section, Scanned(sheet.number, None, 1), sheet.picture)
            for number, picture in enumerate(sheet.line_pictures, start=1):
                _attach(about, first, section, Scanned(sheet.number, number, 1), picture)


def _attach(about: Petition, by: Person, section: str, shows: Scanned, picture: Path) -> None:
    digest = store_file(settings.PLACE.images, picture)
    seen = Inspected("png", 1, picture.stat().st_size, picture.name)
    act(intake.SheetScanned(section, str(shows), digest), by=by, petition=about, aside=seen)


def _fixed(about: Petition, by: Person) -> None:
    act(intake.RawCountFixed(*standing(about).counted), by=by, petition=about)


def _form(case: OfficeCase, about: Petition, by: Person) -> None:
    """Say where a line is signed: then its signature stands beside those on file."""
    left, right = case.signed_between
    value = written_form(SheetForm(0, 0, 0, left, right))
    said = people.PolicySet(f"{KEYING}:{SHEET}", value, "as the form is printed")
    act(said, by=by, petition=about)


def _signatures(case: OfficeCase, by: Person) -> None:
    stored = dict.fromkeys({one.picture for one in case.on_file}, "")
    for path in stored:
        stored[path] = store_file(settings.PLACE.references, path)
    rows = [
        (
            one.voter,
            stored[one.picture],
            1,
            date.fromisoformat(one.signed_on) if one.signed_on else None,
            one.source,
        )
        for one in case.on_file
    ]
    keep_references(rows, by)
