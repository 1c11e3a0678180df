"""The long work of destroying what is kept of a petition, which may stop anywhere and go on."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.act import act, in_turn
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.models import Entry
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention.clock import keeping_of
from rollcheck.office.retention.models import DESTROY, Destruction
from rollcheck.office.retention.personal import PERSONAL, SEALED, pieces, take_away
from rollcheck.office.retention.stored import drawn_from, files_of_petition
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.record import KeyFolder, read_entry
from rollcheck.record.events.upkeep import ContentDestroyed
from rollcheck.record.files import erase


@long_work(
    DESTROY,
    _("Destroying what is kept of a petition"),
    Right.DESTROY,
    ("retention", _("Certificate of destruction")),
)
def destroy(task: Task, progress: Progress) -> dict[str, Any]:
    """Take away the files, the rows, the sealed content and its key; then certify it.

    Only what is still there goes, so that it can be done again from wherever it stopped. Files go
    before the rows that name them, the key when nothing under it is left, the certificate last.
    """
    about = task.petition
    found = Destruction.objects.filter(petition=about).first()
    if about is None or found is None:
        message = "its destruction was not begun; see its page on how long it is kept"
        raise RollcheckError([Problem("", None, None, "not_begun", message)])
    if found.ended is None:
        _take_files(about, progress)
        with _overwritten():
            _take_rows(about, progress)
        keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
        if keys.existing(about.code):
            keys.destroy(about.code)
        _certify(about)
    gone = Destruction.objects.get(petition=about)
    return {"files": gone.files, "contents_destroyed": gone.contents, "rows_destroyed": gone.rows}


def _take_files(about: Petition, progress: Progress) -> None:
    files = files_of_petition(settings.PLACE, about)
    with _part() as under_way:
        under_way.filter(petition=about, files=None).update(files=len(files))
    for number, path in enumerate(files, start=1):
        for drawn in drawn_from(settings.PLACE, path):
            erase(drawn)
        erase(path)
        progress(str(_("Destroying files")), number, len(files))


def _take_rows(about: Petition, progress: Progress) -> None:
    total = sum(one.left(about).count() for one in (*PERSONAL, SEALED))
    done = 0
    for personal in (*PERSONAL, SEALED):
        column = "contents" if personal is SEALED else "rows"
        for keys in pieces(personal, about):
            with _part() as under_way:
                take_away(personal, keys)
                under_way.filter(petition=about).update(**{column: F(column) + len(keys)})
            done += len(keys)
            progress(str(_("Destroying rows")), done, total)


@contextmanager
def _part() -> Iterator[Any]:
    """Let one part of it be kept whole or not at all, in turn with others' acts."""
    with in_turn(), writing():
        yield Destruction.objects.filter(ended=None)


@contextmanager
def _overwritten() -> Iterator[None]:
    """Have SQLite write zeros over what goes; PostgreSQL clears its pages when it cleans up."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    yield
    if connection.in_atomic_block:
        return  # A test's; neither engine cleans up inside a transaction.
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for personal in (*PERSONAL, SEALED):
            name = connection.ops.quote_name(personal.model._meta.db_table)  # noqa: SLF001
            cursor.execute(f"VACUUM {name}")


def _certify(about: Petition) -> None:
    gone = Destruction.objects.get(petition=about)
    standing = keeping_of(about)
    backups = Entry.objects.filter(type="backup_made", at__gte=about.opened_at).order_by("pk")
    made = [read_entry(bytes(row)).data for row in backups.values_list("entry", flat=True)]
    certificate = ContentDestroyed(
        contents=gone.contents,
        files=gone.files or 0,
        rows=gone.rows,
        backups=tuple(str(one["backup"]) for one in made),
        key_fingerprint=gone.key_fingerprint,
    )
    act(certificate, by=None, petition=about, refers_to=(*standing.basis, gone.begun))
