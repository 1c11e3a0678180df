"""``rollcheck record check``: whether a record is what was written, and what is wrong where."""

import secrets
from dataclasses import replace
from pathlib import Path

import click
from cryptography.x509 import Certificate

from rollcheck.cli.output import SHOWN, print_json, progress_bars
from rollcheck.cli.record_of_office import is_office, office_record
from rollcheck.cli.record_values import AS_JSON, KEY, PATH
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record import Against, CheckReport, Finding, check_record, open_record
from rollcheck.record.folder import DATABASE, FILES
from rollcheck.record.note import VerifierKey
from rollcheck.record.timestamp_check import read_certificates

EXIT_PROBLEMS, EXIT_NOT_ESTABLISHED = 1, 3


@click.command()
@click.argument("path", type=PATH)
@click.option("--key", type=KEY, help="The record's public key, as you got it by another way.")
@click.option(
    "--since", type=PATH, multiple=True, help="A checkpoint that was held elsewhere; may repeat."
)
@click.option("--witness", type=KEY, multiple=True, help="A witness's public key; may repeat.")
@click.option("--authority", type=PATH, help="Certificates of timestamp authorities (PEM or DER).")
@click.option(
    "--files", type=PATH, multiple=True, help="A folder with files that entries name; may repeat."
)
@AS_JSON
def check(
    path: Path,
    key: VerifierKey | None,
    since: tuple[Path, ...],
    witness: tuple[VerifierKey, ...],
    authority: Path | None,
    files: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Check every entry, content, checkpoint, cosignature and file of the record at PATH.

    Names the first bad entry and what rests on it. Exit 0: it is what was written. Exit 1: it is
    not. Exit 3: something could not be established. PATH may be an office's data folder, too;
    DATABASE_URL names its database, if it is not there.
    """
    against = Against(
        files=path / FILES,
        key=key,
        held={str(file): file.read_bytes() for file in since},
        witnesses=witness,
        authorities=certificates_in(authority) if authority else [],
        folders=files,
    )
    report = _of_office(path, against) if is_office(path) else _of_record(path, against)
    if as_json:
        print_json(_json(report))
    else:
        _print(report)
    if report.findings:
        return EXIT_PROBLEMS
    return EXIT_NOT_ESTABLISHED if report.open else 0


def _of_record(path: Path, against: Against) -> CheckReport:
    with (
        open_record(path, secrets.token_bytes, read_only=True) as opened,
        progress_bars() as progress,
        opened.store.standing_still(),
    ):
        return check_record(opened.store, opened.keys.existing, against, progress)


def _of_office(path: Path, against: Against) -> CheckReport:
    """Check an office's record, and hash every image and snapshot that it names again."""
    with office_record(path) as opened, progress_bars() as progress:
        folders = (*against.folders, *opened.folders)
        against = replace(against, places=opened.places, opened_first=False)
        kept = replace(against, files=opened.images, folders=folders)
        return check_record(opened.store, opened.keys.existing, kept, progress)


def certificates_in(path: Path) -> list[Certificate]:
    """Return the certificates of a file. Raises ``RollcheckError`` where it holds none."""
    try:
        return read_certificates(path.read_bytes())
    except ValueError:
        message = "holds no certificate in PEM or DER"
        raise RollcheckError([Problem(str(path), None, None, "no_certificate", message)]) from None


def _json(report: CheckReport) -> dict[str, object]:
    return {
        "entries": report.entries,
        "checkpoints": report.checkpoints,
        "contents": report.contents,
        "files": report.files,
        "pinned_entries": report.pinned,
        "first_bad_entry": report.first_bad,
        "problems": [
            {**Problem(DATABASE, None, None, one.code, one.message).as_json(), "entry": one.entry}
            for one in report.findings
        ],
        "rests_on_it": [
            {"what": one.what, "number": one.number, "label": one.label}
            for one in report.dependents
        ],
        "not_established": list(report.open),
        "notes": list(report.notes),
    }


def _print(report: CheckReport) -> None:
    checkpoints = "checkpoint" if report.checkpoints == 1 else "checkpoints"
    click.echo(
        f"Looked at {report.entries:,} entries, {report.contents:,} sealed contents, "
        f"{report.checkpoints:,} {checkpoints}, {report.files:,} files."
    )
    if report.findings:
        _print_findings(report)
    else:
        click.echo("Every entry is as it was written, as far as was compared:")
        click.echo(f"  the newest checkpoint that holds has {report.pinned:,} entries.")
    for sentence in report.open:
        click.echo(f"Not established: {sentence}")
    for sentence in report.notes:
        click.echo(f"Note: {sentence}")


def _print_findings(report: CheckReport) -> None:
    number = len(report.findings)
    click.echo(f"{number:,} {'thing is' if number == 1 else 'things are'} wrong:")
    for finding in report.findings[:SHOWN]:
        click.echo(f"  {_sentence(finding)}")
    if number > SHOWN:
        click.echo(f"  … and {number - SHOWN:,} more; --json lists them all.")
    if report.first_bad is None:
        return
    click.echo(f"The first bad entry is {report.first_bad:,}. On it rest:")
    for dependent in report.dependents[:SHOWN]:
        entry = f"{dependent.label}, entry {dependent.number:,}"
        of = f"{dependent.label} of {dependent.number:,} entries"
        click.echo(f"  {entry if dependent.what == 'entry' else of}")
    if len(report.dependents) > SHOWN:
        click.echo(f"  … and {len(report.dependents) - SHOWN:,} more; --json lists them all.")
    if not report.dependents:
        click.echo("  nothing that was recorded or signed later")


def _sentence(finding: Finding) -> str:
    place = "" if finding.entry is None else f"Entry {finding.entry:,}: "
    return f"{place}{finding.message}."
