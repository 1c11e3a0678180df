"""Matching on Spark: the same kernel over partitions of the lines, the same findings."""

from rollcheck.matching.spark.engine import Spark
from rollcheck.matching.spark.session import open_session, refuse_missing

__all__ = ["Spark", "open_session", "refuse_missing"]
