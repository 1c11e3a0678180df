"""``rollcheck publish``: a run's folder in, a signed bundle out."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.publish_office import publish_of_office, refuse_flags_of_a_record
from rollcheck.cli.record_of_office import is_office
from rollcheck.cli.record_values import PASSPHRASE_FILE, PATH, doing, passphrase_of
from rollcheck.cli.values import Day
from rollcheck.office.certifying.wanted import Wanted
from rollcheck.problems import Problem, RollcheckError
from rollcheck.publish.bundle import MANIFEST, Parts, publish_bundle
from rollcheck.publish.on_record import petition_of_run, recorded
from rollcheck.publish.publication import Release
from rollcheck.record import Record, open_record
from rollcheck.record.entry import Act
from rollcheck.record.events.decision import BundlePublished, CertificateIssued, EmbargoLifted
from rollcheck.record.files import store_file
from rollcheck.record.heads import Doing, sign_head
from rollcheck.record.note import ED25519, VerifierKey
from rollcheck.record.overtaken import DECISIVE, refuse_overtaken
from rollcheck.record.roles import ROLE_CODES, role_entry
from rollcheck.record.signing import Signer, read_key_file
from rollcheck.record.writing import append_acts

SUPERVISOR = "supervisor"


@click.command()
@click.argument("run", type=PATH)
@click.option("--out", type=PATH, required=True, help="The folder of the bundle; a new one.")
@click.option("--record", type=PATH, help="The record that signs; default: the one of the run.")
@click.option("--key", type=PATH, help="A key file that signs, where there is no record.")
@click.option("--name", help="The name that --key signs under, such as elections.example.gov.")
@PASSPHRASE_FILE
@click.option("--audit", type=PATH, help="The folder of the audit, to publish where it stands.")
@click.option("--replaces", type=PATH, help="The bundle of the edition before, which stays.")
@click.option("--certified-on", type=Day(), help="The day on which the result was certified.")
@click.option("--lift-embargo", metavar="REASON", help="Publish before that, for this reason.")
@click.option(
    "--amends",
    metavar="REASON",
    help="Why another certificate takes the place of the one that an office has issued.",
)
@click.option("--by", metavar="CODE", help="Who publishes; needed with a record.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def publish(
    run: Path,
    *,
    out: Path,
    record: Path | None,
    key: Path | None,
    name: str | None,
    passphrase_file: Path | None,
    audit: Path | None,
    replaces: Path | None,
    certified_on: date | None,
    lift_embargo: str | None,
    amends: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Publish the folder RUN as a bundle that anyone can check and nobody can join to a person.

    It needs a run whose lines were committed to, and a certified result: a certificate on the
    record, or --certified-on; --lift-embargo publishes before that, if the record says that
    whoever asks is a supervisor. The bundle is signed with the
    record's key, or with --key and --name. A later edition names the one before with --replaces.
    A run that an office made is on that office's record, which signs it by the office's settings.
    """
    if certified_on and lift_embargo:
        raise click.UsageError("--certified-on and --lift-embargo: give one of the two.")
    place = None if key else record or (found.record if (found := recorded(run)) else None)
    if key and (record or not name):
        raise click.UsageError("--key goes with --name, and not with --record.")
    if not key and place is None:
        raise click.UsageError("Name who signs: --record, or --key with --name.")
    if place and not by:
        raise click.UsageError("With a record --by says who publishes.")
    if key and lift_embargo:
        raise click.UsageError(
            "--lift-embargo goes with a record, which names the supervisor who lifts it."
        )
    if place and is_office(place):
        refuse_flags_of_a_record({"--passphrase-file": passphrase_file})
        wanted = Wanted(Release(certified_on, lift_embargo), amends or "", audit, replaces)
        digest, signed = publish_of_office(place, run, out, str(by), wanted)
    elif amends:
        raise click.UsageError("--amends goes with a run that an office made.")
    elif place:
        with open_record(place, secrets.token_bytes) as opened:
            acting = _Acting(opened, doing(str(by)), passphrase_file)
            parts = Parts(audit, opened, petition_of_run(run), replaces)
            digest, signed = _with_record(run, out, acting, (certified_on, lift_embargo), parts)
    else:
        signer = read_key_file(Path(str(key)), passphrase_of(Path(str(key)), passphrase_file))
        signed = VerifierKey(str(name), ED25519, signer.public)
        release = Release(certified_on, lift_embargo)
        digest = publish_bundle(
            run, out, release, (signed, signer), Parts(audit, None, "", replaces)
        )
    if as_json:
        print_json({"bundle": str(out), "manifest_sha256": digest, "key": str(signed)})
        return
    click.echo(f"Published {run} as {out}.")
    click.echo(f"SHA-256 of its manifest: {digest}")
    click.echo(f"Signed by: {signed}")
    click.echo(f"Check it: python {out}/rollcheck-verify.pyz {out} --key KEY")


@dataclass(frozen=True, slots=True)
class _Acting:
    """An open record, who does something now, and where its key's passphrase is."""

    record: Record
    doing: Doing
    passphrase_file: Path | None

    def signing(self) -> tuple[VerifierKey, Signer]:
        key = self.record.verifier_key()
        secret = passphrase_of(self.record.signing_key, self.passphrase_file)
        return key, self.record.signer(key, secret)


def _with_record(
    run: Path,
    out: Path,
    acting: _Acting,
    said: tuple[date | None, str | None],
    parts: Parts,
) -> tuple[str, VerifierKey]:
    """Publish with a record: the lifted embargo goes on it first, the bundle's hash afterwards."""
    record, petition = acting.record, parts.petition
    began, lifted = record.store.count(), -1
    release = _release(record, petition, *said)
    basis = _supervisor(acting, petition) if release.lifted_because else 0
    key, signer = acting.signing()
    if release.lifted_because:
        with record.store.transaction():
            lifted = _put(acting, petition, EmbargoLifted(release.lifted_because), (basis,))
    sign_head(record, key, signer, acting.doing)

    @contextmanager
    def recorded_now(bundle: Path) -> Iterator[None]:
        with record.store.transaction():
            others = (one for one in record.entries_of(DECISIVE) if one.seq != lifted)
            refuse_overtaken(others, petition, began)
            manifest = store_file(record.files, bundle / MANIFEST)
            _put(acting, petition, BundlePublished(manifest))
            yield

    digest = publish_bundle(run, out, release, (key, signer), parts, as_it_stands=recorded_now)
    return digest, key


def _supervisor(acting: _Acting, petition: str) -> int:
    """Return the entry that makes whoever acts a supervisor; an embargo takes one to lift."""
    person = acting.doing.actor
    given = role_entry(acting.record.entries_of(ROLE_CODES), person, SUPERVISOR, petition)
    if given is None:
        message = (
            f"a supervisor lifts an embargo, and the record does not say that {person} is one; "
            f"have somebody else record it: `rollcheck record append {acting.record.path} "
            f"role_given person={person} role={SUPERVISOR} --by CODE`"
        )
        problem = Problem(str(acting.record.path), None, "by", "no_supervisor", message)
        raise RollcheckError([problem])
    return given


def _put(
    acting: _Acting,
    petition: str,
    event: EmbargoLifted | BundlePublished,
    refers_to: tuple[int, ...] = (),
) -> int:
    record, now = acting.record, acting.doing
    act = Act(event, now.at, now.actor, petition, refers_to)
    (row,) = append_acts(record.store, [act], record.keys, now.random)
    return row.seq


def _release(
    record: Record, petition: str, certified_on: date | None, lifted: str | None
) -> Release:
    """Take the day of the last certificate on the record, unless another is given."""
    if certified_on is None and lifted is None:
        for entry in record.entries():
            if entry.petition == petition and entry.type.kind is CertificateIssued:
                certified_on = date.fromisoformat(entry.at[:10])
    return Release(certified_on, lifted)
