"""What the tests of the record share: sample events, fixed randomness, a small record."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rollcheck.record import (
    EVENT_TYPES,
    Act,
    Against,
    CheckReport,
    Event,
    EventType,
    Record,
    append_acts,
    check_record,
    create_record,
    open_record,
)
from rollcheck.record.event_type import Field
from rollcheck.record.events.decision import CertificateIssued, TallyMade
from rollcheck.record.events.petition import PetitionOpened
from rollcheck.record.events.review import LineAdjudicated, LineDetermined
from rollcheck.record.files import store_file
from rollcheck.record.folder import SETTINGS, SIGNING_KEY, settings_text
from rollcheck.record.heads import Doing, sign_head
from rollcheck.record.signing import make_key_file

ORIGIN = "elections.example.gov/record"
PETITION = "r-2022"
START = datetime(2022, 7, 8, 14, 30, tzinfo=UTC)


class Bytes:
    """Bytes that look random and are the same in every run."""

    def __init__(self, seed: str = "") -> None:
        self.seed, self.count = seed, 0

    def __call__(self, length: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(f"{self.seed} {self.count}".encode()).digest(length)


def sample_value(field: Field) -> object:
    if field.file:
        digest = hashlib.sha256(field.name.encode()).hexdigest()
        return (digest,) if field.kind is tuple else digest
    samples: dict[type, object] = {
        str: f"{field.name} – “ünïcode”",
        int: 1200,
        bool: True,
        date: date(2022, 7, 6),
        tuple: ("a", "b"),
    }
    return samples[field.kind]


def sample_event(declared: EventType) -> Event:
    return declared.kind(**{field.name: sample_value(field) for field in declared.fields})


EVERY_KIND = [sample_event(declared) for declared in EVENT_TYPES.values()]


def doing(random: Bytes, minutes: int = 0) -> Doing:
    return Doing(START + timedelta(minutes=minutes), "admin1", random)


def make_record(path: Path, random: Bytes) -> None:
    path.mkdir(mode=0o700)
    signer = make_key_file(path / SIGNING_KEY, None)
    (path / SETTINGS).write_text(settings_text(ORIGIN, None), encoding="utf-8")
    create_record(path, ORIGIN, signer, (START, "admin1"), random)


def fill(record: Record, random: Bytes, image: Path) -> None:
    """Five findings on lines, an adjudication, a tally and a certificate."""
    image.write_bytes(b"an image of a line")
    digest = store_file(record.files, image)
    certificate = store_file(record.files, image)
    opened = PetitionOpened("Recall", "Example County", "recall", "us-ca/county-recall")
    acts = [Act(opened, START, "s1", PETITION)]
    for line in range(5):
        found = LineDetermined(f"1-{line}", "invalid", "not_registered", "", "law", digest)
        acts.append(Act(found, START + timedelta(seconds=line), f"p{line}", PETITION))
    settled = LineAdjudicated("1-2", "valid", "", "v17", "law")
    acts.append(Act(settled, START, "a1", PETITION, (3, 4)))
    acts.append(Act(TallyMade(1, 4, 0), START, "s1", PETITION))
    acts.append(Act(CertificateIssued("insufficient", certificate), START, "s1", PETITION, (8,)))
    with record.store.transaction():
        append_acts(record.store, acts, record.keys, random)


def sign(record: Record, random: Bytes) -> bytes:
    key = record.verifier_key()
    return sign_head(record, key, record.signer(key, None), doing(random))[1]


@contextmanager
def opened(path: Path, random: Bytes | None = None) -> Iterator[Record]:
    with open_record(path, random or Bytes("later")) as record:
        yield record


def check(path: Path, **against: object) -> CheckReport:
    with open_record(path, Bytes(), read_only=True) as record:
        known = Against(files=record.files, **against)  # type: ignore[arg-type]
        return check_record(record.store, record.keys.existing, known)


def codes(report: CheckReport) -> list[str]:
    return [finding.code for finding in report.findings]
