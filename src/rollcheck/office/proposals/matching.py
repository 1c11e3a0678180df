"""The long work of matching a petition's lines with its snapshot, some thousand at a time."""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rollcheck.lines import LINE_COLUMNS
from rollcheck.matching import Means, Rules, match_lines, prepare
from rollcheck.office.acts.act import act
from rollcheck.office.keying.models import LineRead, Mark
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.proposals.handlers import Found
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.petition import matching_rules
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.record.events.matching import MatchRun
from rollcheck.record.files import store_file
from rollcheck.roll import Snapshot, open_snapshot

MATCH = "match_lines"
ENGINE = "local"
AT_ONCE = 20_000  # lines a run: others' acts go on in between, and a crash loses no more
TYPES: Mapping[str, pa.DataType] = {"birth_year": pa.int16(), "signed_on": pa.date32()}


@long_work(
    MATCH,
    _("Matching lines with the roll"),
    Right.MATCH,
    leads_to=("proposals", _("Proposals of the matcher")),
)
def match_waiting_lines(task: Task, progress: Progress) -> dict[str, Any]:
    """Match every line whose text was not matched yet, or since, with the petition's snapshot.

    What an attempt before had kept stays. Raises ``RollcheckError`` where the petition names no
    snapshot, or its law or jurisdiction cannot be read.
    """
    about = task.petition
    if about is None or about.snapshot is None:
        message = "choose the snapshot of the roll on the petition's page first"
        raise RollcheckError([Problem("", None, None, "no_snapshot", message)])
    rules = rules_of(about)
    snapshot = open_snapshot(settings.PLACE.snapshots / about.snapshot.code)
    prepare(snapshot, progress=progress)
    waiting = list(to_match(about).order_by("pk").values_list("pk", flat=True))
    done = 0
    for keys in _chunks(waiting):
        tell = _within(progress, done, len(keys), len(waiting))
        _match(task, about, keys, snapshot, rules, tell)
        done += len(keys)
        progress("Matching lines", done, len(waiting))
    return {"lines_matched": done}


def to_match(about: Petition) -> QuerySet[LineRead]:
    """Return the texts to match: new ones, those that changed, all where the snapshot did."""
    texts = LineRead.objects.filter(line__petition=about).exclude(mark=Mark.BLANK)
    new = Q(line__proposal=None) | Q(line__proposal__at__lt=F("at"))
    return texts.filter(new | ~Q(line__proposal__run__snapshot=about.snapshot))


def rules_of(about: Petition) -> Rules:
    """Return the parameters of matching, by the place's law as it is for this petition.

    Before the filing they are those of today, so that a campaign may look ahead.
    """
    return matching_rules(
        rules_now(about),
        filed_on=about.filed_on or timezone.localdate(),
        county=about.county or None,
        district=about.district or None,
        circulation_from=about.circulation_from,
        circulation_to=about.circulation_to,
    )


def _within(progress: Progress, before: int, lines: int, total: int) -> Progress:
    """Return a progress of one run that tells how far all of them are."""

    def tell(stage: str, count: int, of: int) -> None:
        progress(stage, before + count if of == lines else before, total)

    return tell


def _match(
    task: Task,
    about: Petition,
    keys: list[int],
    snapshot: Snapshot,
    rules: Rules,
    progress: Progress,
) -> None:
    table = lines_of(keys)
    with tempfile.TemporaryDirectory(prefix="match-", dir=settings.PLACE.uploads) as scratch:
        means = Means(scratch=Path(scratch))
        matches = match_lines(table, snapshot, rules, means=means, progress=progress)
        path = Path(scratch) / "lines.parquet"
        pq.write_table(matches.table, path, compression="zstd")
        digest = store_file(settings.PLACE.images, path)
    assert about.snapshot is not None  # noqa: S101 - asked for before, for the type checker
    parameters = f"{matches.parameters['name']}-{matches.parameters['version']}"
    event = MatchRun(len(keys), about.snapshot.manifest, parameters, ENGINE, digest)
    found = list(_found(keys, matches.table))
    act(event, by=task.asked_by, petition=about, aside=found)


def lines_of(keys: list[int]) -> pa.Table:
    """Return lines that were read, with the columns of ``LINE_COLUMNS``, in the order of keys."""
    texts = LineRead.objects.filter(pk__in=keys).order_by("pk")
    rows = texts.values_list(
        "line__section__number", "line__ordinal", "line__sheet__number", "line__on_sheet", "fields"
    )
    places = [
        {
            "line_id": f"{section}:{ordinal}",
            "section": section,
            "sheet": str(sheet),
            "line_no": str(place),
            **fields,
        }
        for section, ordinal, sheet, place, fields in rows
    ]
    return pa.table(
        {
            name: pa.array([_value(name, row.get(name, "")) for row in places], TYPES.get(name))
            if name in TYPES
            else pa.array([row.get(name, "") for row in places], pa.string())
            for name in LINE_COLUMNS
        }
    )


def _value(name: str, text: str) -> int | date | None:
    if not text:
        return None
    return int(text) if name == "birth_year" else date.fromisoformat(text)


def _found(keys: list[int], table: pa.Table) -> Iterator[Found]:
    rows = table.select(["outcome", "voter_id", "candidates"]).to_pylist()
    for key, row in zip(keys, rows, strict=True):
        candidates = [
            {
                "voter": one["voter_id"],
                "earlier": one["earlier_address"],
                "levels": one["levels"],
                "bits": one["bits"],
            }
            for one in row["candidates"] or ()
        ]
        yield Found(key, row["outcome"], row["voter_id"] or "", candidates)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
