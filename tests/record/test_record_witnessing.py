"""A witness signs growth and nothing else; the files are those of C2SP tlog-witness."""

import pytest
from test_record_checkpoints import SPEC, key_of, private_key

from rollcheck.merkle import consistency_proof, leaf_hash, root
from rollcheck.record.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from rollcheck.record.note import ED25519, Note
from rollcheck.record.witnessing import Request, read_request, refusal, write_request

# The request of C2SP tlog-witness, its second signature left out.
SPEC_REQUEST = (
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n" + SPEC[: SPEC.index("— witness")]
)
LEAVES = [leaf_hash(bytes([number])) for number in range(9)]
LOG = private_key("log")
KEY = key_of("a.example/log", ED25519, LOG)


def signed(leaves: list[bytes]) -> Note:
    return sign_checkpoint(Checkpoint(KEY.name, len(leaves), root(leaves)), KEY, LOG.sign)


def last(leaves: list[bytes]) -> tuple[Checkpoint, Note]:
    return read_checkpoint(str(signed(leaves)).encode())


def asked(old: int, leaves: list[bytes]) -> Request:
    return write_request(old, consistency_proof(leaves, old), signed(leaves))


def test_the_request_of_the_specification_is_read_and_written() -> None:
    request = read_request(SPEC_REQUEST.encode())
    assert request.old_size == 20852014
    assert [len(node) for node in request.proof] == [32] * 4
    assert str(request) == SPEC_REQUEST


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("old 2", "old  2"),
        ("old 2", "old 02"),
        ("old 2", "new 2"),
        ("PlRN", "PlR"),
        ("PlRN", "PlRNAAAA"),
        ("\n\n", "\n"),
        (
            "old 20852014\n",
            "old 20852014\n" + "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n" * 60,
        ),
    ],
)
def test_what_is_no_request_is_refused(part: str, other: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        read_request(SPEC_REQUEST.replace(part, other, 1).encode())


def test_a_first_and_a_grown_record_are_signed() -> None:
    assert refusal(asked(0, LEAVES[:3]), KEY, None) is None
    assert refusal(asked(3, LEAVES), KEY, last(LEAVES[:3])) is None
    assert refusal(asked(9, LEAVES), KEY, last(LEAVES)) is None


def test_a_rewritten_record_is_not_signed() -> None:
    rewritten = [leaf_hash(b"another"), *LEAVES[1:]]
    assert "entries were changed" in str(refusal(asked(3, rewritten), KEY, last(LEAVES[:3])))
    assert "entries were changed" in str(refusal(asked(9, rewritten), KEY, last(LEAVES)))


def test_a_proof_from_elsewhere_is_not_signed() -> None:
    assert "the last checkpoint signed has 3" in str(
        refusal(asked(2, LEAVES), KEY, last(LEAVES[:3]))
    )
    assert "the last checkpoint signed has 0" in str(refusal(asked(3, LEAVES), KEY, None))
    assert "the last checkpoint signed has 9" in str(
        refusal(asked(3, LEAVES[:3]), KEY, last(LEAVES))
    )
    with_proof = Request(0, (LEAVES[0],), *last(LEAVES))
    assert "no proof" in str(refusal(with_proof, KEY, None))


def test_another_record_or_key_is_not_signed() -> None:
    other = private_key("other")
    assert "another record" in str(
        refusal(asked(0, LEAVES), key_of("b.example", ED25519, LOG), None)
    )
    assert "not signed by" in str(refusal(asked(0, LEAVES), key_of(KEY.name, ED25519, other), None))
    forged = Note(signed(LEAVES[:3]).text, signed(LEAVES).signatures)
    assert "not signed by" in str(refusal(write_request(0, (), forged), KEY, None))
