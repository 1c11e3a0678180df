"""Signed notes: the vectors of C2SP signed-note and of Go's package, and malformed notes."""

from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.record.note import (
    ED25519,
    Note,
    SignatureLine,
    VerifierKey,
    read_key,
    read_note,
    signed_by,
    write_note,
)

NOTES = Path(__file__).parents[1] / "data" / "notes"
# The example of C2SP signed-note.
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (NOTES / "signed-note.txt").read_text(encoding="utf-8")
# The keys, text and signatures of the tests of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT, _, LINES = (NOTES / "go.txt").read_text(encoding="utf-8").partition("\n\n")
TEXT += "\n"
BY_PETER, BY_ENOCH = LINES.splitlines(keepends=True)


def note(text: str) -> Note:
    return read_note(text.encode())


def test_the_example_of_the_specification() -> None:
    key = read_key(SPEC_KEY)
    assert str(key) == SPEC_KEY
    assert signed_by(note(SPEC_NOTE), [key]) == key


def test_the_signature_of_the_go_package_is_made_again() -> None:
    kind_and_seed = b64decode(PETER_SECRET.removeprefix("PRIVATE+KEY+PeterNeumann+c74f20a3+"))
    private = Ed25519PrivateKey.from_private_bytes(kind_and_seed[1:])
    key = VerifierKey("PeterNeumann", ED25519, private.public_key().public_bytes_raw())
    assert str(key) == PETER
    made = write_note(TEXT, [SignatureLine(key.name, key.key_id, private.sign(TEXT.encode()))])
    assert str(made) == f"{TEXT}\n{BY_PETER}"


def test_known_signers_are_found_and_others_ignored() -> None:
    peter, enoch = read_key(PETER), read_key(ENOCH)
    both = note(f"{TEXT}\n{BY_PETER}{BY_ENOCH}")
    assert signed_by(both, [peter]) == peter
    assert signed_by(both, [enoch]) == enoch
    assert signed_by(both, []) is None
    assert signed_by(note(f"{TEXT}\n{BY_ENOCH}"), [peter]) is None


def test_a_false_line_under_a_known_name_spoils_the_note() -> None:
    spoilt = note(f"{TEXT}x\n\n{BY_PETER}")
    with pytest.raises(ValueError, match="PeterNeumann"):
        signed_by(spoilt, [read_key(PETER)])


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{BY_PETER[:-1]}",
        f"\x01{TEXT}\n{BY_PETER}",
        f"{TEXT}\r\n{BY_PETER}",
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad Name')}",
        f"{TEXT}\n{BY_PETER}Unexpected line.\n",
        f"{TEXT}\n{BY_PETER.replace('nAM=', 'nAN=')}",
        f"{TEXT}\n{BY_PETER.replace('—', '-')}",
        f"{TEXT}\n— PeterNeumann AAAA\n",
        f"{TEXT}\n{BY_PETER * 101}",
    ],
)
def test_malformed_notes_of_the_go_package_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        note(text)


def test_a_note_that_is_no_utf_8_is_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        read_note(b"\xff" + f"{TEXT}\n{BY_PETER}".encode())


def test_an_empty_line_may_stand_in_the_text() -> None:
    text = "one\n\ntwo\n"
    assert note(f"{text}\n{BY_PETER}").text == text


def test_every_mangled_key_is_refused() -> None:
    for start in range(len(PETER)):
        for end in range(start + 1, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(ValueError, match="key"):
                    read_key(PETER[start:end])
    for place in range(len(PETER)):
        changed = PETER[:place] + chr(ord(PETER[place]) + 1) + PETER[place + 1 :]
        with pytest.raises(ValueError, match="key"):
            read_key(changed)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_keys_of_another_length_or_algorithm_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        read_key(text)


@given(st.binary(min_size=32, max_size=32))
def test_a_signature_is_of_one_text_by_one_key(seed: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = VerifierKey("a", ED25519, private.public_key().public_bytes_raw())
    signature = private.sign(b"text")
    assert key.verifies(b"text", signature)
    assert not key.verifies(b"texts", signature)
    assert not key.verifies(b"text", signature[:-1])
    assert not VerifierKey("a", ED25519, bytes(32)).verifies(b"text", signature)
