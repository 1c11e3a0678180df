"""Weights estimated with Splink, written as a file that matching loads; never part of a run."""

from rollcheck.matching.tune.labels import load_labels
from rollcheck.matching.tune.tuned import Tuned, tune
from rollcheck.matching.tune.written import weights_text

__all__ = ["Tuned", "load_labels", "tune", "weights_text"]
