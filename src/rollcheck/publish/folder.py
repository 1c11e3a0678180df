"""A run's folder: ``public/`` and ``restricted/`` apart, whole or not there at all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from rollcheck.petition import Result, Run, public_result, run_petition
from rollcheck.petition.definition import load_petition
from rollcheck.problems import Problem, Progress, RollcheckError, silent, whole_folder
from rollcheck.publish.circulation import gathered
from rollcheck.publish.disclosure import public_document
from rollcheck.publish.leaves_files import write_leaves
from rollcheck.publish.on_record import RESULT, Recorded, keep_recorded, put_on_record
from rollcheck.publish.report import report_html
from rollcheck.record import open_record
from rollcheck.record.folder import is_record
from rollcheck.record.heads import Doing

REPORT = Path("public") / "report.html"
LEAVES = Path("public") / "leaves.csv"
UNIVERSE = Path("public") / "leaves.json"
LINES = Path("restricted") / "lines.parquet"
DUPLICATES = Path("restricted") / "duplicates.parquet"
OPENINGS = Path("restricted") / "openings.parquet"
EXACT = Path("restricted") / "result.json"
OWN = {"public", "restricted"}
BESIDE = "record"
"""The folder beside a petition file whose record a run goes on where the file names none."""


def run_to_folder(
    petition: Path,
    out: Path,
    *,
    counts: Path | None = None,
    progress: Progress = silent,
    doing: Doing | None = None,
) -> Result:
    """Run a petition file and write its folder ``out``; return the result.

    ``counts`` goes before the file of counts per county or district that the petition names.
    ``out`` gets public/result.json, public/report.html, restricted/result.json (the same with
    every reason counted), restricted/lines.parquet and restricted/duplicates.parquet, and where a
    universe was committed public/leaves.csv, public/leaves.json and restricted/openings.parquet;
    only its owner may enter ``restricted``. Where the petition names a record, or one lies beside
    it in ``record``, the run is put on it, as ``doing`` says by whom. An earlier run in ``out`` is
    replaced, and only once this
    one is whole. Raises ``RollcheckError`` for problems of the input, ``OSError`` where the
    disk refuses; either way ``out`` stays as it was.
    """
    _check_record(petition, doing)
    with run_folder(out) as folder:
        restricted = folder / "restricted"
        run = run_petition(petition, restricted, counts=counts, progress=progress)
        progress("Writing the report", 0, 0)
        write_run(run, folder)
        path = record_of(petition)
        if path is not None and doing is not None:
            _record(run.result, path, folder, doing)
    return run.result


@contextmanager
def run_folder(out: Path) -> Iterator[Path]:
    """Give a folder for a run, ``restricted`` in it for its owner alone; then it is ``out``.

    An earlier run in ``out`` is replaced where the block ends well; nothing else ever is.
    """
    with whole_folder(out, replaces=_is_run, what="an earlier run's folder") as folder:
        (folder / "restricted").mkdir(mode=0o700)
        yield folder


def write_run(run: Run, folder: Path) -> None:
    """Write what a run found into its folder."""
    (folder / "public").mkdir()
    told = gathered(run)
    document = {**public_document(run.result), **told}
    for path, content in ((RESULT, document), (EXACT, {**public_result(run.result), **told})):
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (folder / path).write_text(text, encoding="utf-8")
    (folder / REPORT).write_text(report_html(document), encoding="utf-8")
    if run.lines is not None:
        pq.write_table(run.lines, folder / LINES, compression="zstd")
    if run.duplicates is not None:
        pq.write_table(run.duplicates.table, folder / DUPLICATES, compression="zstd")
    write_leaves(run, folder / LEAVES, folder / UNIVERSE, folder / OPENINGS)


def record_of(petition: Path) -> Path | None:
    """Return the record that a run of a petition file goes on: the one named, or the one beside."""
    beside = petition.parent / BESIDE
    return load_petition(petition).record or (beside if is_record(beside) else None)


def _check_record(petition: Path, doing: Doing | None) -> None:
    """Refuse at once what would only be found when everything is done."""
    named = load_petition(petition).record
    path = record_of(petition)
    if path is None or (named is None and doing is None):
        return
    if doing is None:
        message = "a run that goes on a record needs who ran it: name a person's code with --by"
        raise RollcheckError([Problem(petition.name, None, "record", "no_actor", message)])
    with open_record(path, doing.random, read_only=True):
        return


def _record(result: Result, path: Path, folder: Path, doing: Doing) -> None:
    """Put the run on the record, and keep in the run's folder where it stands."""
    with open_record(path, doing.random) as record:
        seq = put_on_record(record, result, folder / RESULT, doing)
    keep_recorded(folder, Recorded(path, seq))


def _is_run(folder: Path) -> bool:
    """Whether a folder is a run's with nothing else in it, so that a new run may replace it."""
    if not (folder / RESULT).is_file():
        return False
    return {path.name for path in folder.iterdir()} <= OWN
