"""What was counted of a sample, as every formula is given it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The numbers of one sample.

    ``valid`` of ``sample`` lines drawn from ``raw`` signatures filed, ``excluded`` of which were
    taken out before. ``duplicates`` are pairs with both copies in the sample; the second copy is
    not among the valid. ``ineligible`` are lines found ineligible by name; None where it is
    what the sample found invalid. ``required`` is None where nothing is decided.
    """

    raw: int
    sample: int
    valid: int
    duplicates: int = 0
    excluded: int = 0
    ineligible: int | None = None
    required: int | None = None

    @property
    def remaining(self) -> int:
        """Signatures left after those excluded before the sample."""
        return self.raw - self.excluded

    @property
    def invalid(self) -> int:
        """Lines of the sample that are neither valid nor the second copy of a pair."""
        return max(0, self.sample - self.valid - self.duplicates)

    @property
    def struck_by_name(self) -> int:
        """Lines found ineligible by name: those given, else all of the sample's not valid."""
        return self.sample - self.valid if self.ineligible is None else self.ineligible
