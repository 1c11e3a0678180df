"""The exact commands with which anyone checks what is published."""

from dataclasses import dataclass

from rollcheck.publish.language import say
from rollcheck.publish.publication import Publication


@dataclass(frozen=True, slots=True)
class Check:
    """What a command shows, and the command; it is typed in the folder of the bundle."""

    shows: str
    command: str


def checks(publication: Publication) -> tuple[Check, ...]:
    """Return the commands in the order in which somebody would type them."""
    found = [
        Check(
            say("Every file is the one listed (any Linux or macOS computer)"),
            "sha256sum -c evidence.sha256",
        ),
        Check(
            say("Signature, draw, counts, projection, decision and audit (Python 3.11 or later)"),
            "python rollcheck-verify.pyz . --key KEY",
        ),
    ]
    if publication.checkpoint is not None:
        found.append(
            Check(
                say("The same, against a checkpoint of the record that you kept"),
                "python rollcheck-verify.pyz . --key KEY --since CHECKPOINT",
            )
        )
    return tuple(found)
