"""The kinds of events that no command and no page writes yet, and what each waits for."""

from collections.abc import Mapping
from types import MappingProxyType

BY_HAND: Mapping[str, str] = MappingProxyType(
    {
        "deadline_set": "last days are computed from the rules, and none is set apart from them",
        "document_filed": "documents are not kept",
        "match_confirmed": "no page offers it: people look at every line",
        "signature_withdrawn": "a withdrawn signature is a finding, or a number in the petition",
        "bulk_applied": "no rule is applied to many lines at once",
        "examination_opened": "the examination is not worked in the program",
        "examiner_admitted": "the examination is not worked in the program",
        "line_examined": "the examination is not worked in the program",
        "challenge_made": "the examination is not worked in the program",
        "challenge_ruled": "the examination is not worked in the program",
        "examination_closed": "the examination is not worked in the program",
    }
)
"""By code. `rollcheck record append` puts them on a record by hand; an office has no page for them.

A test finds a kind that something writes after all, and one that nothing does.
"""
