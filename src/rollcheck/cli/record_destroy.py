"""``rollcheck record destroy``: what was sealed of a petition, when the law's time has run out."""

import secrets
from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.cli.record_of_office import is_office
from rollcheck.cli.record_values import AS_JSON, BY, PATH, doing
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record import open_record
from rollcheck.record.destroy import destroy_content


@click.command()
@click.argument("path", type=PATH)
@click.argument("petition")
@BY
@AS_JSON
def destroy(path: Path, petition: str, by: str, as_json: bool) -> None:
    """Destroy what is sealed of PETITION in the record at PATH: contents, files and their key.

    It takes a retention that has run out, no litigation hold, and the approval of two people,
    each an entry of its own. The log stays and verifies. Copies in backups are not reached.
    """
    if is_office(path):
        message = "is an office's folder; it is done on the petition's page there, by a worker"
        raise RollcheckError([Problem(str(path), None, None, "office", message)])
    now = doing(by)
    today = now.at.astimezone().date()
    with open_record(path, secrets.token_bytes) as opened, progress_bars() as progress:
        done = destroy_content(opened, petition, today, now, progress)
    if as_json:
        print_json(
            {
                "petition": petition,
                "contents": done.contents,
                "files": done.files,
                "key_fingerprint": done.key_fingerprint,
            }
        )
        return
    click.echo(
        f"Destroyed {done.contents:,} contents and {done.files:,} files of {petition}, and their "
        "key."
    )
    click.echo("Destroy the copies in backups too: this program does not reach them.")
