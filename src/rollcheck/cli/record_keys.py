"""``rollcheck record init`` and ``rotate``: the signing key, made and handed over."""

import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.record_values import (
    AS_JSON,
    BY,
    PASSPHRASE_FILE,
    PATH,
    doing,
    passphrase_of,
)
from rollcheck.problems import Problem, RollcheckError, whole_folder
from rollcheck.problems.delimited import whole_file
from rollcheck.record.folder import (
    NEXT_KEY,
    SETTINGS,
    SIGNING_KEY,
    create_record,
    open_record,
    settings_text,
    token_of,
)
from rollcheck.record.heads import rotate_key, sign_head
from rollcheck.record.signing import Signer, make_key_file, read_passphrase, token_signer

NEW_PASSPHRASE = click.option(
    "--new-passphrase-file", type=PATH, help="File (mode 0600) with the new key's passphrase."
)
NO_PASSPHRASE = click.option(
    "--no-passphrase", is_flag=True, help="Keep the new key unencrypted; mode 0600 alone guards it."
)
TOKEN = click.option(
    "--token", metavar="COMMAND", help="A program that signs, instead of a key file."
)
TOKEN_KEY = click.option(
    "--token-key", metavar="BASE64", help="The 32-byte public key of that program."
)


@click.command()
@click.argument("path", type=PATH)
@click.option("--origin", required=True, help="Name of the record, like elections.example.gov/log.")
@BY
@NEW_PASSPHRASE
@NO_PASSPHRASE
@TOKEN
@TOKEN_KEY
@AS_JSON
def init(
    path: Path,
    origin: str,
    by: str,
    new_passphrase_file: Path | None,
    no_passphrase: bool,
    token: str | None,
    token_key: str | None,
    as_json: bool,
) -> None:
    """Make a new record in PATH with a key that signs its checkpoints.

    The key is asked a passphrase for, unless one of the options says where it comes from. Give
    the public key that is printed to everybody who shall check the record, by another way.
    """
    if path.exists():
        message = "exists already; name a new folder, since a record is never replaced"
        raise RollcheckError([Problem(str(path), None, None, "exists", message)])
    now = doing(by)
    with whole_folder(path, private=True) as folder:
        signer = _new_signer(
            folder / SIGNING_KEY, (new_passphrase_file, no_passphrase), (token, token_key)
        )
        (folder / SETTINGS).write_text(settings_text(origin, token), encoding="utf-8")
        key = create_record(folder, origin, signer, (now.at, by), secrets.token_bytes)
    if as_json:
        print_json({"origin": origin, "key": str(key)})
        return
    click.echo(f"Made the record {origin} in {path}.")
    click.echo(f"Public key: {key}")


def _new_signer(
    file: Path, passphrase: tuple[Path | None, bool], token: tuple[str | None, str | None]
) -> Signer:
    command, public = token
    if (command is None) != (public is None):
        raise click.UsageError("--token and --token-key belong together.")
    if command is not None and public is not None:
        return token_signer(token_of(command), _public(public))
    passphrase_file, without = passphrase
    if passphrase_file:
        return make_key_file(file, read_passphrase(passphrase_file))
    if without:
        return make_key_file(file, None)
    asked = click.prompt(
        "Passphrase for the new key", hide_input=True, confirmation_prompt=True, err=True
    )
    return make_key_file(file, str(asked).encode())


def _public(text: str) -> bytes:
    try:
        public = b64decode(text, validate=True)
    except NotBase64:
        public = b""
    if len(public) != 32:
        raise click.UsageError("--token-key is 32 bytes in base64.")
    return public


@click.command()
@click.argument("path", type=PATH)
@BY
@PASSPHRASE_FILE
@NEW_PASSPHRASE
@NO_PASSPHRASE
@TOKEN
@TOKEN_KEY
@AS_JSON
def rotate(
    path: Path,
    by: str,
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    no_passphrase: bool,
    token: str | None,
    token_key: str | None,
    as_json: bool,
) -> None:
    """Hand over to a new signing key; the old one signs the change, and is then gone.

    Both keys sign a checkpoint, the old one before the change and the new one after it.
    """
    now = doing(by)
    with open_record(path, secrets.token_bytes) as opened:
        old = opened.verifier_key()
        signer = opened.signer(old, passphrase_of(opened.signing_key, passphrase_file))
        following = path / NEXT_KEY
        # The old key is in force, so what an interrupted rotation left there never was.
        following.unlink(missing_ok=True)
        new = _new_signer(following, (new_passphrase_file, no_passphrase), (token, token_key))
        sign_head(opened, old, signer, now)
        key = rotate_key(opened, (old, signer), new, now)
        with whole_file(path / SETTINGS) as file:
            file.write(settings_text(opened.origin, token))
        if token:
            opened.signing_key.unlink(missing_ok=True)
        else:
            following.replace(opened.signing_key)
        sign_head(opened, key, new, now)
    if as_json:
        print_json({"old_key": str(old), "key": str(key)})
        return
    click.echo(f"The new key signs from now on: {key}")
