"""petition.toml of the demo, in the form of docs/formats-petition.md."""

from rollcheck import law
from rollcheck.demo.shape import (
    CIRCULATION_FROM,
    CIRCULATION_TO,
    COUNTY,
    FILED_ON,
    Shape,
)

PLACE = "us-ca"
KIND = "county-recall"
# Elec. Code 11221(a)(5), for a county of 100,000 registered voters or more.
PERCENT = 10


def rules_of_filing() -> law.RuleSet:
    """Return the rules that decided a petition filed on the day of the demo's."""
    return law.rule_set(f"{PLACE}/{KIND}", FILED_ON)


def petition_toml(shape: Shape, seed_text: str, size: int) -> str:
    """Return the text of petition.toml; ``size`` is how many lines were drawn, 0: no sample."""
    return f"""# A synthetic petition in the shape of the recall petition filed on 6 July 2022
# in Los Angeles County. Nobody in it exists.
place = "{PLACE}"
kind = "{KIND}"
title = "Recall of the District Attorney (synthetic)"
county = "{COUNTY}"
circulation_from = {CIRCULATION_FROM}
circulation_to = {CIRCULATION_TO}
filed_on = {FILED_ON}
raw_count = {shape.raw_count}
{_needed(shape)}
roll = "roll.csv"
roll_layout = "plain"
roll_as_of = {FILED_ON}
roll_history = "history.csv"
lines = "lines.csv"
determinations = "determinations.csv"
{_sample(seed_text, size) if size else ""}"""


def _sample(seed_text: str, size: int) -> str:
    return f"""
[sample]
universe = "universe.csv"
seed = "{seed_text}"
size = {size}
determinations = "sample-determinations.csv"
"""


def required_numbers(shape: Shape) -> tuple[int, int]:
    """Return the certified and the claimed requirement: ten percent, rounded up."""
    return -(-shape.registered * PERCENT // 100), -(-shape.claimed * PERCENT // 100)


def _needed(shape: Shape) -> str:
    """Return the line that says what is needed.

    The law asks for 10 % where 100,000 or more are registered, and for more in a smaller
    county. A small demo keeps the shape of the large case, so it states the numbers themselves.
    """
    rules = law.rule_set(f"{PLACE}/{KIND}", CIRCULATION_FROM)
    registered = (shape.registered, shape.claimed)
    by_law = tuple(law.required(rules, registered=one).values["required"] for one in registered)
    numbers = required_numbers(shape)
    if by_law == numbers:
        return f"registered = [{registered[0]}, {registered[1]}]"
    return (
        f"# {PERCENT} % of {registered[0]:,} and of {registered[1]:,}, as in the case itself.\n"
        "# A real county of that size would need more.\n"
        f"required = [{numbers[0]}, {numbers[1]}]"
    )
