"""``rollcheck sample plan``: how many lines a campaign must file, and how many a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.sample_rules import rule_at, rules_of
from rollcheck.cli.sample_text import CONVENTIONS, echo_wrapped, percent
from rollcheck.cli.values import Day, Number, Rate
from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling import (
    Chances,
    Pace,
    Prospects,
    chances,
    lines_to_file,
    pace,
    prospects_of_rates,
    prospects_of_sample,
    sample_counts,
)
from rollcheck.sampling.plan import Obstacle, most_tried, obstacle
from rollcheck.sampling.prospects import Growth

NOT_ESTABLISHED = 3
OBSTACLES: Mapping[Obstacle | None, str] = {
    "none_valid": "no line is valid at that rate. Check the lines, or the rate given.",
    "few_valid": "too few of the lines are valid, or too many of them second copies. Find out why "
    "before collecting more.",
    "few_signers": "the pool of voters who sign, as the pairs show it, is too small. Reach other "
    "voters.",
    "not_sure_enough": "there may well be enough, but not so surely. Check more lines of your own, "
    "or aim at a lower probability.",
}
COUNTS = ("raw", "sample", "valid", "duplicates")


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan: what it was asked, the filing it found if any, today's chances, the pace."""

    required: int
    probability: float
    rules: str | None
    basis: str
    filing: Chances | None
    obstacle: Obstacle | None
    today: Chances | None
    pace: Pace | None


@click.command()
@click.option("--required", type=Number(), required=True, help="Valid signatures required.")
@click.option("--probability", type=Rate(), default=0.95, show_default=True, help="To aim at.")
@click.option("--valid-rate", type=Rate(), help="Valid lines, all copies counted: 0.787 or 78.7%.")
@click.option("--duplicate-rate", type=Rate(), help="Second copies among all lines filed.")
@click.option("--raw", type=Number(), help="Lines collected so far.")
@click.option("--sample", type=Number(), help="Lines of them checked at random (a pre-check).")
@click.option("--valid", type=Number(), help="Valid in the pre-check, second copies left out.")
@click.option("--duplicates", type=Number(), help="Those second copies, both in the pre-check.")
@click.option(
    "--growth",
    type=click.Choice(["pool", "rate"]),
    default="pool",
    show_default=True,
    help="Second copies after a pre-check: signers from one pool of voters, or at the same rate.",
)
@click.option("--deadline", type=Day(), help="The last day to collect.")
@click.option("--today", type=Day(), help="The day to count from; without it, today.")
@click.option("--rules", metavar="ID", help="Qualify under this place's sample; needs --on.")
@click.option("--on", type=Day(), help="The day of filing, whose rules apply.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def plan(
    *,
    required: int,
    probability: float,
    valid_rate: float | None,
    duplicate_rate: float | None,
    growth: str,
    deadline: date | None,
    today: date | None,
    rules: str | None,
    on: date | None,
    as_json: bool,
    **counts: int | None,
) -> int:
    """Say how many lines to file to qualify with the chosen probability.

    Give --valid-rate and --duplicate-rate, or the counts of a pre-check of your own lines: --raw
    --sample --valid --duplicates. Without --rules every line is counted; with them the place's
    sample decides first. Exits with 3 where more lines alone do not get there.
    """
    raw = counts["raw"]
    if raw is not None and raw < 0:
        message = f"raw is {raw:,}; give the lines collected so far, 0 or more"
        raise RollcheckError([Problem("", None, "raw", "impossible", message)])
    prospects, basis = _prospects(counts, valid_rate, duplicate_rate, cast("Growth", growth))
    found = rules_of(rules, on)
    rule = rule_at(found, required) if found else None
    filing = lines_to_file(prospects, required, probability, rule)
    planned = Planned(
        required,
        probability,
        rules,
        basis,
        filing,
        None if filing else obstacle(prospects, required),
        chances(prospects, raw, required, rule) if raw else None,
        _pace(filing, raw or 0, deadline, today),
    )
    if as_json:
        print_json(_json(planned, raw))
    else:
        _echo(planned, raw)
    return 0 if filing else NOT_ESTABLISHED


def _prospects(
    counts: dict[str, int | None],
    valid_rate: float | None,
    duplicate_rate: float | None,
    growth: Growth,
) -> tuple[Prospects, str]:
    given = [name for name in ("sample", "valid", "duplicates") if counts[name] is not None]
    if valid_rate is not None and duplicate_rate is not None and not given:
        basis = f"rates given: {valid_rate:.1%} valid, {duplicate_rate:.1%} second copies"
        return prospects_of_rates(valid_rate, duplicate_rate), basis
    whole = {name: value for name in COUNTS if (value := counts[name]) is not None}
    if valid_rate is not None or duplicate_rate is not None or len(whole) < len(COUNTS):
        raise click.UsageError(
            "Give --valid-rate and --duplicate-rate, or the pre-check's --raw, --sample, --valid "
            "and --duplicates."
        )
    how = "signers from one pool of voters" if growth == "pool" else "second copies at that rate"
    basis = f"a pre-check of {whole['sample']:,} lines, {how}"
    checked = sample_counts(
        raw=whole["raw"],
        sample=whole["sample"],
        valid=whole["valid"],
        duplicates=whole["duplicates"],
    )
    return prospects_of_sample(checked, growth), basis


def _pace(
    filing: Chances | None, collected: int, deadline: date | None, today: date | None
) -> Pace | None:
    if filing is None or deadline is None:
        return None
    day = today or datetime.now().astimezone().date()
    return pace(to_file=filing.filed, collected=collected, today=day, deadline=deadline)


def _echo(planned: Planned, raw: int | None) -> None:
    echo_wrapped([f"Required: {planned.required:,}. Planned from {planned.basis}."])
    filing = planned.filing
    if filing is None:
        words = (
            f"No number of lines up to {most_tried(planned.required):,} qualifies with a "
            f"probability of {percent(planned.probability)}: {OBSTACLES[planned.obstacle]}"
        )
        echo_wrapped([words])
    else:
        click.echo(
            f"File {filing.filed:,} lines to qualify with a probability of "
            f"{percent(filing.qualifies)}."
        )
        click.echo(f"  Different valid signers then: about {filing.signers:,.0f}.")
        _echo_sample(planned, filing)
    if raw and planned.today:
        click.echo(
            f"Filed today, {raw:,} lines would qualify with a probability of "
            f"{percent(planned.today.qualifies)}."
        )
    if filing and raw is not None:
        click.echo(f"Still needed: {max(0, filing.filed - raw):,} lines.")
    if planned.pace:
        click.echo(f"  {planned.pace.per_week:,} a week for {planned.pace.days:,} days.")
    click.echo()
    echo_wrapped(CONVENTIONS)


def _echo_sample(planned: Planned, filing: Chances) -> None:
    if filing.on_sample is None or filing.full_check is None or filing.fails_on_sample is None:
        if planned.rules:
            click.echo("  So few lines are all checked; no sample is drawn.")
        return
    click.echo(
        f"  The sample of {planned.rules}: qualifies {percent(filing.on_sample)}, "
        f"every line checked {percent(filing.full_check)}, fails {percent(filing.fails_on_sample)}."
    )


def _json(planned: Planned, raw: int | None) -> dict[str, object]:
    filing = planned.filing
    return {
        "required": planned.required,
        "probability": planned.probability,
        "rules": planned.rules,
        "basis": planned.basis,
        "to_file": filing.filed if filing else None,
        "filing": _chances_json(filing),
        "obstacle": planned.obstacle,
        "collected": raw,
        "today": _chances_json(planned.today),
        "still_needed": max(0, filing.filed - raw) if filing and raw is not None else None,
        "days": planned.pace.days if planned.pace else None,
        "per_week": planned.pace.per_week if planned.pace else None,
        "conventions": list(CONVENTIONS),
    }


def _chances_json(found: Chances | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "lines": found.filed,
        "signers": round(found.signers),
        "qualifies": found.qualifies,
        "on_sample": found.on_sample,
        "full_check": found.full_check,
        "fails_on_sample": found.fails_on_sample,
    }
