"""Rollcheck verifies petition signatures against the voter roll and decides under the law."""

__version__ = "0.1.0"
