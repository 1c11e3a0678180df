"""What the machine may propose for a line, declared once."""

from collections.abc import Mapping
from types import MappingProxyType

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "matched": "One voter, registered in time, at the address given",
        "different_address": "One voter, but the address on the roll is another",
        "canceled": "One voter, whose registration was canceled before the line was signed",
        "out_of_jurisdiction": "One voter, registered outside the county or district",
        "registered_late": "One voter, whose registration came too late to count",
        "registration_unclear": "One voter; the dates known do not settle whether it counts",
        "confidential": "One voter with a confidential record: for a cleared person only",
        "ambiguous": "One or more voters it could be, none for certain",
        "none": "No voter found",
    }
)
"""Outcome code to its meaning, in the order in which reports list them."""
