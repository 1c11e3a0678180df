"""Voter-file layouts as data, import, normalisation, snapshots, history."""

from rollcheck.roll.normalise import install_normalisation

__all__ = ["install_normalisation"]
