"""What somebody else recorded between the reading of a record and an act that rests on it.

Each check is made inside the transaction that appends the act: of two people who publish or
certify at the same moment one is first, and the other is told.
"""

from collections.abc import Iterable

from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.entry import Entry
from rollcheck.record.event_type import Event, type_of
from rollcheck.record.events.decision import CertificateAmended, CertificateIssued

CERTIFICATES = ("certificate_issued", "certificate_amended")
DECISIVE = (*CERTIFICATES, "run_finished", "embargo_lifted", "bundle_published")
"""The types of entries that what is published of a petition rests on."""


def refuse_overtaken(entries: Iterable[Entry], petition: str, since: int) -> None:
    """Raise ``RollcheckError`` for a decisive entry of a petition from the number ``since`` on.

    ``entries`` are those of the types ``DECISIVE``, read under the lock of the record.
    """
    later = [one for one in entries if one.petition == petition and one.seq >= since]
    if later:
        first = later[0]
        message = (
            f"{first.actor} was faster: entry {first.seq:,} of the record, "
            f"{first.type.label.lower()}; look at it, then do this again where it still stands"
        )
        raise RollcheckError([Problem("", None, None, "overtaken", message)])


def refuse_second_certificate(entries: Iterable[Entry], petition: str, happened: Event) -> None:
    """Raise ``RollcheckError`` where a petition has a certificate, or none that is amended.

    ``entries`` are those of the types ``CERTIFICATES``, read under the lock of the record;
    ``happened`` is any event.
    """
    stands = next((one for one in entries if one.petition == petition), None)
    if isinstance(happened, CertificateIssued) and stands is not None:
        message = (
            f"entry {stands.seq:,} of the record has a certificate of this petition; another that "
            "takes its place is certificate_amended, which says why"
        )
        raise RollcheckError([Problem("", None, None, "certificate_issued", message)])
    if isinstance(happened, CertificateAmended) and stands is None:
        message = f"the petition has no certificate; {type_of(happened).code} takes one's place"
        raise RollcheckError([Problem("", None, None, "nothing_to_amend", message)])
