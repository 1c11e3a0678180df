"""Whether a timestamp is its authority's: RFC 3161 (2.2, 2.3), RFC 5652 (5.4), RFC 5816."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha1, sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from rollcheck.record.der import OCTETS, SEQUENCE, SET, Der, der, der_oid
from rollcheck.record.timestamp import EXPLICIT_0, SHA256_OID, TST_INFO, Token

CONTENT_TYPE = der_oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = der_oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE = der_oid("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2 = der_oid("1.2.840.113549.1.9.16.2.47")
DIGESTS: dict[bytes, HashAlgorithm] = {
    SHA256_OID: SHA256(),
    der_oid("2.16.840.1.101.3.4.2.2"): SHA384(),
    der_oid("2.16.840.1.101.3.4.2.3"): SHA512(),
}
LONGEST_CHAIN = 5
# How the library says that a certificate is not one that it reads.
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


def why_not(
    token: Token, imprint: bytes, authorities: Sequence[x509.Certificate], nonce: int | None = None
) -> str | None:
    """Return what is wrong with a timestamp, in words, or ``None`` where it holds.

    ``imprint`` is the SHA-256 that should have been stamped; ``authorities`` are certificates
    that are trusted, got by another way; ``nonce`` is the request's, where it is at hand.
    """
    if token.imprint != imprint:
        return "the timestamp is of something else"
    if nonce is not None and token.nonce != nonce:
        return "the timestamp does not answer this request: its nonce is another"
    try:
        return _signature_fault(token, authorities)
    except UNREADABLE:
        return "the timestamp's signature or certificate cannot be read"


def read_certificates(data: bytes) -> list[x509.Certificate]:
    """Read certificates from PEM or DER. Raises ``ValueError`` where there is none."""
    if b"-----BEGIN" in data:
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def _signature_fault(token: Token, authorities: Sequence[x509.Certificate]) -> str | None:
    _version, signer_id, digest, *rest = token.signer.expect(SEQUENCE).parts()
    algorithm = DIGESTS.get(digest.expect(SEQUENCE).first().whole)
    if algorithm is None or len(rest) < 3 or rest[0].tag != EXPLICIT_0:
        return "the timestamp is signed with an algorithm that is not accepted here"
    attributes = _attributes(rest[0])
    known = [x509.load_der_x509_certificate(one) for one in token.certificates]
    certificate = _signed_with(attributes, [*known, *authorities])
    if certificate is None or not _is_named(signer_id, certificate):
        return "the certificate that signed did not come with the timestamp"
    if not _binds(attributes, token, algorithm):
        return "the signature is of another timestamp"
    # What is signed is the attributes as a SET (RFC 5652, 5.4), not under the tag they came with.
    if not _verifies(
        certificate, rest[2].expect(OCTETS).content, der(SET, rest[0].content), algorithm
    ):
        return "the signature is not that of the certificate"
    if not _may_stamp(certificate):
        return "the certificate is not one for timestamps"
    if not _leads_to(certificate, known, authorities, token.time):
        return "the certificate is not one that the given authority issued, or was not valid then"
    return None


def _attributes(signed: Der) -> dict[bytes, Der]:
    """Return the signed attributes by object identifier; each has one value."""
    found = {}
    for attribute in signed.parts():
        kind, values = attribute.expect(SEQUENCE).parts()
        (found[kind.whole],) = values.expect(SET).parts()
    return found


def _signed_with(
    attributes: dict[bytes, Der], certificates: Iterable[x509.Certificate]
) -> x509.Certificate | None:
    """Return the certificate that the signer bound into the signature (RFC 3161, RFC 5816)."""
    for kind, digest in ((SIGNING_CERTIFICATE_V2, sha256), (SIGNING_CERTIFICATE, sha1)):
        if kind not in attributes:
            continue
        first = attributes[kind].first().first()
        # SHA-256 is ESSCertIDv2's default and then left out, so the hash may stand first.
        octets = [part for part in first.parts() if part.tag == OCTETS]
        if not octets:
            continue
        for certificate in certificates:
            if digest(_der_of(certificate)).digest() == octets[0].content:
                return certificate
        return None
    return None


def _der_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _is_named(signer_id: Der, certificate: x509.Certificate) -> bool:
    """Tell whether SignerInfo names this certificate, by issuer and serial number."""
    if signer_id.tag != SEQUENCE:
        return True
    issuer, serial = signer_id.parts()
    return serial.number() == certificate.serial_number and issuer.whole == (
        certificate.issuer.public_bytes()
    )


def _binds(attributes: dict[bytes, Der], token: Token, algorithm: HashAlgorithm) -> bool:
    """Tell whether the signed attributes are about this TSTInfo."""
    digest = Hash(algorithm)
    digest.update(token.info)
    kind, stated = attributes.get(CONTENT_TYPE), attributes.get(MESSAGE_DIGEST)
    return (
        kind is not None
        and kind.whole == TST_INFO
        and stated is not None
        and stated.expect(OCTETS).content == digest.finalize()
    )


def _verifies(
    certificate: x509.Certificate, signature: bytes, message: bytes, algorithm: HashAlgorithm
) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(algorithm))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _may_stamp(certificate: x509.Certificate) -> bool:
    """Tell whether the certificate is for timestamps alone, critically so (RFC 3161, 2.3)."""
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _leads_to(
    certificate: x509.Certificate,
    known: Sequence[x509.Certificate],
    authorities: Sequence[x509.Certificate],
    time: datetime,
) -> bool:
    """Tell whether a chain of certificates, all valid at that time, ends in a trusted one."""
    current = certificate
    for _ in range(LONGEST_CHAIN):
        if not current.not_valid_before_utc <= time <= current.not_valid_after_utc:
            return False
        if current in authorities:
            return True
        issuer = next((one for one in (*authorities, *known) if _issued(one, current)), None)
        if issuer is None:
            return False
        current = issuer
    return False


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints)
    except (InvalidSignature, *UNREADABLE):
        return False
    return constraints.value.ca
