"""What publishing costs, and checking what is published: the county's lines on a small roll.

The roll plays no part in a bundle, so that it is kept small; the lines, findings and sample are as
many as in Los Angeles in 2022.
"""

import io
import json
import random
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from bench.measure import Cost, cost
from bench.report import Report
from rollcheck.cli.app import run_command
from rollcheck.problems.delimited import write_csv
from rollcheck.sampling import LineIdentity, commit_universe, write_universe
from rollcheck.sampling.universe import SALT_BYTES

RAW, REQUIRED, FEWEST = 715_833, 566_857, 15_000
SHARES = {
    "valid": 520_050,
    "not_registered": 88_464,
    "duplicate": 43_593,
    "different_address": 32_187,
    "signature_mismatch": 9_490,
    "canceled": 7_344,
    "out_of_jurisdiction": 5_374,
    "other": 9_331,
}
TWO_PEOPLE = "signature_mismatch"
MOST_SECONDS, MOST_MIB = 60.0, 1024
LINES_A_SHEET, LINES_A_SECTION = 6, 48
ROLL = """voter_id,status,county,first,last,birth_date,house,street,street_type,city,zip
1,active,Los Angeles,ANN,EXAMPLE,1970-01-01,1,MAIN,ST,LOS ANGELES,90001
"""
PETITION = """place = "us-ca"
kind = "county-recall"
filed_on = 2022-07-06
raw_count = {lines}
required = {required}
roll = "roll.csv"
roll_layout = "plain"
roll_as_of = 2022-07-06
lines = "lines.csv"
determinations = "determinations.csv"
record = "record"

[sample]
universe = "universe.csv"
seed = "bench"
"""
LINE = ("line_id", "section", "sheet", "line_no", "printed_name", "address")
FOUND = ("line_id", "person", "finding", "reason", "voter_id", "duplicate_of")
MIB = 1 << 20


def run(scale: float) -> Report:
    """Make the run, publish it and check it; each in a process of its own."""
    lines = max(FEWEST, round(RAW * scale))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made(folder, lines)
        publish = ["publish", "run", "--out", "bundle", "--by", "a", "--certified-on", "2022-08-15"]
        publishing = _measured(["-m", "rollcheck", *publish], folder)
        bundle = folder / "bundle"
        key = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["key"]
        archive = ["-I", "-S", "bundle/rollcheck-verify.pyz", "bundle", "--key", key]
        checking = _measured(archive, folder)
        size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    return _report(lines, publishing, checking, size)


def made(folder: Path, lines: int) -> None:
    """Write a petition of so many lines with its findings, and run it."""
    (folder / "roll.csv").write_text(ROLL)
    required = round(REQUIRED * lines / RAW)
    (folder / "petition.toml").write_text(PETITION.format(lines=lines, required=required))
    places = [_place(at) for at in range(lines)]
    write_csv(
        folder / "lines.csv",
        ({**place, "printed_name": "", "address": ""} for place in places),
        columns=LINE,
    )
    write_csv(folder / "determinations.csv", _findings(lines), columns=FOUND)
    chance = random.Random(1)
    salts = iter(lambda: chance.randbytes(SALT_BYTES), None)
    universe = commit_universe((LineIdentity(**place) for place in places), salts)
    write_universe(folder / "universe.csv", universe)
    record = str(folder / "record")
    _command(
        "record", "init", record, "--origin", "bench.example/log", "--by", "a", "--no-passphrase"
    )
    _command("run", str(folder / "petition.toml"), "--out", str(folder / "run"), "--by", "a")


def _place(at: int) -> dict[str, str]:
    return {
        "line_id": f"L{at}",
        "section": str(at // LINES_A_SECTION),
        "sheet": str(at % LINES_A_SECTION // LINES_A_SHEET),
        "line_no": str(at % LINES_A_SHEET),
    }


def _findings(lines: int) -> Iterator[dict[str, str]]:
    """Yield what people found: the shares of 2022, a duplicate of the valid line before it."""
    chance = random.Random(2)
    codes = chance.choices(list(SHARES), weights=list(SHARES.values()), k=lines)
    codes[0], last = "valid", "L0"
    for at, code in enumerate(codes):
        line = {"line_id": f"L{at}", "voter_id": "", "duplicate_of": ""}
        if code == "valid":
            last = f"L{at}"
            yield {**line, "person": "p1", "finding": "valid", "reason": "", "voter_id": f"V{at}"}
            continue
        if code == "duplicate":
            line["duplicate_of"] = last
        for person in ("p1", "p2") if code == TWO_PEOPLE else ("p1",):
            yield {**line, "person": person, "finding": "invalid", "reason": code}


def _command(*words: str) -> None:
    with redirect_stdout(io.StringIO()):
        code = run_command(list(words))
    if code != 0:
        raise RuntimeError(f"{words[0]} left with {code}")


def _measured(words: Sequence[str], folder: Path) -> tuple[Cost, float]:
    """Return what a command took, and the seconds of processor in it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = cost([sys.executable, *words], folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _report(
    lines: int, publishing: tuple[Cost, float], checking: tuple[Cost, float], size: int
) -> Report:
    failures = []
    whole = checking[1] * max(1.0, RAW / lines)
    if whole > MOST_SECONDS:
        failures.append(f"checking the county would take {whole:.0f} seconds of processor")
    if checking[0].peak_mib > MOST_MIB:
        failures.append(f"checking takes {checking[0].peak_mib:.0f} MiB")
    rows = [("lines", f"{lines:,}"), ("the bundle", f"{size / MIB:.1f} MiB")]
    for name, (took, processor) in (("publish", publishing), ("verify", checking)):
        rows += [
            (f"{name}, wall time", f"{took.seconds:.1f} s"),
            (f"{name}, processor time", f"{processor:.1f} s"),
            (f"{name}, peak memory", f"{took.peak_mib:.0f} MiB"),
        ]
    return Report(
        name="bundle",
        title="The bundle: publishing and checking",
        question="How long does it take to publish a county's petition, and to check it outside?",
        columns=("what", "measured"),
        rows=tuple(rows),
        settings=("Findings in the shares of Los Angeles in 2022, on a roll of one voter.",),
        notes=(
            "Checking may take a minute of processor for the county, and 1 GiB.",
            "The verifier is `rollcheck-verify.pyz` with Python's own library alone.",
        ),
        failures=tuple(failures),
    )
