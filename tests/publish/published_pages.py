"""A publication of the 2022 numbers, with everything that a bundle's pages can say."""

from datetime import date
from typing import Any

from publish_states import with_files

from rollcheck.publish.publication import Change, Edition, Publication, Release, Signed
from rollcheck.record.checkpoint import Checkpoint

BANDS = ((90, 100, 40), (80, 90, 120), (50, 80, 310), (0, 50, 12))


def whole_result() -> dict[str, Any]:
    """Return the 2022 numbers with files, sections and an earlier attempt."""
    outcome = "too few signatures were collected, and it was never filed"
    title = "Recall of the District Attorney"
    return with_files() | {
        "earlier": [{"title": title, "ended_on": "2021-09-16", "outcome": outcome}],
        "sections": [
            {
                "percent_from": low,
                "percent_to": high,
                "sections": sections,
                "lines": sections * 100,
                "valid": sections * (low + high) // 2,
            }
            for low, high, sections in BANDS
        ],
    }


def audit_report() -> dict[str, Any]:
    """Return as much of an audit's report as the pages read."""
    return {
        "conclusion_text": "Confirmed: the risk limit is reached",
        "drawn": 60,
        "reviewed": 60,
        "risk_limit": 0.05,
        "required": [
            {
                "required": 566_857,
                "risk": 0.0312,
                "voters_against": 3,
                "conclusion_text": "Confirmed: the risk limit is reached",
            }
        ],
    }


def publication(*, certified: bool = True, audited: bool = True) -> Publication:
    """Return a second edition; before certification the embargo was lifted."""
    changes = (Change("counts.valid", "520049", "520050"), Change("reason other", "9332", "9331"))
    day = date(2022, 8, 15) if certified else None
    return Publication(
        release=Release(day, None if certified else "a court asked"),
        signed=Signed("elections.example.gov/record", "0123 " * 15 + "0123"),
        evidence="ab" * 32,
        checkpoint=Checkpoint("elections.example.gov/record", 1_234, b"\x07" * 32),
        audit=audit_report() if audited else None,
        edition=2,
        history=(Edition(1, "ef" * 32, {"why": "certified", "on": "2022-08-01"}, changes),),
    )
