"""Makes the bundle that the tests of the verifier are about, and signs a changed one again."""

import csv
import json
import logging
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from rollcheck.cli.app import run_command
from rollcheck.record.note import SignatureLine, read_key, write_note
from rollcheck.record.signing import read_key_file
from rollcheck.verify.__main__ import verify
from rollcheck.verify.saying import FAILED, Report

PLAN = ("--spaces", "50", "--sections", "0")
SEED = "2022-08-20, three dice: 3 1 4"
FORMAT = "rollcheck-bundle/1"


@dataclass(frozen=True)
class Published:
    """A bundle with the folders it came from, the office's key, and an earlier checkpoint."""

    bundle: Path
    demo: Path
    run: Path
    record: Path
    since: Path
    key: str
    log: Path

    def copied(self, to: Path) -> "Published":
        """Return the same with a copy of the bundle."""
        shutil.copytree(self.bundle, to)
        return replace(self, bundle=to)

    def checked(self, *, since: Path | None = None, opening: Path | None = None) -> Report:
        """Return what the verifier says, with the office's key given."""
        return verify(self.bundle, self.key, since, opening)

    def failures(self, *, since: Path | None = None, opening: Path | None = None) -> str:
        """Return every failure, one a line."""
        found = self.checked(since=since, opening=opening).found
        return "\n".join(said for kind, said in found if kind == FAILED)

    def document(self, name: str) -> Any:
        """Return a JSON file of the bundle."""
        return json.loads((self.bundle / name).read_text(encoding="utf-8"))

    def write(self, name: str, document: Any) -> None:
        """Write a JSON file of the bundle anew."""
        (self.bundle / name).write_text(json.dumps(document, indent=2), encoding="utf-8")

    def sign_again(self) -> None:
        """Do what an office could that wants to deceive: sign the changed files as they are."""
        manifest = self.document("manifest.json")
        paths = sorted(path for path in self.bundle.rglob("*") if path.is_file())
        names = [path.relative_to(self.bundle).as_posix() for path in paths]
        manifest["files"] = [
            {
                "path": name,
                "bytes": path.stat().st_size,
                "sha256": sha256(path.read_bytes()).hexdigest(),
            }
            for name, path in zip(names, paths, strict=True)
            if name not in ("manifest.json", "manifest.signed")
        ]
        self.write("manifest.json", manifest)
        key, signer = read_key(self.key), read_key_file(self.record / "signing.pem", None)
        digest = sha256((self.bundle / "manifest.json").read_bytes()).hexdigest()
        text = f"{key.name}\n{FORMAT}\n{digest}\n"
        line = SignatureLine(key.name, key.key_id, signer.sign(text.encode()))
        (self.bundle / "manifest.signed").write_text(str(write_note(text, [line])))


def command(*words: object) -> None:
    """Run a command of the program that must succeed."""
    code = run_command([str(word) for word in words])
    assert code == 0, words


def make_published(folder: Path) -> Published:
    """Make the demo, put its run on a record, audit it, and publish it.

    Everything that the commands print, and every library's log at DEBUG, is kept in ``log``.
    """
    log = folder / "log" / "log.txt"
    log.parent.mkdir()
    with log.open("w", encoding="utf-8") as file:
        handler = logging.StreamHandler(file)
        root = logging.getLogger()
        before = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            with redirect_stdout(file), redirect_stderr(file):
                return _published(folder, log)
        finally:
            root.removeHandler(handler)
            root.setLevel(before)


def _published(folder: Path, log: Path) -> Published:
    demo, run, record, audit = (folder / name for name in ("demo", "run", "record", "audit"))
    command("demo", "make", "--out", demo, "--scale", "0.001", "--seed", "1", "--noise", "keyed")
    command(
        *("record", "init", record, "--origin", "elections.example.gov/record"),
        *("--by", "admin1", "--no-passphrase"),
    )
    since = folder / "since.txt"
    command("record", "checkpoint", record, "--by", "admin1", "--out", since)
    petition = demo / "petition.toml"
    text = petition.read_text(encoding="utf-8")
    petition.write_text(text.replace("lines =", f'record = "{record}"\nlines =', 1))
    command("run", petition, "--out", run, "--by", "s1")
    _audit(folder, demo, run, audit)
    bundle = folder / "bundle"
    command(
        *("publish", run, "--out", bundle, "--by", "s1"),
        *("--certified-on", "2022-08-15", "--audit", audit),
    )
    key = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["key"]
    return Published(bundle, demo, run, record, since, key, log)


def _audit(folder: Path, demo: Path, run: Path, audit: Path) -> None:
    """Audit with reviewers who agree with every rejection but one."""
    by = ("--by", "s1")
    command("audit", "commit", demo / "petition.toml", run, *PLAN, "--out", audit, *by)
    command("audit", "draw", audit, "--seed", SEED, "--size", "12", *by)
    with (audit / "pull.csv").open(encoding="utf-8", newline="") as file:
        drawn = [row["line_id"] for row in csv.DictReader(file)]
    found = ["valid,none" if at == 5 else "invalid," for at in range(len(drawn))]
    reviews = folder / "reviews.csv"
    rows = [f"{line},auditor-2,{one}\n" for line, one in zip(drawn, found, strict=True)]
    reviews.write_text("line_id,reviewer,finding,copies\n" + "".join(rows))
    command("audit", "step", audit / "state.json", reviews, *by)
