"""Synthetic rolls, petitions and people's determinations, by seed, and what scores them."""

from rollcheck.demo.make import make_demo
from rollcheck.demo.noise import noise_settings
from rollcheck.demo.shape import LARGEST_SCALE, SMALLEST_SCALE

__all__ = ["LARGEST_SCALE", "SMALLEST_SCALE", "make_demo", "noise_settings"]
