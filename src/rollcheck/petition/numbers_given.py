"""The numbers of a petition file that some places use and others do not."""

from rollcheck.law import RuleSet, numbers_used
from rollcheck.petition.definition import Petition
from rollcheck.petition.gathered import Gathered


def check_numbers(petition: Petition, rules: RuleSet, gathered: Gathered) -> None:
    """Refuse a number that the place does not use, and a recount that its rules do not allow."""
    used = numbers_used(rules, "decide")
    given = {
        "excluded": petition.excluded > 0,
        "withdrawn": petition.withdrawn > 0,
        "counts": petition.counts is not None,
    }
    unused = {
        "excluded": "excludes no lines before the check: where whole sheets are void, name them "
        "in a file of defects",
        "withdrawn": "takes nothing off after the count: a line withdrawn in time has the reason "
        "withdrawn where the place has it",
        "counts": "has no minimum by county or district",
    }
    for key, is_given in given.items():
        if is_given and key not in used:
            message = f"{rules.identifier} {unused[key]}; leave the key out"
            gathered.add(key, "unused", message)
    if petition.checked_count not in (None, petition.raw_count):
        field = rules.fields["raw_count.on_checking"]
        if field.value == "refuse":
            message = (
                f"the check counted {petition.checked_count:,} lines and {petition.raw_count:,} "
                f"were counted at filing: here the raw count is not revised ({field.citation}); "
                "find out why, and give the count that stands as raw_count"
            )
            gathered.add("checked_count", "recount", message)
