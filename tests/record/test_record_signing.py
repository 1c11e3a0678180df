"""Keys: private files, passphrases, a token that signs, and what is refused."""

import sys
from pathlib import Path

import pytest
from record_cases import Bytes

from rollcheck.problems import RollcheckError
from rollcheck.record.content_keys import KeyFolder
from rollcheck.record.note import ED25519, VerifierKey
from rollcheck.record.signing import (
    is_encrypted,
    make_key_file,
    read_key_file,
    read_private,
    token_signer,
    write_private,
)


def code_of(error: pytest.ExceptionInfo[RollcheckError]) -> str:
    (problem,) = error.value.problems
    return problem.code


@pytest.mark.parametrize("passphrase", [None, b"correct horse battery staple"])
def test_a_key_is_written_privately_and_read_back(tmp_path: Path, passphrase: bytes | None) -> None:
    made = make_key_file(tmp_path / "k.pem", passphrase)
    assert (tmp_path / "k.pem").stat().st_mode & 0o777 == 0o600
    assert is_encrypted(tmp_path / "k.pem") is (passphrase is not None)
    read = read_key_file(tmp_path / "k.pem", passphrase)
    assert read.public == made.public
    assert VerifierKey("a", ED25519, made.public).verifies(b"message", read.sign(b"message"))


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    make_key_file(tmp_path / "k.pem", None)
    (tmp_path / "k.pem").chmod(0o640)
    with pytest.raises(RollcheckError) as error:
        read_key_file(tmp_path / "k.pem", None)
    assert code_of(error) == "key_open_to_others"
    assert "chmod 600" in str(error.value)


def test_a_key_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key_file(tmp_path / "k.pem", None)
    owner = (tmp_path / "k.pem").stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    with pytest.raises(RollcheckError) as error:
        read_key_file(tmp_path / "k.pem", None)
    assert code_of(error) == "key_of_another"


@pytest.mark.parametrize(("made_with", "given"), [(b"one", b"two"), (b"one", None), (None, b"one")])
def test_another_passphrase_opens_nothing(
    tmp_path: Path, made_with: bytes | None, given: bytes | None
) -> None:
    make_key_file(tmp_path / "k.pem", made_with)
    with pytest.raises(RollcheckError) as error:
        read_key_file(tmp_path / "k.pem", given)
    assert code_of(error) == "key_not_opened"


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    write_private(tmp_path / "k.pem", b"old")
    with pytest.raises(RollcheckError) as error:
        make_key_file(tmp_path / "k.pem", None)
    assert code_of(error) == "exists"
    assert read_private(tmp_path / "k.pem") == b"old"


def test_a_file_that_is_no_ed25519_key_is_refused(tmp_path: Path) -> None:
    write_private(tmp_path / "k.pem", b"not a key")
    with pytest.raises(RollcheckError) as error:
        read_key_file(tmp_path / "k.pem", None)
    assert code_of(error) == "key_not_opened"


TOKEN = """
import base64, sys
from pathlib import Path
from rollcheck.record.signing import read_key_file
signature = read_key_file(Path(sys.argv[1]), None).sign(sys.stdin.buffer.read())
print(base64.b64encode(signature).decode())
"""


def test_a_token_signs(tmp_path: Path) -> None:
    made = make_key_file(tmp_path / "inside-the-token.pem", None)
    (tmp_path / "signing_program.py").write_text(TOKEN)
    command = [
        sys.executable,
        str(tmp_path / "signing_program.py"),
        str(tmp_path / "inside-the-token.pem"),
    ]
    signer = token_signer(command, made.public)
    signature = signer.sign(b"a message\nof two lines\n")
    assert VerifierKey("a", ED25519, signer.public).verifies(
        b"a message\nof two lines\n", signature
    )


@pytest.mark.parametrize("program", ["raise SystemExit(7)", "print('AAAA')", "print('not base64')"])
def test_a_token_that_does_not_sign_is_refused(program: str) -> None:
    signer = token_signer([sys.executable, "-c", program], bytes(32))
    with pytest.raises(RollcheckError) as error:
        signer.sign(b"message")
    assert code_of(error) == "token_failed"


def test_a_token_that_is_too_slow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rollcheck.record.signing.TOKEN_SECONDS", 0.01)
    signer = token_signer([sys.executable, "-c", "import time; time.sleep(60)"], bytes(32))
    with pytest.raises(RollcheckError, match="took over"):
        signer.sign(b"message")


def test_content_keys_are_private_one_for_each_petition(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path, Bytes())
    first, second = keys.key("a"), keys.key("")
    assert first != second
    assert {path.name for path in tmp_path.iterdir()} == {"a.key", "_office.key"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in tmp_path.iterdir())
    again = KeyFolder(tmp_path, Bytes("another"))
    assert (again.key("a"), again.key("")) == (first, second)
    assert again.existing("b") is None


def test_a_destroyed_key_is_gone_and_stays_gone(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path, Bytes())
    keys.key("a")
    keys.destroy("a")
    assert (tmp_path / "a.key").read_bytes() == b""
    for folder in (keys, KeyFolder(tmp_path, Bytes())):
        assert folder.existing("a") == b""
        with pytest.raises(RollcheckError) as error:
            folder.key("a")
        assert code_of(error) == "content_destroyed"
