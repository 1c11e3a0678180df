"""Which lines are in the count, and which the law has decided before anyone looks at them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rollcheck.law import RuleSet
from rollcheck.lines import Lines
from rollcheck.petition.defects import NO_DEFECTS, Defects
from rollcheck.petition.settle import OTHER, State

STRUCK = "raw_count.struck_lines"
DEFECT = "sheet.defect_voids"
FOUND = "sheet.defect_found"


@dataclass(frozen=True, slots=True)
class CountedLines:
    """A petition's lines as the law takes them.

    ``order`` are the lines in the count in the order of filing. ``struck_out`` are struck lines
    that the law does not count, ``void_before`` lines of void sheets that leave the count before
    a sample is drawn of it, each with its reason. ``by_rule`` are counted lines that the law has
    made invalid, ``waiting`` those whose sheet's defect is not settled.
    """

    order: tuple[str, ...]
    struck_out: frozenset[str]
    void_before: Mapping[str, str]
    by_rule: Mapping[str, State]
    waiting: frozenset[str]
    defects: Defects

    @property
    def outside(self) -> frozenset[str]:
        """Every line of the file that is not in the count."""
        return self.struck_out | self.void_before.keys()

    def out_of_count(self) -> Mapping[str, State]:
        """Return how each line of the file that is not in the count stands, and by which rule."""
        states = {line: State("not_counted", by_rule=STRUCK) for line in self.struck_out}
        for line, reason in self.void_before.items():
            states[line] = State("not_counted", reason=reason, by_rule=FOUND)
        return states


NO_LINES = CountedLines((), frozenset(), {}, {}, frozenset(), NO_DEFECTS)


def counted_lines(lines: Lines, defects: Defects, rules: RuleSet) -> CountedLines:
    """Apply what the law says of struck lines and of void sheets."""
    counts_struck = rules.raw_count.struck_lines == "invalid"
    struck_out = frozenset() if counts_struck else lines.struck
    void = {line: reason for line, reason in defects.void.items() if line not in struck_out}
    leaves = rules.sheet.defect_found == "before_the_count"
    by_rule: dict[str, State] = {}
    if counts_struck:
        by_rule |= dict.fromkeys(lines.struck, State("invalid", reason=OTHER, by_rule=STRUCK))
    if not leaves:
        by_rule |= {
            line: State("invalid", reason=reason, by_rule=DEFECT) for line, reason in void.items()
        }
    outside = struck_out | (void.keys() if leaves else frozenset())
    return CountedLines(
        order=tuple(line for line in lines.ids if line not in outside),
        struck_out=struck_out,
        void_before=void if leaves else {},
        by_rule={line: state for line, state in by_rule.items() if line not in outside},
        waiting=defects.waiting - outside,
        defects=defects,
    )
