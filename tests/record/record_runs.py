"""What the tests of the commands share: a runner, a record of four entries, its acts."""

import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command

ORIGIN = "elections.example.gov/record"
Run = Callable[..., tuple[int, str]]


def runner() -> Run:
    """Return what runs one command and gives its exit code and all it printed."""

    def command(*words: str) -> tuple[int, str]:
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            code = run_command(["record", *words])
        return code, out.getvalue()

    return command


OPENED = ("title=Recall", "place=Here", "kind=recall", "rules=us-ca/x")
TALLY = ("valid=1,000", "invalid=1", "waiting=0")
FINDING = ("line=1-7", "finding=invalid", "reason=illegible", "voter=", "basis=law", "image=")


def make_original(path: Path) -> Path:
    """A record of four entries, made once."""
    on = ("--petition", "r-2022", "--by", "s1")
    for words in (
        ("init", str(path), "--origin", ORIGIN, "--by", "admin1", "--no-passphrase"),
        ("append", str(path), "petition_opened", *OPENED, *on),
        ("append", str(path), "line_determined", *FINDING, *on),
        ("append", str(path), "tally_made", *TALLY, "--refers-to", "2", *on),
    ):
        with redirect_stdout(io.StringIO()):
            assert run_command(["record", *words]) == 0
    return path


def done(run: Run, *words: str) -> str:
    code, printed = run("append", "rec", *words, "--petition", "r-2022", "--by", "s1")
    assert code == 0, printed
    return printed


def as_json(run: Run, *words: str) -> dict[str, object]:
    _, printed = run(*words, "--json")
    found = json.loads(printed)
    assert isinstance(found, dict)
    return found


def private(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return runner()


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_original(tmp_path_factory.mktemp("original") / "rec")


@pytest.fixture
def made(run: Run, original: Path, tmp_path: Path) -> Run:
    shutil.copytree(original, tmp_path / "rec")
    return run
