"""What is wrong with an input and where, and what a long job tells the person waiting.

An expected failure is a value: a loader collects a ``Problem`` for everything it finds and
its caller raises them all at once as one ``RollcheckError``. A bug is an ordinary exception.
"""

from rollcheck.problems.problem import Problem, RollcheckError, raise_if_any
from rollcheck.problems.progress import Progress, silent
from rollcheck.problems.threads import Threads
from rollcheck.problems.whole_folder import whole_folder

__all__ = [
    "Problem",
    "Progress",
    "RollcheckError",
    "Threads",
    "raise_if_any",
    "silent",
    "whole_folder",
]
