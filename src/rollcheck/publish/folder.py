"""A run's folder: ``public/`` and ``restricted/`` apart, whole or not there at all."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from rollcheck.petition import Result, Run, public_result, run_petition
from rollcheck.problems import Problem, Progress, RollcheckError, silent
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
    with whole_folder(out) as folder:
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


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Give a folder that becomes ``out`` when the block ends well, and vanishes otherwise."""
    _refuse_strangers(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.unfinished-{os.getpid()}")
    unfinished.mkdir()
    try:
        yield unfinished
        _take_place(unfinished, out)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _take_place(finished: Path, out: Path) -> None:
    earlier = out.with_name(f".{out.name}.earlier-{os.getpid()}")
    if out.exists():
        out.rename(earlier)
    finished.rename(out)
    shutil.rmtree(earlier, ignore_errors=True)


def _refuse_strangers(out: Path) -> None:
    """Only a run's own folder with nothing else in it, or an empty one, may be replaced."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if (out / RESULT).is_file() and {path.name for path in out.iterdir()} <= OWN:
        return
    message = "exists and is not only an earlier run's folder; name another, or move it away"
    raise RollcheckError([Problem(str(out), None, None, "in_the_way", message)])
