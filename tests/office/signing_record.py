"""An office whose record is signed, and a witness and an authority outside of it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile

from rollcheck.cli.app import run_command
from rollcheck.office.place import OfficePlace
from rollcheck.record.checkpoint import cosign, read_checkpoint
from rollcheck.record.note import COSIGNATURE, VerifierKey

AT = "/record/"
Checked = tuple[int, dict[str, Any]]


class Observer:
    """A witness with a key of its own."""

    def __init__(self, name: str = "observer.example.org") -> None:
        self._key = Ed25519PrivateKey.generate()
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = VerifierKey(name, COSIGNATURE, public)

    def line(self, note: bytes, time: int = 1_790_000_000) -> bytes:
        _checkpoint, read = read_checkpoint(note)
        return f"{cosign(read, self.key, self._key.sign, time)}\n".encode()


def checked(place: OfficePlace, capsys: pytest.CaptureFixture[str], *more: str) -> Checked:
    """What `rollcheck record check` of the office ends with and says."""
    capsys.readouterr()
    code = run_command(["record", "check", str(place.folder), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def upload(content: bytes, name: str = "file") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def authority(folder: Path) -> Callable[[bytes], bytes]:
    """Make a timestamp authority with OpenSSL; its certificate is authority.pem."""
    (folder / "ca.conf").write_text(AUTHORITY)
    _openssl(
        folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-keyout", "key.pem", "-out", "authority.pem", "-days", "30", "-config", "ca.conf",
    )  # fmt: skip
    (folder / "serial").write_text("01\n")

    def reply(asked: bytes) -> bytes:
        (folder / "request.tsq").write_bytes(asked)
        _openssl(
            folder, "ts", "-reply", "-config", "ca.conf", "-queryfile", "request.tsq",
            "-out", "reply.tsr",
        )  # fmt: skip
        return (folder / "reply.tsr").read_bytes()

    return reply


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


AUTHORITY = """
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = Time of Example County
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = authority.pem
certs = authority.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
