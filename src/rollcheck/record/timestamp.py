"""Timestamps by RFC 3161, by file: the request to an authority, and what its reply says."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from rollcheck.record.der import (
    BOOLEAN,
    GENERALIZED_TIME,
    INTEGER,
    NULL,
    OCTETS,
    SEQUENCE,
    SET,
    Der,
    der,
    der_number,
    der_oid,
    read_der,
)

SHA256_OID = der_oid("2.16.840.1.101.3.4.2.1")
SIGNED_DATA = der_oid("1.2.840.113549.1.7.2")
TST_INFO = der_oid("1.2.840.113549.1.9.16.1.4")
VERSION_1 = der_number(1)
GRANTED = (0, 1)
EXPLICIT_0 = 0xA0


@dataclass(frozen=True, slots=True)
class Token:
    """A timestamp as an authority gave it; its signature is not yet verified.

    ``imprint`` is the SHA-256 that was stamped, ``time`` the authority's time in UTC, ``info`` the
    bytes that are signed about, ``signer`` the SignerInfo, ``certificates`` those that came along
    (DER each).
    """

    imprint: bytes
    time: datetime
    nonce: int | None
    info: bytes
    signer: Der
    certificates: tuple[bytes, ...]


def imprint_of(message: bytes) -> bytes:
    """Return what is stamped of a message: its SHA-256."""
    return sha256(message).digest()


def timestamp_request(imprint: bytes, nonce: int) -> bytes:
    """Return a TimeStampReq (RFC 3161, 2.4.1) in DER for a SHA-256, asking for the certificate."""
    algorithm = der(SEQUENCE, SHA256_OID, der(NULL))
    message = der(SEQUENCE, algorithm, der(OCTETS, imprint))
    return der(SEQUENCE, VERSION_1, message, der_number(nonce), der(BOOLEAN, b"\xff"))


def nonce_of(request: bytes) -> int | None:
    """Return the nonce of a request. Raises ``ValueError`` where it is no TimeStampReq."""
    _version, _message, *options = read_der(request).expect(SEQUENCE).parts()
    return next((one.number() for one in options if one.tag == INTEGER), None)


def read_reply(data: bytes) -> Token:
    """Read a TimeStampResp (RFC 3161, 2.4.2), or the bare token in one.

    Raises ``ValueError`` where the authority refused, or where it is no timestamp over SHA-256.
    """
    parts = read_der(data).expect(SEQUENCE).parts()
    if parts and parts[0].whole == SIGNED_DATA:
        return _token(parts)
    status = parts[0].expect(SEQUENCE).first().number() if parts else -1
    if status not in GRANTED or len(parts) != 2:
        raise ValueError(f"the authority gave no timestamp (status {status})")
    return _token(parts[1].expect(SEQUENCE).parts())


def _token(parts: tuple[Der, ...]) -> Token:
    """Read a ContentInfo that holds SignedData over a TSTInfo (RFC 5652, 3 and 5)."""
    if len(parts) != 2 or parts[0].whole != SIGNED_DATA:
        raise ValueError("no signed data")
    (data,) = parts[1].expect(EXPLICIT_0).parts()
    _version, _algorithms, content, *rest = data.expect(SEQUENCE).parts()
    kind, *wrapped = content.expect(SEQUENCE).parts()
    if kind.whole != TST_INFO or len(wrapped) != 1:
        raise ValueError("the signed data is no timestamp")
    info = wrapped[0].expect(EXPLICIT_0).first().expect(OCTETS).content
    certificates = tuple(
        one.whole for part in rest if part.tag == EXPLICIT_0 for one in part.parts()
    )
    signers = rest[-1].expect(SET).parts() if rest else ()
    if len(signers) != 1:
        raise ValueError("a timestamp has one signer")
    return _with_info(info, signers[0], certificates)


def _with_info(info: bytes, signer: Der, certificates: tuple[bytes, ...]) -> Token:
    """Read a TSTInfo (RFC 3161, 2.4.2): version, policy, imprint, serial, time, options."""
    version, _policy, message, _serial, time, *options = read_der(info).expect(SEQUENCE).parts()
    algorithm, imprint = message.expect(SEQUENCE).parts()
    if version.number() != 1 or algorithm.expect(SEQUENCE).first().whole != SHA256_OID:
        raise ValueError("the timestamp is not over SHA-256")
    nonce = next((one.number() for one in options if one.tag == INTEGER), None)
    return Token(
        imprint=imprint.expect(OCTETS).content,
        time=_time(time.expect(GENERALIZED_TIME).content),
        nonce=nonce,
        info=info,
        signer=signer,
        certificates=certificates,
    )


def _time(content: bytes) -> datetime:
    """Read a GeneralizedTime as RFC 3161 restricts it: UTC, with or without fractions."""
    whole, _, fraction = content.decode("ascii").removesuffix("Z").partition(".")
    if not content.endswith(b"Z") or len(whole) != 14 or not (whole + fraction).isdigit():
        raise ValueError("the timestamp's time is not in UTC")
    time = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return time.replace(microsecond=int(fraction[:6].ljust(6, "0")))
