"""The kinds of events that no command and no page writes by itself, and what each is for."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMINATION = "for what is done in the room; the program does not work the examination"
BY_HAND: Mapping[str, str] = MappingProxyType(
    {
        "deadline_set": "for a last day that a court sets; the law's own are computed",
        "document_filed": "for a letter or an order on paper; the program keeps none",
        "match_confirmed": "for another system's machine; here people look at every line",
        "signature_withdrawn": "for the signer's request; what counts is the finding on the line",
        "bulk_applied": "for another system's act; here each line is decided by itself",
        "examination_opened": EXAMINATION,
        "examiner_admitted": EXAMINATION,
        "line_examined": EXAMINATION,
        "challenge_made": EXAMINATION,
        "challenge_ruled": EXAMINATION,
        "examination_closed": EXAMINATION,
    }
)
"""By code. `rollcheck record append` puts them on a record by hand; an office has no page for them.

A test finds a kind that something writes after all, and one that nothing does.
"""
