"""What several ``rollcheck record`` commands ask for: who, which passphrase, which key."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from rollcheck.record.heads import Doing
from rollcheck.record.note import VerifierKey, read_key
from rollcheck.record.signing import is_encrypted, read_passphrase

PATH = click.Path(path_type=Path)
BY = click.option(
    "--by", required=True, metavar="CODE", help="Who does it: a person's code, never a name."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
PASSPHRASE_FILE = click.option(
    "--passphrase-file", type=PATH, help="File (mode 0600) with the key's passphrase; else asked."
)


def doing(by: str) -> Doing:
    """Return that somebody does something now."""
    return Doing(datetime.now(UTC), by, secrets.token_bytes)


def passphrase_of(key: Path, file: Path | None) -> bytes | None:
    """Return the passphrase of a key file: from a file, by asking, or none where it has none."""
    if file:
        return read_passphrase(file)
    if key.is_file() and is_encrypted(key):
        return str(
            click.prompt("Passphrase of the signing key", hide_input=True, err=True)
        ).encode()
    return None


class Key(click.ParamType[VerifierKey]):
    """A verifier key, or the file it stands in."""

    name = "KEY|FILE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> VerifierKey:
        """Read the key, or refuse it with what to write."""
        if isinstance(value, VerifierKey):
            return value
        text = str(value)
        try:
            if Path(text).is_file():
                text = Path(text).read_text(encoding="utf-8")
            return read_key(text.strip())
        except (ValueError, OSError):
            self.fail(f"{value!r} is no key <name>+<digits>+<base64>, and no file with one.", param)


KEY = Key()
