"""Publishing a run of the office: the bundle has the office's record, whose key signs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry as Row
from rollcheck.office.certifying.compared import refused
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
from rollcheck.publish.publication import Release
from rollcheck.record import Entry, read_entry
from rollcheck.record.events.decision import BundlePublished, EmbargoLifted
from rollcheck.record.files import sha256_of, store_file
from rollcheck.record.note import VerifierKey
from rollcheck.record.roles import ROLE_CODES, role_entry


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
    run: Path, out: Path, acting: tuple[Petition, Person], release: Release, replaces: Path | None
) -> tuple[str, VerifierKey]:
    """Publish the folder of a run of the office; return the manifest's hash and the key.

    The head of the record is signed after everything that the bundle shows of it. Raises
    ``RollcheckError`` where the person may not, the run is not the last one on the record, or
    as ``publish_bundle`` does.
    """
    about, by = acting
    if not may(by, Right.CERTIFY, about).allowed:
        raise refused("no_right", "a supervisor of the petition publishes its run")
    _refuse_another_run(run, about)
    book = OfficeBook(settings.PLACE.folder, OfficeLog())
    if release.lifted_because:
        event = EmbargoLifted(release.lifted_because)
        role = role_entry(book.entries_of(ROLE_CODES), by.code, Role.SUPERVISOR, about.code)
        act(event, by=by, petition=about, refers_to=() if role is None else (role,))
    size = sign_head(by).size
    key = key_in_force(size)
    signer = signer_of(key, settings.PLACE.signing_keys, settings.SIGNING)
    parts = Parts(None, book, about.code, replaces)
    digest = publish_bundle(run, out, release, (key, signer), parts)
    manifest = store_file(settings.PLACE.outgoing, out / MANIFEST)
    act(BundlePublished(manifest), by=by, petition=about)
    return digest, key


def _refuse_another_run(run: Path, about: Petition) -> None:
    """Refuse a result that was altered, and one that a later run has replaced."""
    last = Row.objects.filter(petition=about.code, type="run_finished").order_by("id").last()
    if last is None or read_entry(bytes(last.entry)).data["result"] != sha256_of(run / RESULT):
        message = (
            "its result is not that of the last run of this petition on the office's record: it "
            "was altered, or a later run stands; make the run again"
        )
        raise refused("another_result", message)
