"""Stepped rules: which band a number falls into."""

from rollcheck.law.declare import Band

COUNTED_IN_BANDS = {"registered": "registered voters", "votes_cast": "votes"}
"""Number that a stepped rule goes by to what it counts."""


def band_of(bands: tuple[Band, ...], number: int) -> Band:
    """Return the band that a number falls into: the first whose limit is above it."""
    return next(band for band in bands if band.below is None or number < band.below)


def band_words(bands: tuple[Band, ...], band: Band, of: str = "registered") -> str:
    """Say which numbers a band is for: "100,000 registered voters or more".

    ``of`` is what they count, a key of ``COUNTED_IN_BANDS``.
    """
    position = bands.index(band)
    lower = bands[position - 1].below if position else 0
    counted = COUNTED_IN_BANDS[of]
    if len(bands) == 1:
        return f"any number of {counted}"
    if band.below is None:
        return f"{lower:,} {counted} or more"
    if position == 0:
        return f"fewer than {band.below:,} {counted}"
    return f"{lower:,} to {band.below - 1:,} {counted}"
