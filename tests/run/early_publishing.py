"""Publishes a run before certification, as an office whose record names its supervisor may."""

from pathlib import Path

from rollcheck.cli.app import run_command


def publish_before_certification(run: Path, bundle: Path) -> Path:
    """Make a record beside the bundle, whose supervisor is s1, and publish; return the record."""
    record = bundle.parent / "office"
    origin = ("--origin", "elections.example.gov/record")
    for words in (
        ("record", "init", record, *origin, "--by", "admin1", "--no-passphrase"),
        (*("record", "append", record, "role_given", "person=s1"), "role=supervisor", *BY),
        (*("publish", run, "--out", bundle, "--record", record), *LIFTED),
    ):
        assert run_command([str(word) for word in words]) == 0
    return record


BY = ("--by", "admin1")
LIFTED = ("--by", "s1", "--lift-embargo", "a test")
