"""Stepped rules: which band a number falls into."""

from rollcheck.law.declare import Band


def band_of(bands: tuple[Band, ...], number: int) -> Band:
    """Return the band that a number falls into: the first whose limit is above it."""
    return next(band for band in bands if band.below is None or number < band.below)


def band_words(bands: tuple[Band, ...], band: Band) -> str:
    """Say which registrations a band is for: "100,000 registered voters or more"."""
    position = bands.index(band)
    lower = bands[position - 1].below if position else 0
    if band.below is None:
        return f"{lower:,} registered voters or more"
    if position == 0:
        return f"fewer than {band.below:,} registered voters"
    return f"{lower:,} to {band.below - 1:,} registered voters"
