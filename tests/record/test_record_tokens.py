"""The signing programs printed in the docs sign with a key that this program never sees."""

import os
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from rollcheck.problems import RollcheckError
from rollcheck.record.note import ED25519, VerifierKey
from rollcheck.record.signing import token_signer

DOCS = Path(__file__).parents[2] / "docs" / "record.md"
MODULE = next(Path("/usr/lib").rglob("libsofthsm2.so"), None)
PYTHON = shutil.which("python3") or "python3"


def printed(block: str) -> str:
    """Return the one program of this kind in the docs."""
    pattern = rf"```{block}\n(.*?)```"
    (source,) = re.findall(pattern, DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return str(source)


def ran(*words: object, **more: str) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(shutil.which("ssh-agent") is None, reason="needs OpenSSH")
def test_a_key_in_an_ssh_agent_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, key = tmp_path / "sign-with-agent.py", tmp_path / "id"
    program.write_text(printed("python agent"))
    ran("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
    started = dict(re.findall(r"(SSH_\w+)=([^;]+);", ran("ssh-agent", "-s")))
    for name, value in started.items():
        monkeypatch.setenv(name, value)
    try:
        public = b64decode((tmp_path / "id.pub").read_text().split()[1])[-32:]
        signer = token_signer([PYTHON, str(program), b64encode(public).decode()], public)
        with pytest.raises(RollcheckError, match="did not sign"):
            signer.sign(b"a checkpoint")
        ran("ssh-add", "-q", key)
        signature = signer.sign(b"a checkpoint")
    finally:
        ran("ssh-agent", "-k")
    assert VerifierKey("a", ED25519, public).verifies(b"a checkpoint", signature)


@pytest.mark.skipif(
    MODULE is None or shutil.which("pkcs11-tool") is None, reason="needs SoftHSM 2 and OpenSC"
)
def test_a_pkcs_11_token_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tokens").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    for name, value in (("SOFTHSM2_CONF", tmp_path / "conf"), ("MODULE", MODULE), ("PIN", "1234")):
        monkeypatch.setenv(name, str(value))
    pins = ("--so-pin", "5678", "--pin", "1234")
    ran("softhsm2-util", "--init-token", "--free", "--label", "record", *pins)
    tool = ("pkcs11-tool", "--module", MODULE)
    made = ("--keypairgen", "--key-type", "EC:edwards25519", "--label", "signing", "--id", "01")
    ran(*tool, "--login", "--pin", "env:PIN", *made)
    listed = ran(*tool, "--list-objects", "--type", "pubkey", "--label", "signing")
    public = bytes.fromhex(re.findall(r"EC_POINT: *0420([0-9a-f]{64})", listed)[0])
    program = tmp_path / "sign-p11.sh"
    program.write_text(printed("sh token"))
    signer = token_signer(["sh", str(program)], public)
    signature = signer.sign(b"a checkpoint")
    assert VerifierKey("a", ED25519, public).verifies(b"a checkpoint", signature)
    monkeypatch.setenv("PIN", "0000")
    with pytest.raises(RollcheckError, match="did not sign"):
        signer.sign(b"a checkpoint")
