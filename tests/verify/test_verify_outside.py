"""A checkpoint, entries and an opening, verified by the Go project's own transparency log."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from verify.opened_lines import line_found, opened
from verify.published_bundle import Published

GO = shutil.which("go")
# Debian's golang-golang-x-mod-dev: sumdb/note and sumdb/tlog, by the Go Authors (BSD-3-Clause).
LIBRARY = Path("/usr/share/gocode")
SOURCE = Path(__file__).parent / "outside" / "main.go"

pytestmark = pytest.mark.skipif(
    GO is None or not (LIBRARY / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
    reason="needs Go and its library, which `make setup-system` installs",
)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program; it is no part of ours and downloads nothing."""
    program = tmp_path_factory.mktemp("go") / "outside"
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(LIBRARY),
        "GOCACHE": str(program.parent / "cache"),
    }
    subprocess.run([str(GO), "build", "-o", program, SOURCE], check=True, env=environment)
    return program


def said(outside: Path, *words: object) -> tuple[int, str]:
    asked = [str(outside), *(str(word) for word in words)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_checkpoint_entries_and_opening_hold(
    made: Published, outside: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = tmp_path / "opening.json"
    both = opened(made, line_found(made, "invalid"), capsys)
    opening.write_text(json.dumps(both), encoding="utf-8")
    code, printed = said(outside, made.bundle, made.key, opening)
    assert code == 0, printed
    shown = len((made.bundle / "record" / "entries.jsonl").read_text().splitlines())
    assert "signed by elections.example.gov/record" in printed
    assert f"{shown} entries proved to be in it" in printed
    assert "line opened at leaf" in printed
    both = json.loads(opening.read_text(encoding="utf-8"))
    both["line"]["sheet"] += "1"
    opening.write_text(json.dumps(both), encoding="utf-8")
    assert said(outside, made.bundle, made.key, opening)[0] == 1


def test_an_altered_record_does_not_hold(published: Published, outside: Path) -> None:
    entries = published.bundle / "record" / "entries.jsonl"
    text = entries.read_text(encoding="utf-8")
    entries.write_text(text.replace("admin1", "admin2", 1), encoding="utf-8")
    assert said(outside, published.bundle, published.key)[0] == 1
    entries.write_text(text, encoding="utf-8")
    assert said(outside, published.bundle, published.key)[0] == 0
    checkpoint = published.bundle / "record" / "checkpoint"
    signed = checkpoint.read_text(encoding="utf-8")
    checkpoint.write_text(signed.replace("/record\n", "/other\n", 1), encoding="utf-8")
    assert said(outside, published.bundle, published.key)[0] == 1
