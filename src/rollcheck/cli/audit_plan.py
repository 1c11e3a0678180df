"""``rollcheck audit plan``: how many re-reviews to expect, by simulation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import click

from rollcheck.cli.audit_flags import OF, RISK, WEIGHTS, named_numbers, named_shares
from rollcheck.cli.output import print_json
from rollcheck.cli.values import Number, Share
from rollcheck.problems import Problem, raise_if_any
from rollcheck.sampling import audit as core
from rollcheck.sampling.audit.documents import Json
from rollcheck.sampling.counts import LARGEST

DEFAULT_SEED = 1
# Beyond so many re-reviews people re-review everything; the forecast of strata stops there.
MOST_REVIEWS = 50_000
MOST_RUNS = 100_000
ACCEPTED = "valid"
OTHERS = "other reasons"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a forecast is made for, apart from the required number and the error rate.

    ``of`` is what is drawn from, ``auto`` for what could make the decision wrong. ``reasons`` are
    rejected lines by reason, ``weights`` and ``rates`` those of strata that have their own.
    """

    counts: core.Counts
    of: str
    reasons: Mapping[str, int]
    weights: Mapping[str, int]
    rates: Mapping[str, Fraction]
    risk: Fraction
    runs: int
    seed: int

    @property
    def strata(self) -> dict[str, int]:
        """Lines by name of their stratum: the reasons, the other rejections, the acceptances."""
        rest = self.counts.invalid - sum(self.reasons.values())
        named = {**self.reasons, **({OTHERS: rest} if rest or not self.reasons else {})}
        return {**named, ACCEPTED: self.counts.valid}


@click.command()
@click.option("--valid", type=Number(0), required=True, help="Lines found valid.")
@click.option("--invalid", type=Number(0), required=True, help="Lines found invalid.")
@click.option(
    "--required",
    type=Number(1),
    required=True,
    multiple=True,
    help="A required number: the certified one first, then those claimed.",
)
@RISK
@click.option(
    "--error-rate",
    "rates",
    type=Share(),
    multiple=True,
    default=["0"],
    show_default=True,
    help="The share of the findings that could do harm that is wrong: 0.05 or 5%; repeatable.",
)
@OF
@click.option(
    "--reason", "reasons", multiple=True, metavar="NAME=N", help="Lines rejected for a reason."
)
@WEIGHTS
@click.option(
    "--error",
    "own_rates",
    multiple=True,
    metavar="NAME=RATE",
    help="The error rate of a reason, or of valid lines, where it is its own.",
)
@click.option(
    "--runs", type=Number(1), default=400, show_default=True, help="How many audits to simulate."
)
@click.option(
    "--seed",
    type=Number(0),
    default=DEFAULT_SEED,
    show_default=True,
    help="The seed of the simulation.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def plan(
    *,
    valid: int,
    invalid: int,
    required: tuple[int, ...],
    risk: Fraction,
    rates: tuple[Fraction, ...],
    of: str,
    reasons: tuple[str, ...],
    weights: tuple[str, ...],
    own_rates: tuple[str, ...],
    runs: int,
    seed: int,
    as_json: bool,
) -> None:
    """Simulate how many re-reviews an audit takes, for each required number and error rate.

    Each error is one whole voter. Rejections are audited where the petition is insufficient,
    acceptances where it is sufficient, unless --of says otherwise. --reason, --weight and --error
    forecast an audit of strata; name the acceptances valid.
    """
    asked = Asked(
        core.Counts(valid, invalid),
        of,
        named_numbers("reason", reasons),
        named_numbers("weight", weights),
        named_shares("error", own_rates),
        risk,
        runs,
        seed,
    )
    raise_if_any([*_too_large(asked, required), *_impossible(asked)])
    plans = [_planned(asked, number, rate) for number in required for rate in rates]
    if as_json:
        print_json({**plans[0], "plans": plans})
        return
    for line in _lines(plans):
        click.echo(line)


def _too_large(asked: Asked, required: Iterable[int]) -> Iterator[Problem]:
    for column, number, most in (
        ("valid", asked.counts.valid, LARGEST),
        ("invalid", asked.counts.invalid, LARGEST),
        *(("required", one, LARGEST) for one in required),
        ("runs", asked.runs, MOST_RUNS),
    ):
        if number > most:
            yield Problem("", None, column, "out_of_range", f"give a number up to {most:,}")


def _impossible(asked: Asked) -> Iterator[Problem]:
    named = sum(asked.reasons.values())
    if named > asked.counts.invalid:
        message = f"{named:,} lines have a reason and {asked.counts.invalid:,} are invalid"
        yield Problem("", None, "reason", "too_many", message)
    if ACCEPTED in asked.reasons:
        message = "the valid lines are those of --valid; name reasons of rejected lines"
        yield Problem("", None, "reason", "not_a_reason", message)
    for column, given in (("weight", asked.weights), ("error", asked.rates)):
        for name in sorted(set(given) - set(asked.strata)):
            message = f"no line has the reason {name}; say with --reason {name}=N how many do"
            yield Problem("", None, column, "unknown_stratum", message)
    if any(not 1 <= weight <= core.HEAVIEST for weight in asked.weights.values()):
        message = f"a weight is a whole number from 1 to {core.HEAVIEST}"
        yield Problem("", None, "weight", "out_of_range", message)


def _planned(asked: Asked, required: int, rate: Fraction) -> Json:
    """Return one plan: how many re-reviews to expect, null where it would not confirm."""
    question = core.question(required, asked.counts)
    lines = asked.counts.invalid if question.frame == core.REJECTIONS else asked.counts.valid
    of = question.frame if asked.of == "auto" else asked.of
    outcome, simulated = _simulated(asked, question, of, rate)
    expected = simulated.expected if simulated else None
    return {
        "required": required,
        "decision": question.decision,
        "audited": of,
        "lines": lines,
        "margin": question.margin,
        "margin_rate": round(question.margin / lines, 6) if lines else None,
        "risk": float(asked.risk),
        "error_rate": float(rate),
        "outcome": outcome,
        "expected_reviews": None if expected is None else round(expected, 1),
        "quantiles": simulated.quantiles() if simulated else None,
        "confirmed": simulated.confirmed if simulated else 0,
        "reasons": dict(asked.reasons),
        "weights": dict(asked.weights),
        "error_rates": {name: float(one) for name, one in asked.rates.items()},
        "runs": asked.runs,
        "seed": asked.seed,
    }


def _simulated(
    asked: Asked, question: core.Question, of: str, rate: Fraction
) -> tuple[str, core.Audits | None]:
    if of not in (question.frame, core.BOTH):
        return "not_drawn", None
    everything = _parts(asked, question, core.BOTH, rate)
    if core.harm_of(everything) >= question.margin:
        return "wrong", None
    parts = [one for one in _parts(asked, question, of, rate) if one.part.lines]
    plain = len({one.part.weight for one in parts}) < 2 and of == question.frame
    if plain:
        lines, wrong = sum(one.part.lines for one in parts), sum(one.wrong for one in parts)
        found = core.simulate_audits(
            lines,
            question.margin,
            wrong,
            risk=asked.risk,
            rule=core.STANDARD,
            runs=asked.runs,
            seed=asked.seed,
        )
    else:
        found = core.simulate_strata(
            parts,
            question.margin,
            risk=asked.risk,
            rule=core.STANDARD,
            runs=asked.runs,
            seed=asked.seed,
            limit=MOST_REVIEWS,
        )
    return ("confirmed" if found.confirmed == asked.runs else "too_long"), found


def _parts(asked: Asked, question: core.Question, of: str, rate: Fraction) -> list[core.WrongPart]:
    """Return the strata drawn from; the side that does no harm has no error unless it is given."""
    parts = []
    for name, lines in asked.strata.items():
        side = core.ACCEPTANCES if name == ACCEPTED else core.REJECTIONS
        if of not in (side, core.BOTH):
            continue
        harmful = side == question.frame
        share = asked.rates.get(name, rate if harmful else Fraction(0))
        part = core.Part(lines, asked.weights.get(name, 1), int(harmful))
        parts.append(core.WrongPart(part, round(share * lines)))
    return parts


def _lines(plans: Sequence[Json]) -> Iterator[str]:
    """Yield the plans as sentences, grouped by required number."""
    for at, one in enumerate(plans):
        if not at or one["required"] != plans[at - 1]["required"]:
            frame = core.REJECTIONS if one["decision"] == "insufficient" else core.ACCEPTANCES
            yield (
                f"Required {one['required']:,}: {one['decision']}; wrong only if {frame} "
                f"are wrong by {_voters(one['margin'])} or more, of {one['lines']:,} lines"
            )
        yield f"  {float(str(one['error_rate'])):.1%} wrong: {_expected(one)}"


def _voters(number: object) -> str:
    return "1 voter" if number == 1 else f"{number:,} voters"


def _expected(one: Mapping[str, object]) -> str:
    quantiles = one["quantiles"]
    if one["outcome"] == "not_drawn":
        return f"not tested: {one['audited']} alone cannot make this decision wrong"
    if one["outcome"] == "too_long":
        return (
            f"{one['confirmed']:,} of {one['runs']:,} audits confirm it within {MOST_REVIEWS:,} "
            "re-reviews"
        )
    if not isinstance(quantiles, Mapping):
        return "the decision would be wrong, and the audit would not confirm it"
    return (
        f"{one['expected_reviews']:,} re-reviews on average, {quantiles['p50']:,} in half of the "
        f"audits, {quantiles['p90']:,} in nine of ten"
    )
