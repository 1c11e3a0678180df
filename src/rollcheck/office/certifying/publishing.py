"""Publishing a run of the office: the bundle has the office's record, whose key signs it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rollcheck.office.acts.act import Doing, act, act_all, in_turn
from rollcheck.office.acts.models import Entry as Row
from rollcheck.office.certifying.compared import refused
from rollcheck.office.certifying.running import has_changed
from rollcheck.office.certifying.wanted import Wanted
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.checkpoints.heads import leaves_of, sign_head
from rollcheck.office.checkpoints.key_files import signer_of
from rollcheck.office.checkpoints.store import SignedRecord
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.publish.bundle import MANIFEST, Parts, publish_bundle
from rollcheck.publish.on_record import RESULT
from rollcheck.record import Entry, Event, read_entry
from rollcheck.record.events.decision import (
    BundlePublished,
    CertificateAmended,
    CertificateIssued,
    EmbargoLifted,
)
from rollcheck.record.files import sha256_of, store_file
from rollcheck.record.note import VerifierKey
from rollcheck.record.overtaken import CERTIFICATES, DECISIVE, refuse_overtaken
from rollcheck.record.roles import ROLE_CODES, role_entry

CERTIFICATE = "certificate.pdf"


class OfficeLog(SignedRecord):
    """The office's record as a bundle takes it."""

    def leaves(self, size: int) -> Sequence[bytes]:
        """Return the hashes of the first ``size`` entries."""
        return leaves_of(size)


@dataclass(frozen=True, slots=True)
class OfficeBook:
    """The office's record by the folder that people know it by."""

    path: Path
    store: OfficeLog

    def entries_of(self, codes: Sequence[str]) -> list[Entry]:
        """Return the entries of some types, in order."""
        rows = Row.objects.filter(type__in=codes).order_by("id").values_list("entry", flat=True)
        return [read_entry(bytes(one)) for one in rows]


def publish_run(
    run: Path, out: Path, acting: tuple[Petition, Person], wanted: Wanted
) -> tuple[str, VerifierKey]:
    """Publish the folder of a run of the office; return the manifest's hash and the key.

    The head of the record is signed after everything that the bundle shows of it; that its
    certificate was issued is recorded next. Raises ``RollcheckError`` where the person may not,
    the run is not the last one on the record, what a run to certify rests on has changed, a
    certificate was issued before and nothing says why another takes its place, somebody else
    certified or published meanwhile, or as ``publish_bundle`` does.
    """
    about, by = acting
    if not may(by, Right.CERTIFY, about).allowed:
        raise refused("no_right", "a supervisor of the petition publishes its run")
    finished = refuse_another_run(run, about)
    _refuse_another_certificate(about, wanted)
    _refuse_certifying_a_past(about, wanted, finished)
    book = OfficeBook(settings.PLACE.folder, OfficeLog())
    if wanted.release.lifted_because:
        event = EmbargoLifted(wanted.release.lifted_because)
        role = role_entry(book.entries_of(ROLE_CODES), by.code, Role.SUPERVISOR, about.code)
        act(event, by=by, petition=about, refers_to=() if role is None else (role,))
    size = sign_head(by).size
    key = key_in_force(size)
    signer = signer_of(key, settings.PLACE.signing_keys, settings.SIGNING)
    parts = Parts(wanted.audit, book, about.code, wanted.replaces)

    @contextmanager
    def recorded_now(bundle: Path) -> Iterator[None]:
        with in_turn():
            refuse_another_run(run, about)
            _refuse_another_certificate(about, wanted)
            _refuse_certifying_a_past(about, wanted, finished)
            refuse_overtaken(book.entries_of(DECISIVE), about.code, size)
            _recorded(bundle, acting, finished, wanted)
            yield

    digest = publish_bundle(
        run, out, wanted.release, (key, signer), parts, as_it_stands=recorded_now
    )
    return digest, key


def certificate_of(about: Petition) -> Row | None:
    """Return the entry of the newest certificate of a petition, if one was issued."""
    return Row.objects.filter(petition=about.code, type__in=CERTIFICATES).order_by("id").last()


def _refuse_another_certificate(about: Petition, wanted: Wanted) -> None:
    """Refuse to issue a second certificate without a word, and a word where there is no second."""
    stands = certificate_of(about)
    if wanted.release.certified_on is not None and stands is not None and not wanted.amends:
        message = (
            f"entry {stands.pk:,} of the record has a certificate of this petition; say why "
            "another takes its place: --amends REASON"
        )
        raise refused("certificate_issued", message)
    if wanted.amends and (wanted.release.certified_on is None or stands is None):
        message = "no certificate was issued whose place this takes; leave the reason out"
        raise refused("nothing_to_amend", message)


def _refuse_certifying_a_past(about: Petition, wanted: Wanted, run: Entry) -> None:
    """Refuse to certify a run after which anybody decided or changed what it rests on."""
    if wanted.release.certified_on is not None and has_changed(about, run.seq + 1):
        message = "since this run somebody decided or changed what it rests on; make the run again"
        raise refused("decided_since", message)


def _recorded(out: Path, acting: tuple[Petition, Person], run: Entry, wanted: Wanted) -> None:
    """Put the certificate and the bundle on the record, each with its hash."""
    about, by = acting
    doings = []
    if wanted.release.certified_on is not None:
        digest = store_file(settings.PLACE.outgoing, out / CERTIFICATE)
        issued: Event = CertificateIssued(str(run.data["decision"]), digest)
        if wanted.amends:
            issued = CertificateAmended(wanted.amends, digest)
        doings.append(Doing(issued, (run.seq,)))
    doings.append(Doing(BundlePublished(store_file(settings.PLACE.outgoing, out / MANIFEST))))
    act_all(doings, by=by, petition=about)


def refuse_another_run(run: Path, about: Petition) -> Entry:
    """Return the entry of a petition's last run; refuse a folder that is not that run's.

    Its result was altered, or a later run has replaced it.
    """
    last = Row.objects.filter(petition=about.code, type="run_finished").order_by("id").last()
    finished = None if last is None else read_entry(bytes(last.entry))
    if finished is None or finished.data["result"] != sha256_of(run / RESULT):
        message = (
            "its result is not that of the last run of this petition on the office's record: it "
            "was altered, or a later run stands; make the run again"
        )
        raise refused("another_result", message)
    return finished
