"""The section of a rule file about what becomes public of single lines, and who may see one."""

from dataclasses import dataclass
from typing import Annotated, Literal

from rollcheck.law import kinds
from rollcheck.law.declare import law, may
from rollcheck.law.reasons import REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What is published of the reasons, and to whom one line may be opened."""

    smallest_cell: Annotated[
        int,
        law(
            kinds.whole,
            "A reason with fewer lines than this, anywhere in what is published, is merged with "
            "others; with 1 none is",
        ),
    ]
    always_merged: Annotated[
        tuple[str, ...] | None,
        may(kinds.some_of(*REASONS), "Reasons that are merged however many lines have them"),
    ] = None
    totals: Annotated[
        Literal["merged", "exact"],
        law(
            kinds.one_of("merged", "exact"),
            "Whether published totals are `merged` like the lines, or give each reason `exact`",
        ),
    ]
    opened_to: Annotated[tuple[str, ...], law(kinds.words, "To whom a single line may be opened")]
    opened_what: Annotated[str, law(kinds.text, "What of it they may be shown")]
    opened_only: Annotated[
        tuple[str, ...] | None,
        may(
            kinds.some_of("invalid", "insufficient"),
            "Which lines may be opened to them: `invalid` lines alone, and only where the decision "
            "is `insufficient`",
        ),
    ] = None
