"""Who may be handed the opening of a line: whom the place's law names, or a court's order."""

from collections.abc import Iterator
from dataclasses import dataclass

from rollcheck.law import RuleSet
from rollcheck.problems import Problem, raise_if_any

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom an opening is asked: in the law's words, or by the order of a court."""

    entitled: str
    order: str


def refuse_unless_entitled(asked: Asked, rules: RuleSet, finding: str, decision: object) -> str:
    """Return the law's words for whoever is entitled, empty where a court's order says so.

    ``finding`` is what was found on the line, ``decision`` that of the petition. Raises
    ``RollcheckError`` with every reason why the line may not be opened to them.
    """
    if asked.order:
        return ""
    raise_if_any(list(_obstacles(asked.entitled, rules, finding, decision)))
    return _named(asked.entitled, rules)


def _obstacles(entitled: str, rules: RuleSet, finding: str, decision: object) -> Iterator[Problem]:
    law = rules.disclosure
    if not _named(entitled, rules):
        to = [f"`{one}`" for one in law.opened_to if not one.startswith(NOBODY)]
        message = (
            f"the law of this place opens a line to {' or '.join(to) or NOBODY}"
            f"{'; write --to in these words, or' if to else '; '} name the order of a court with "
            "--order"
        )
        yield Problem(rules.file, None, "disclosure.opened_to", "not_entitled", message)
    only = law.opened_only or ()
    if "invalid" in only and finding != "invalid":
        message = f"they may be shown {law.opened_what}; this line was not found invalid"
        yield Problem(rules.file, None, "disclosure.opened_only", "not_invalid", message)
    if "insufficient" in only and not str(decision).startswith("insufficient"):
        message = f"they may be shown {law.opened_what}; the decision is another"
        yield Problem(rules.file, None, "disclosure.opened_only", "not_insufficient", message)


def _named(entitled: str, rules: RuleSet) -> str:
    """Return the one to whom the law opens a line that is meant, or nothing."""
    wanted = entitled.strip().casefold().removeprefix("the ")
    for one in rules.disclosure.opened_to:
        if wanted == one.casefold().removeprefix("the ") and not one.startswith(NOBODY):
            return one
    return ""
