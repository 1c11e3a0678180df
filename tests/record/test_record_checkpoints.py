"""Checkpoints and cosignatures: the specifications' examples, a published log, what is refused."""

from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rollcheck.merkle import leaf_hash
from rollcheck.record.checkpoint import (
    Checkpoint,
    cosign,
    cosigned_at,
    cosigned_message,
    read_checkpoint,
    sign_checkpoint,
    with_signatures,
)
from rollcheck.record.note import COSIGNATURE, ED25519, VerifierKey, read_key, signed_by

NOTES = Path(__file__).parents[1] / "data" / "notes"
# The example of C2SP tlog-cosignature; its keys are not published.
SPEC = (NOTES / "cosigned.txt").read_text(encoding="utf-8")
# A checkpoint that a public log signed and public witnesses cosigned, with the keys that the log
# and one of the witnesses publish.
PUBLIC = (NOTES / "public-log.txt").read_text(encoding="utf-8")
PUBLIC_LOG = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
PUBLIC_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
# The tree of the tests of golang.org/x/mod/sumdb/tlog: 123,456,789,012 times anything, whose root
# is the hash of one leaf.
GO_TREE = "go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n"


def private_key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())


def key_of(name: str, kind: int, private: Ed25519PrivateKey) -> VerifierKey:
    return VerifierKey(name, kind, private.public_key().public_bytes_raw())


def test_the_example_of_the_specification_is_read() -> None:
    checkpoint, note = read_checkpoint(SPEC.encode())
    root = b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint == Checkpoint("example.com/behind-the-sofa", 20852163, root)
    assert str(note) == SPEC
    assert checkpoint.text() == note.text


def test_the_cosigned_message_of_the_specification() -> None:
    _, note = read_checkpoint(SPEC.encode())
    assert int.from_bytes(note.signatures[1].signature[:8]) == 1679315147
    assert cosigned_message(note.text, 1679315147).decode() == (
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_the_tree_of_the_go_package() -> None:
    assert (
        Checkpoint("go.sum database tree", 123456789012, leaf_hash(b"hello world")).text()
        == GO_TREE
    )


def test_a_published_log_and_its_witness_are_verified() -> None:
    _, note = read_checkpoint(PUBLIC.encode())
    log, witness = read_key(PUBLIC_LOG), read_key(PUBLIC_WITNESS)
    assert signed_by(note, [log]) == log
    assert cosigned_at(note, witness) == 0x6A122120


def test_a_published_checkpoint_of_another_size_is_refused() -> None:
    _, note = read_checkpoint(PUBLIC.replace("1432088532", "1432088533").encode())
    with pytest.raises(ValueError, match="is not that key's"):
        signed_by(note, [read_key(PUBLIC_LOG)])
    with pytest.raises(ValueError, match="is not that witness's"):
        cosigned_at(note, read_key(PUBLIC_WITNESS))


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("20852163", "020852163"),
        ("20852163", "-1"),
        ("20852163", "0x13e"),
        ("20852163", ""),
        ("CsUY", "AAAACsUY"),
        ("q2I=", "q2J="),
        ("q2I=", "q2I"),
        ("20852163\nCsUY", "CsUY"),
        ("q2I=\n", "q2I=\nan extension\n"),
        ("example.com/behind-the-sofa\n208", "\n208"),
    ],
)
def test_what_is_no_checkpoint_is_refused(part: str, other: str) -> None:
    assert part in SPEC
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        read_checkpoint(SPEC.replace(part, other, 1).encode())


def test_what_is_signed_and_cosigned_verifies() -> None:
    log, witness = private_key("log"), private_key("witness")
    log_key = key_of("a.example/log", ED25519, log)
    witness_key = key_of("w.example", COSIGNATURE, witness)
    note = sign_checkpoint(Checkpoint("a.example/log", 3, leaf_hash(b"")), log_key, log.sign)
    line = cosign(note, witness_key, witness.sign, 1679315147)
    both = with_signatures(with_signatures(note, (line,)), (line,))
    assert len(both.signatures) == 2
    assert signed_by(both, [log_key]) == log_key
    assert cosigned_at(both, witness_key) == 1679315147
    assert cosigned_at(note, witness_key) is None


def test_a_cosignature_at_another_time_is_refused() -> None:
    log, witness = private_key("log"), private_key("witness")
    witness_key = key_of("w.example", COSIGNATURE, witness)
    checkpoint = Checkpoint("a.example/log", 3, leaf_hash(b""))
    note = sign_checkpoint(checkpoint, key_of("a.example/log", ED25519, log), log.sign)
    line = cosign(note, witness_key, witness.sign, 1679315147)
    _, moved = read_checkpoint(str(with_signatures(note, (line,))).encode())
    assert cosigned_at(moved, witness_key) == 1679315147
    later = line.signature[:7] + bytes([line.signature[7] ^ 1]) + line.signature[8:]
    for signature in (later, line.signature[:-1], line.signature + b"x"):
        changed = type(line)(line.name, line.key_id, signature)
        with pytest.raises(ValueError, match="not that witness's"):
            cosigned_at(with_signatures(note, (changed,)), witness_key)


def test_the_wrong_key_signs_nothing() -> None:
    log, other = private_key("log"), private_key("other")
    checkpoint = Checkpoint("a.example/log", 3, leaf_hash(b""))
    key = key_of("a.example/log", ED25519, log)
    with pytest.raises(ValueError, match="wrong key"):
        sign_checkpoint(checkpoint, key, other.sign)
    with pytest.raises(ValueError, match="own name"):
        sign_checkpoint(checkpoint, key_of("b.example/log", ED25519, log), log.sign)
    note = sign_checkpoint(checkpoint, key, log.sign)
    with pytest.raises(ValueError, match="of the type cosignature"):
        cosign(note, key, log.sign, 1)
    with pytest.raises(ValueError, match="wrong key"):
        cosign(note, key_of("w", COSIGNATURE, log), other.sign, 1)
