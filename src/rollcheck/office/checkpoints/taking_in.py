"""What witnesses and timestamp authorities sent, taken in: hostile until it is verified."""

from datetime import UTC
from typing import TYPE_CHECKING

from cryptography.x509 import Certificate
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import act
from rollcheck.office.checkpoints.models import Checkpoint, Cosignature, Timestamp, Witness
from rollcheck.record.events.upkeep import CheckpointTimestamped, CheckpointWitnessed
from rollcheck.record.heads import time_signed
from rollcheck.record.note import DASH, SignatureLine, read_signature
from rollcheck.record.timestamp import imprint_of, read_reply
from rollcheck.record.timestamp_check import read_certificates, why_not

if TYPE_CHECKING:
    from rollcheck.office.people.models import Person

MOST_BYTES = 1 << 18
MOST_LINES = 20
LONGEST_NAME = 300


def take_cosignatures(data: bytes, by: "Person") -> list[Cosignature]:
    """Keep the lines of named witnesses in a file: alone, or under a checkpoint of this record.

    Raises ``ValidationError`` where there is none; what is here already is no mistake.
    """
    found = [(line, _signed_by_a_witness(line)) for line in _lines(data)]
    signed = [(line, *head) for line, head in found if head is not None]
    if not signed:
        raise ValidationError(_("No named witness signed a checkpoint of this record with it."))
    kept = []
    for line, size, time in signed:
        here = Cosignature.objects.filter(checkpoint=size, line=str(line).encode())
        if not here.exists():
            kept.append(act(CheckpointWitnessed(size, line.name, time), by=by, aside=line))
    return kept


def take_timestamp(reply: bytes, authority: bytes, by: "Person") -> Timestamp:
    """Keep an authority's reply about a checkpoint, verified by the certificates given.

    Raises ``ValidationError`` where it does not hold.
    """
    try:
        trusted = read_certificates(authority)
    except ValueError:
        raise ValidationError({"authority": _("This holds no certificate.")}) from None
    try:
        token = read_reply(reply)
    except ValueError:
        raise ValidationError({"reply": _("This is no timestamp.")}) from None
    for checkpoint in Checkpoint.objects.order_by("-size").iterator():
        if imprint_of(bytes(checkpoint.note)) == token.imprint:
            break
    else:
        raise ValidationError({"reply": _("The timestamp is of no checkpoint of this record.")})
    if why_not(token, token.imprint, trusted) is not None:
        message = _("The timestamp does not hold: the authority given did not sign it.")
        raise ValidationError({"reply": message})
    time = token.time.astimezone(UTC).isoformat(timespec="seconds")
    name = _name_of(trusted[0])
    kept: Timestamp = act(CheckpointTimestamped(checkpoint.size, time, name), by=by, aside=reply)
    return kept


def _name_of(certificate: Certificate) -> str:
    try:
        return certificate.subject.rfc4514_string()[:LONGEST_NAME]
    except ValueError:
        return ""


def _lines(data: bytes) -> list[SignatureLine]:
    try:
        texts = [one for one in data.decode().splitlines() if one.startswith(DASH)]
        lines = [read_signature(one) for one in texts[: MOST_LINES + 1]]
    except ValueError:
        lines = []
    if not 0 < len(lines) <= MOST_LINES:
        raise ValidationError(_("This holds no lines of signature; ask the witness again."))
    return lines


def _signed_by_a_witness(line: SignatureLine) -> tuple[int, int] | None:
    """Return the newest checkpoint that a named witness signed with a line, by size, and when."""
    known = [one.verifier for one in Witness.objects.all()]
    known = [one for one in known if (one.name, one.key_id) == (line.name, line.key_id)]
    if not known:
        return None
    for checkpoint in Checkpoint.objects.order_by("-size").iterator():
        time = time_signed(bytes(checkpoint.note), line, known)
        if time is not None:
            return checkpoint.size, time
    return None
