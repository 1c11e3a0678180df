"""The reasons for which a line may be found invalid, declared once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "not_registered": "Nobody of that name is registered at that address",
        "registered_late": "The registration came too late to count",
        "canceled": "The registration was canceled before the line was signed",
        "out_of_jurisdiction": "The voter is registered outside the county or district",
        "different_address": "The voter is registered at another address",
        "address_missing": "The line gives no address",
        "address_not_residence": "The address is not a residence, such as a P.O. box alone",
        "duplicate": "The voter has signed before",
        "signature_mismatch": "The signature differs from the voter's signatures on file",
        "signature_missing": "The line has no signature",
        "not_own_hand": "What the signer must write was written by somebody else",
        "date_missing": "The line has no date",
        "date_outside_circulation": "The line was signed outside the time of circulation",
        "illegible": "The line cannot be read well enough to find a voter",
        "withdrawn": "The signer took the signature back in time",
        "ineligible": "The voter may not sign this petition",
        "circulator_defect": "The circulator's declaration is missing or defective",
        "sheet_defect": "The section or sheet does not meet the form that the law asks for",
        "other": "Another reason, stated in the note",
    }
)
"""Reason code to its meaning, in the order in which reports list them."""


ROLES = ("reviewer", "adjudicator", "supervisor")
"""Who may be allowed to apply a reason."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a place knows it.

    ``label`` is the office's own words where ``label_basis`` is "office", ours where it is
    "rollcheck". ``people`` is how many different people must find it before the line is
    rejected, by ``people_basis``: "law", or "policy" of the office. ``who`` are the roles that
    may apply it.
    """

    code: str
    label: str
    label_basis: str
    citation: str
    verified: bool
    mark: str
    governed_by: str
    people: int
    people_basis: str
    who: tuple[str, ...]
    note: str = ""
