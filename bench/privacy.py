"""Whether anything public of the whole demonstration names a person, and a planted leak is found.

At the scale of 0.1 the demonstration is the one that `make demo` makes. All that its commands print
is scanned as well, with every library's log at DEBUG.
"""

import csv
import logging
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from bench.public_scan import Persons, days_in, leaks, persons_of
from bench.report import Report
from rollcheck.cli.app import run_command

OF_MAKE_DEMO = 0.1
BY = ("--by", "s1")


def run(scale: float) -> Report:
    """Make the demonstration, publish it with its audit and record, and scan all of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with _logged(folder / "log"):
            bundle = _published(folder, scale * OF_MAKE_DEMO)
        persons, allowed = persons_of(folder / "demo"), days_in(bundle / "rules.toml")
        places = {
            "the bundle": bundle,
            "`public/` of the run": folder / "demo" / "run" / "public",
            "what was printed, and logs at DEBUG": folder / "log",
        }
        found = {name: leaks(place, persons, allowed) for name, place in places.items()}
        sizes = {name: _size(place) for name, place in places.items()}
        missed = list(_missed(folder / "planted", persons))
    return _report(persons, found, sizes, missed)


@contextmanager
def _logged(folder: Path) -> Iterator[None]:
    """Write to a file in a folder what is printed, and every library's log at DEBUG."""
    folder.mkdir()
    root = logging.getLogger()
    before = root.level
    with (folder / "log.txt").open("w", encoding="utf-8") as file:
        handler = logging.StreamHandler(file)
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            with redirect_stdout(file), redirect_stderr(file):
                yield
        finally:
            root.removeHandler(handler)
            root.setLevel(before)


def _published(folder: Path, scale: float) -> Path:
    """Do the whole job on the demonstration, on a record, as far as a bundle with an audit."""
    demo, record, audit = folder / "demo", folder / "demo" / "record", folder / "audit"
    petition, again, bundle = demo / "petition.toml", folder / "run", folder / "bundle"
    key = ("--origin", "bench.example/log", *BY, "--no-passphrase")
    _command("demo", "--out", demo, "--scale", scale, "--seed", "1")
    _command("record", "init", record, *key)
    _command("run", petition, "--out", again, *BY)
    _command("audit", "commit", petition, again, *PLAN, "--out", audit, *BY)
    _command("audit", "draw", audit, "--seed", "three dice: 3 1 4", "--size", "50", *BY)
    with (audit / "pull.csv").open(encoding="utf-8", newline="") as file:
        drawn = [row["line_id"] for row in csv.DictReader(file)]
    reviews = folder / "reviews.csv"
    rows = "".join(f"{line},auditor-2,invalid\n" for line in drawn)
    reviews.write_text(f"line_id,reviewer,finding\n{rows}", encoding="utf-8")
    _command("audit", "step", audit / "state.json", reviews, *BY)
    certified = ("--certified-on", "2022-08-15", "--audit", audit)
    _command("publish", again, "--out", bundle, *certified, *BY)
    return bundle


PLAN = ("--spaces", "100", "--sections", "0")


def _command(*words: object) -> None:
    if run_command([str(word) for word in words]) != 0:
        raise RuntimeError(f"{words[0]} failed")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _missed(folder: Path, persons: Persons) -> Iterator[str]:
    """Plant a text of each kind, and yield the kinds that are not found."""
    folder.mkdir()
    for what in sorted(set(persons.runs.values())):
        run = next(run for run, kind in persons.runs.items() if kind == what)
        place = folder / what.replace(" ", "-")
        place.mkdir()
        (place / "note.json").write_text(f'{{"note": "see {" ".join(run).upper()}."}}')
        if f"note.json: {what}" not in leaks(place, persons, frozenset()):
            yield what


def _report(
    persons: Persons,
    found: dict[str, list[str]],
    sizes: dict[str, int],
    missed: Sequence[str],
) -> Report:
    kinds = Counter(persons.runs.values())
    failures = [f"{name}: {one}" for name, every in found.items() for one in every[:5]]
    failures += [f"{one} was planted and not found" for one in missed]
    rows = [("texts looked for", f"{len(persons.runs):,}", "")]
    rows += [
        (name, f"{sizes[name]:,} bytes", f"{len(every):,} found") for name, every in found.items()
    ]
    planted = f"{len(kinds) - len(missed)} of {len(kinds)} found"
    rows.append(("planted, one of each kind", "", planted))
    return Report(
        name="privacy",
        title="Privacy: what is public of the demonstration",
        question="Does anything that is published, printed or logged name a person?",
        columns=("what", "size", "texts of persons"),
        rows=tuple(rows),
        settings=tuple(f"{kind}: {number:,}" for kind, number in sorted(kinds.items())),
        notes=(
            "At the scale of 0.1 it is the demonstration of `make demo`.",
            "`python -m bench.public_scan DEMO FOLDER...` scans any other folder.",
        ),
        failures=tuple(failures),
    )
