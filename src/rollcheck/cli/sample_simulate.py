"""``rollcheck sample simulate``: thousands of samples of a petition whose truth is known."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from math import sqrt
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.sample_options import shared_options, voters_by_lines
from rollcheck.cli.sample_rules import rules_of
from rollcheck.cli.sample_text import CONVENTIONS, echo_table, echo_wrapped, write_page
from rollcheck.cli.values import Number, Rate
from rollcheck.petition.projection import measured_projection
from rollcheck.sampling import (
    Judged,
    Simulation,
    check_draws,
    goodman_estimator,
    naive_estimator,
    petition_shape,
)
from rollcheck.sampling import simulate as simulate_draws
from rollcheck.sampling.estimate import FEW_PAIRS, LEAST_COVERAGE
from rollcheck.sampling.goodman import error_of_assuming_two
from rollcheck.sampling.page import html_page, paragraph, table
from rollcheck.sampling.picture import Mark, Span, span_svg, span_text

TITLES = ("projection", "bias", "spread", "coverage", "below", "above", "width")


@click.command()
@shared_options("in the petition")
@click.option("--valid-rate", type=Rate(), required=True, help="Valid lines, all copies counted.")
@click.option("--pairs", type=Number(), default=0, help="Voters with two lines in the petition.")
@click.option("--draws", type=Number(), default=10_000, show_default=True, help="Samples drawn.")
@click.option("--seed", type=int, default=1, show_default=True, help="Repeats the simulation.")
def simulate(
    *,
    raw: int,
    sample: int,
    valid_rate: float,
    pairs: int,
    triples: int,
    copies: tuple[tuple[int, int], ...],
    draws: int,
    seed: int,
    rules: str | None,
    on: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Draw samples of a petition of any shape and judge every estimator.

    Bias and spread are in signers; coverage is the share of samples whose 95 % interval holds
    the truth, below and above the shares whose interval misses it on that side.
    """
    voters = voters_by_lines({2: pairs, 3: triples}, copies)
    shape = petition_shape(raw, round(raw * valid_rate), voters)
    check_draws(shape, sample, draws)
    found = rules_of(rules, on)
    linear = {"naive": naive_estimator(raw, sample)}
    if found:
        linear["statutory"] = measured_projection(found, raw, sample)
    linear["goodman"] = goodman_estimator(raw, sample)
    result = simulate_draws(shape, sample, draws=draws, seed=seed, linear=linear)
    if out:
        write_page(out, _page(result))
    if as_json:
        print_json(_json(result))
        return
    _echo(result)
    if out:
        click.echo(f"\nPicture: {out}")


def _label(name: str) -> str:
    if name == "goodman":
        return "duplicate-corrected"
    return name.replace("goodman_", "corrected to k = ")


def _rows(result: Simulation) -> list[list[str]]:
    return [
        [
            _label(one.name),
            f"{one.bias:+,.0f}",
            f"{one.spread:,.0f}",
            f"{one.coverage:.2%}",
            f"{one.below:.2%}",
            f"{one.above:.2%}",
            f"{one.width:,.0f}",
        ]
        for one in result.judged
    ]


def _facts(result: Simulation) -> list[str]:
    shape = result.shape
    signers = (
        f"{shape.signers:,} different valid signers on {shape.valid_lines:,} valid lines of "
        f"{shape.raw:,}; {result.draws:,} samples of {result.sample:,}, seed {result.seed}."
    )
    return [signers, f"Pairs expected in a sample: {result.expected_pairs:,.1f}."]


def cautions(result: Simulation) -> list[str]:
    """Return the conventions, and what to be careful about with this petition."""
    sentences = [*CONVENTIONS]
    if result.shape.most_copies > 2:
        sentences.append(
            "The corrected interval allows for voters with three lines or more, as many as the "
            "sample does not exclude: it is conservative."
        )
    elif 0 < result.expected_pairs < FEW_PAIRS:
        sentences.append(
            f"With fewer than {FEW_PAIRS} pairs expected the corrected interval is conservative: "
            "it covers more often than 95 %."
        )
    return [*sentences, *_missed(result), *_about_k(result)]


def _missed(result: Simulation) -> list[str]:
    """Say so where the interval holds the truth too seldom all the same."""
    two = _judged(result, "goodman")
    chance = 3 * sqrt(LEAST_COVERAGE * (1 - LEAST_COVERAGE) / result.draws)
    if two.coverage >= LEAST_COVERAGE - chance:
        return []
    sentence = (
        "The 95 % interval of the corrected projection holds the truth in only "
        f"{two.coverage:.2%} of these samples: do not rely on it for such a petition."
    )
    return [sentence]


def _about_k(result: Simulation) -> list[str]:
    """Say what assuming at most two lines a voter costs where somebody has more."""
    most = result.shape.most_copies
    if most < 3:
        return []
    wrong = _assumed_two(result)
    two, exact = _judged(result, "goodman"), _judged(result, f"goodman_{most}")
    share = wrong / result.shape.signers
    cost = (
        f"Some voters have {most} lines. Assuming two at most puts the correction off by "
        f"{wrong:+,.0f} signers on average ({share:+.2%})."
    )
    errors = (
        f"Its typical error is {two.error:,.0f} signers; correcting up to k = {most} is unbiased, "
        f"and its typical error is {exact.error:,.0f}."
    )
    if exact.error >= two.error:
        return [cost, errors, "Use k = 2."]
    exception = (
        "Use k = 2 all the same where copies were not counted for certain; for this shape and "
        f"sample, if both are as given, k = {most} errs less."
    )
    return [cost, errors, exception]


def _assumed_two(result: Simulation) -> float:
    return error_of_assuming_two(result.shape.raw, result.sample, result.shape.copies)


def _judged(result: Simulation, name: str) -> Judged:
    return next(one for one in result.judged if one.name == name)


def _spans(result: Simulation) -> tuple[Sequence[Span], Sequence[Mark]]:
    spans = [Span(_label(one.name), one.mean, one.low, one.high) for one in result.judged]
    return spans, [Mark("truth", result.shape.signers)]


def _echo(result: Simulation) -> None:
    echo_wrapped(_facts(result))
    click.echo()
    echo_table(TITLES, _rows(result))
    click.echo("\nMean and middle 95 % of the estimates:")
    click.echo("\n".join(span_text(*_spans(result))))
    click.echo(f"! {result.shape.signers:,} in truth\n")
    echo_wrapped(cautions(result))


def _page(result: Simulation) -> str:
    body = [
        paragraph(" ".join(_facts(result))),
        span_svg("Mean and middle 95 % of the estimates", *_spans(result)),
        table("Every estimator over all samples", TITLES, _rows(result)),
        *(paragraph(words) for words in cautions(result)),
    ]
    return html_page("Simulated samples", body)


def _json(result: Simulation) -> dict[str, object]:
    shape = result.shape
    return {
        "raw": shape.raw,
        "valid_lines": shape.valid_lines,
        "copies": {str(k): voters for k, voters in shape.copies.items() if voters},
        "signers": shape.signers,
        "sample": result.sample,
        "draws": result.draws,
        "seed": result.seed,
        "expected_pairs": round(result.expected_pairs, 3),
        "estimators": {one.name: _judged_json(one) for one in result.judged},
        "error_of_assuming_two": round(_assumed_two(result), 1),
        "recommended_k": 2,
        "conventions": list(CONVENTIONS),
        "cautions": cautions(result)[len(CONVENTIONS) :],
    }


def _judged_json(one: Judged) -> dict[str, object]:
    figures = asdict(one)
    del figures["name"]
    return {name: round(float(value), 6) for name, value in figures.items()}
