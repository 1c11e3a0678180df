"""The case itself: determinations, how many eyes a reason takes, the tally, the run."""

from rollcheck.petition.matching_rules import matching_rules
from rollcheck.petition.public import public_result
from rollcheck.petition.result import Result
from rollcheck.petition.run import Run, run_petition

__all__ = ["Result", "Run", "matching_rules", "public_result", "run_petition"]
