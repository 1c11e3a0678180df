"""Synthetic rolls, petitions and people's determinations, by seed, and what scores them.

``make_demo`` makes the data, ``run_demo`` does the whole job on it, and ``score`` compares a run
with the truth, which nothing else reads. ``found`` and ``by_group`` measure anybody's proposals,
given as ``Judged``.
"""

from rollcheck.demo.judged import Found, Judged, by_group, found, sure_enough
from rollcheck.demo.make import make_demo
from rollcheck.demo.noise import noise_settings
from rollcheck.demo.office_case import OfficeCase, make_office_case
from rollcheck.demo.office_days import OfficeClock, OfficeDays, office_days
from rollcheck.demo.office_looks import Look
from rollcheck.demo.score import Findings, Score, score
from rollcheck.demo.shape import LARGEST_SCALE, SMALLEST_SCALE
from rollcheck.demo.whole import WholeDemo, run_demo

__all__ = [
    "LARGEST_SCALE",
    "SMALLEST_SCALE",
    "Findings",
    "Found",
    "Judged",
    "Look",
    "OfficeCase",
    "OfficeClock",
    "OfficeDays",
    "Score",
    "WholeDemo",
    "by_group",
    "found",
    "make_demo",
    "make_office_case",
    "noise_settings",
    "office_days",
    "run_demo",
    "score",
    "sure_enough",
]
