"""A run's folder: ``public/`` and ``restricted/`` apart, whole or not there at all."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from rollcheck.petition import Result, Run, public_result, run_petition
from rollcheck.problems import Progress, silent, whole_folder
from rollcheck.publish.report import report_html

RESULT = Path("public") / "result.json"
REPORT = Path("public") / "report.html"
LINES = Path("restricted") / "lines.parquet"
OWN = {"public", "restricted"}


def run_to_folder(
    petition: Path, out: Path, *, counts: Path | None = None, progress: Progress = silent
) -> Result:
    """Run a petition file and write its folder ``out``; return the result.

    ``counts`` goes before the file of counts per county or district that the petition names.
    ``out`` gets public/result.json, public/report.html and restricted/lines.parquet; only its
    owner may enter ``restricted``. An earlier run in ``out`` is replaced, and only once this
    one is whole. Raises ``RollcheckError`` for problems of the input, ``OSError`` where the
    disk refuses; either way ``out`` stays as it was.
    """
    with whole_folder(out, replaces=_is_run, what="an earlier run's folder") as folder:
        restricted = folder / "restricted"
        restricted.mkdir(mode=0o700)
        run = run_petition(petition, restricted, counts=counts, progress=progress)
        progress("Writing the report", 0, 0)
        _write(run, folder)
    return run.result


def _write(run: Run, folder: Path) -> None:
    (folder / "public").mkdir()
    document = public_result(run.result)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (folder / RESULT).write_text(text, encoding="utf-8")
    (folder / REPORT).write_text(report_html(document), encoding="utf-8")
    if run.lines is not None:
        pq.write_table(run.lines, folder / LINES, compression="zstd")


def _is_run(folder: Path) -> bool:
    """Whether a folder is a run's with nothing else in it, so that a new run may replace it."""
    if not (folder / RESULT).is_file():
        return False
    return {path.name for path in folder.iterdir()} <= OWN
