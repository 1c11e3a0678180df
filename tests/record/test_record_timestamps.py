"""Timestamps: what OpenSSL wrote is read and verified, and every altered byte of it is refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.record.check_entries import Walk
from rollcheck.record.check_heads import compare_timestamps
from rollcheck.record.der import der, der_number, der_oid, read_der
from rollcheck.record.findings import Gathered
from rollcheck.record.timestamp import imprint_of, nonce_of, read_reply, timestamp_request
from rollcheck.record.timestamp_check import _may_stamp, read_certificates, why_not

DATA = Path(__file__).parents[1] / "data" / "timestamps"
NONCE = 0x1122334455667788
CHECKPOINT = (DATA / "checkpoint.txt").read_bytes()
IMPRINT = imprint_of(CHECKPOINT)
AUTHORITY = read_certificates((DATA / "authority.pem").read_bytes())
ANOTHER = read_certificates((DATA / "another-authority.pem").read_bytes())
ACCEPTED = ["reply-rsa.tsr", "reply-sha1-id.tsr", "reply-ec.tsr"]


def reply(name: str) -> bytes:
    return (DATA / name).read_bytes()


def fault(data: bytes) -> str | None:
    try:
        return why_not(read_reply(data), IMPRINT, AUTHORITY, NONCE)
    except ValueError as error:
        return str(error) or "no timestamp"


def test_the_request_is_the_one_that_was_answered() -> None:
    assert timestamp_request(IMPRINT, NONCE) == reply("request.tsq")
    assert nonce_of(reply("request.tsq")) == NONCE


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_replies_of_openssl_hold(name: str) -> None:
    token = read_reply(reply(name))
    assert why_not(token, IMPRINT, AUTHORITY, NONCE) is None
    assert why_not(token, IMPRINT, AUTHORITY) is None
    assert token.time.utcoffset() is not None
    assert token.time.year >= 2022


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_bare_token_holds_too(name: str) -> None:
    token = read_der(reply(name)).parts()[1].whole
    assert fault(token) is None


def test_another_checkpoint_request_or_authority_is_refused() -> None:
    token = read_reply(reply("reply-rsa.tsr"))
    assert "something else" in str(why_not(token, imprint_of(b"other"), AUTHORITY))
    assert "nonce" in str(why_not(token, IMPRINT, AUTHORITY, NONCE + 1))
    assert "authority" in str(why_not(token, IMPRINT, ANOTHER))
    assert "authority" in str(why_not(token, IMPRINT, []))


def test_replies_that_are_no_timestamp_are_refused() -> None:
    assert "status 2" in str(fault(reply("refused.tsr")))
    assert "not over SHA-256" in str(fault(reply("reply-sha512.tsr")))
    assert fault(b"") == "not one DER value"
    assert fault(CHECKPOINT)


def test_a_timestamp_holds_with_the_checkpoint_it_is_kept_with() -> None:
    for name in ACCEPTED:
        gathered = Gathered()
        compare_timestamps([(5, reply(name))], {5: CHECKPOINT}, Walk(), AUTHORITY, gathered)
        assert (gathered.findings, gathered.open) == ([], [])
        compare_timestamps([(5, reply(name))], {5: b"another"}, Walk(), AUTHORITY, gathered)
        assert [finding.code for finding in gathered.findings] == ["timestamp"]


def test_a_certificate_for_something_else_may_not_stamp() -> None:
    (servers,) = read_certificates((DATA / "not-for-timestamps.pem").read_bytes())
    assert not _may_stamp(servers)


def signed_parts(data: bytes) -> list[tuple[int, int]]:
    """Where the parts stand that must not change: what is stamped, attributes, signature."""
    token = read_reply(data)
    version, signer_id, digest, attributes, algorithm, signature = token.signer.parts()
    assert (version.tag, signer_id.tag, digest.tag, algorithm.tag) == (2, 0x30, 0x30, 0x30)
    parts = [token.info, attributes.whole, signature.whole, read_certificate(data)]
    return [(data.index(part), len(part)) for part in parts]


def read_certificate(data: bytes) -> bytes:
    return read_reply(data).certificates[0]


@pytest.mark.parametrize("name", ACCEPTED)
@given(st.data())
def test_any_changed_byte_that_is_signed_is_refused(name: str, data: st.DataObject) -> None:
    whole = reply(name)
    start, length = data.draw(st.sampled_from(signed_parts(whole)))
    place = start + data.draw(st.integers(0, length - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
    assert fault(changed)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail_otherwise(data: bytes) -> None:
    assert fault(data)
    assert fault(reply("reply-rsa.tsr")[: len(data) * 20])


@pytest.mark.parametrize(
    "data", [b"\x30", b"\x30\x05\x01", b"\x30\x80\x00\x00", b"\x30\x81\x01\x00", b"\x1f\x01\x00"]
)
def test_what_is_no_der_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        read_der(data)


@given(st.integers(0, 2**70), st.binary(max_size=300))
def test_der_is_read_as_it_is_written(number: int, octets: bytes) -> None:
    value = read_der(der(0x30, der_number(number), der(0x04, octets)))
    first, second = value.parts()
    assert first.number() == number
    assert second.content == octets


def test_object_identifiers() -> None:
    assert der_oid("1.2.840.113549.1.7.2").hex() == "06092a864886f70d010702"


@pytest.mark.filterwarnings("ignore")  # the library warns of odd certificates
@settings(max_examples=60)
@given(st.sampled_from(ACCEPTED), st.data())
def test_no_damage_makes_the_check_fail_otherwise(name: str, data: st.DataObject) -> None:
    whole = reply(name)
    place = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(0, 8))
    damaged = whole[:place] + data.draw(st.binary(max_size=4)) + whole[place + cut :]
    # Bits that nothing signs, such as the words beside the status, may change.
    if fault(damaged) is None:
        token = read_reply(damaged)
        assert token.info == read_reply(whole).info
