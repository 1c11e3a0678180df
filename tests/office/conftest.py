"""An office of its own for every test: folder, database, people in their roles."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from office.certified import all_decided, filed
from office.chromium import Office, served
from office.reviewing import small_roll
from rollcheck.office.acts.act import act
from rollcheck.office.people.founding import found_office, new_code
from rollcheck.office.people.handlers import NewPerson
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import DATABASE, OfficePlace, make_place
from rollcheck.office.tasks import telling
from rollcheck.record.events.people import PasswordSet, PersonAdded, RoleGiven
from rollcheck.record.events.petition import PetitionOpened

PASSWORD = "seven dry paper boats"

Hire = Callable[..., Person]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Settings) -> OfficePlace:
    made = OfficePlace(tmp_path / "office", None)
    make_place(made)
    settings.PLACE = made
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return made


@pytest.fixture(autouse=True)
def _no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's one transaction cannot be seen from the thread that says a worker lives."""
    monkeypatch.setattr(telling, "BEAT_EVERY", 3600.0)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page asked for in Spanish leaves its language on; the next test begins without."""
    with translation.override(None, deactivate=True):
        yield


@pytest.fixture
def administrator(db: None) -> Person:
    return found_office("ada", "Ada Administrator", PASSWORD)


@pytest.fixture
def hire(administrator: Person) -> Hire:
    """Add somebody with a role, for one petition or for all."""

    def hired(role: Role | None, petition: Petition | None = None, name: str = "") -> Person:
        username = name or f"{role}-{Person.objects.count()}"
        added = PersonAdded(new_code(), username.title())
        person: Person = act(added, by=administrator, aside=NewPerson(username))
        person.set_password(PASSWORD)
        act(PasswordSet(person.code), by=person, aside=person.password)
        if role is not None:
            act(RoleGiven(person.code, role.value), by=administrator, petition=petition)
        return person

    return hired


@pytest.fixture
def supervisor(hire: Hire) -> Person:
    return hire(Role.SUPERVISOR, name="sue")


@pytest.fixture
def petition(supervisor: Person) -> Petition:
    opened = PetitionOpened("Recall", "us-ca", "county-recall", "us-ca/county-recall")
    made: Petition = act(opened, by=supervisor, aside={"code": "recall22"})
    return made


@pytest.fixture(scope="session")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of six voters."""
    return small_roll(tmp_path_factory.mktemp("small"))


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    def client(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
        return browser

    return client


@pytest.fixture(scope="session")
def migrated(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path | None:
    """An empty office's SQLite database as its first start makes it, which takes seconds.

    It is the tests' own, whose tables are made in the same way; nothing where they have none in
    memory: on another engine, and where no test that is run wants one.
    """
    tests = connections["default"]
    if not isinstance(tests, DatabaseWrapper) or not tests.is_in_memory_db():
        return None
    file = tmp_path_factory.mktemp("migrated") / DATABASE
    with django_db_blocker.unblock(), closing(sqlite3.connect(file)) as kept:
        tests.ensure_connection()
        tests.connection.backup(kept)
    return file


@pytest.fixture(scope="module")
def as_made(made_office: Path) -> Path:
    """The office that a module of browser tests makes, as it was before the first of them."""
    return Path(shutil.copytree(made_office, made_office.with_name("as-made")))


@pytest.fixture(scope="module")
def _first_served(made_office: Path, as_made: Path) -> Iterator[Office]:
    with served(made_office, founded=True) as office:
        yield office


@pytest.fixture
def office(
    _first_served: Office, as_made: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Office]:
    """The module's office, served; a further try of a test has one that nobody has worked in."""
    if getattr(request.node, "execution_count", 1) == 1:
        yield _first_served
        return
    anew = shutil.copytree(as_made, tmp_path / "anew")
    with served(anew, founded=True) as office:
        yield office


@pytest.fixture
def decided(
    petition: Petition, supervisor: Person, administrator: Person, roll: Path, hire: Hire
) -> Petition:
    """Every line of a petition that was filed decided, by two reviewers and the supervisor."""
    about = filed(petition, supervisor, administrator, roll)
    rita, ravi = (hire(Role.REVIEWER, about, name=name) for name in ("rita", "ravi"))
    return all_decided(about, rita, ravi, supervisor)
