"""``rollcheck sample estimate``: what a sample says, three ways side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.sample_options import shared_options, voters_by_lines
from rollcheck.cli.sample_rules import rules_of
from rollcheck.cli.sample_text import CONVENTIONS, echo_table, echo_wrapped, percent, write_page
from rollcheck.cli.values import Number
from rollcheck.law import Computation
from rollcheck.petition.projection import statutory_projection
from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling import (
    Estimate,
    Linear,
    PairsEstimate,
    SampleCounts,
    estimate_pairs,
    goodman_estimator,
    naive_estimator,
    sample_counts,
)
from rollcheck.sampling import estimate as estimate_from
from rollcheck.sampling.estimate import FEW_PAIRS, left_open
from rollcheck.sampling.page import html_page, paragraph, table
from rollcheck.sampling.picture import Mark, Span, span_svg, span_text

LABELS = {
    "naive": "naive",
    "statutory": "statutory",
    "goodman": "duplicate-corrected",
}
NAIVE = (
    "The naive projection knows nothing of voters with one copy outside the sample; its "
    "interval is about its own expectation, not about the different signers."
)
# A projection that takes a pair for no more lines' weights than this has no term for pairs.
FEW_WEIGHTS = 1.01


@dataclass(frozen=True, slots=True)
class Said:
    """All that a sample says: its counts, the estimates, the pairs, the law's own answer.

    ``left_open`` is what the correction for pairs may take off too much, in signers.
    """

    counts: SampleCounts
    required: int | None
    estimates: tuple[Estimate, ...]
    pairs: PairsEstimate
    left_open: int
    law: Computation | None
    law_knows_pairs: bool = True


@click.command()
@shared_options("in the sample")
@click.option("--valid", type=Number(), required=True, help="Valid lines, second copies left out.")
@click.option(
    "--duplicates", type=Number(), required=True, help="Second and further copies in the sample."
)
@click.option("--required", type=Number(), help="Valid signatures required.")
def estimate(
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    triples: int,
    copies: tuple[tuple[int, int], ...],
    required: int | None,
    rules: str | None,
    on: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Project a sample: naively, as the law does, and corrected for duplicates.

    Each projection comes with its standard error, 95 % interval and, with --required, the
    confidence that there are enough. Give only duplicates with both copies in the sample. A
    voter with three lines in the sample is one valid line, two duplicates, and one of --triples.
    """
    counts = sample_counts(
        raw=raw,
        sample=sample,
        valid=valid,
        duplicates=duplicates,
        copies=voters_by_lines({3: triples}, copies),
    )
    if required is not None and required < 1:
        message = f"required is {required:,}; give 1 or more"
        raise RollcheckError([Problem("", None, "required", "impossible", message)])
    said = _said(counts, required, rules, on)
    if out:
        write_page(out, _page(said))
    if as_json:
        print_json(_json(said))
        return
    _echo(said)
    if out:
        click.echo(f"\nPicture: {out}")


def _said(counts: SampleCounts, required: int | None, rules: str | None, on: date | None) -> Said:
    estimators: dict[str, Linear] = {"naive": naive_estimator(counts.raw, counts.sample)}
    found = rules_of(rules, on)
    law, knows_pairs = None, True
    if found:
        estimators["statutory"], law = statutory_projection(found, counts, required)
        weights = estimators["statutory"]
        knows_pairs = weights.per_pair > FEW_WEIGHTS * weights.per_line
    estimators["goodman"] = goodman_estimator(counts.raw, counts.sample)
    estimates = tuple(
        estimate_from(name, counts, one, required) for name, one in estimators.items()
    )
    open_to = round(left_open(counts))
    return Said(counts, required, estimates, estimate_pairs(counts), open_to, law, knows_pairs)


def _cautions(said: Said) -> list[str]:
    """Return the conventions, and what to be careful about in these numbers."""
    seen = said.counts.duplicates
    sentences = [*CONVENTIONS, NAIVE]
    if not said.law_knows_pairs:
        sentences.append(
            "So is that of this place's own projection: it takes nothing off for them."
        )
    if seen < FEW_PAIRS:
        sentences.append(
            f"Only {seen} {'pair was' if seen == 1 else 'pairs were'} seen. With fewer than "
            f"{FEW_PAIRS} the interval is conservative: it holds the truth more often than in "
            "95 % of samples."
        )
    if said.left_open:
        sentences.append(_about_triples(said))
    if seen == 0:
        sentences.append("With no pair seen the standard error holds nothing for pairs.")
    if said.required is not None:
        sentences.append(
            "The confidence is 97.5 % where the required number is a lower limit that 2.5 % of "
            "samples miss. It speaks of samples like this one, not of a prior belief."
        )
    return sentences


def _about_triples(said: Said) -> str:
    voters = sum(said.counts.copies.values())
    seen = "no voter was" if not voters else f"{voters:,} voter{'s were' * (voters > 1)}"
    seen += " was" * (voters == 1)
    return (
        f"In the sample {seen} seen three times or more. Those who signed so often are rarely seen "
        "so often, and the correction for pairs takes too much off for them: by up to "
        f"{said.left_open:,} signers. The corrected interval allows for that, upward."
    )


def _titles(said: Said) -> list[str]:
    titles = ["projection", "signers", "std. error", "95 % interval"]
    return titles if said.required is None else [*titles, "enough"]


def _rows(said: Said) -> list[list[str]]:
    return [_row(one) for one in said.estimates]


def _row(one: Estimate) -> list[str]:
    interval = f"{floor(one.low):,} to {ceil(one.high):,}"
    cells = [LABELS[one.name], f"{one.projected:,.0f}", f"{one.standard_error:,.0f}", interval]
    return cells if one.confidence is None else [*cells, percent(one.confidence)]


def _counted(said: Said) -> str:
    counts = said.counts
    return (
        f"{counts.valid:,} valid of {counts.sample:,} lines drawn from {counts.raw:,}; "
        f"{counts.duplicates:,} second copies left out."
    )


def _pairs(said: Said) -> str:
    pairs = said.pairs
    return (
        f"Pairs in the whole petition: {pairs.projected:,.0f} "
        f"({floor(pairs.low):,} to {ceil(pairs.high):,})."
    )


def _spans(said: Said) -> tuple[Sequence[Span], Sequence[Mark]]:
    spans = [Span(LABELS[one.name], one.projected, one.low, one.high) for one in said.estimates]
    return spans, [] if said.required is None else [Mark("required", said.required)]


def _decided(said: Said) -> str:
    decision = said.law.values.get("decision") if said.law else None
    return f"Under the law the sample gives: {str(decision).replace('_', ' ')}." if decision else ""


def _echo(said: Said) -> None:
    click.echo(_counted(said))
    click.echo()
    echo_table(_titles(said), _rows(said))
    click.echo()
    click.echo("\n".join(span_text(*_spans(said))))
    if said.required is not None:
        click.echo(f"! {said.required:,} required")
    click.echo(f"\n{_pairs(said)}")
    if _decided(said):
        click.echo(_decided(said))
    click.echo()
    echo_wrapped(_cautions(said))


def _page(said: Said) -> str:
    body = [
        paragraph(_counted(said)),
        span_svg("Projections with their 95 % intervals", *_spans(said)),
        table("Projections of different valid signers", _titles(said), _rows(said)),
        paragraph(_pairs(said)),
        *(paragraph(words) for words in (_decided(said),) if words),
        *(paragraph(words) for words in _cautions(said)),
    ]
    return html_page("What the sample says", body)


def _json(said: Said) -> dict[str, object]:
    counts, pairs = said.counts, said.pairs
    return {
        "raw": counts.raw,
        "sample": counts.sample,
        "valid": counts.valid,
        "duplicates": counts.duplicates,
        "copies": {str(k): voters for k, voters in counts.copies.items() if voters},
        "required": said.required,
        "left_open": said.left_open,
        "estimates": {one.name: _estimate_json(one) for one in said.estimates},
        "pairs": {
            "projected": round(pairs.projected),
            "low": floor(pairs.low),
            "high": ceil(pairs.high),
        },
        "conventions": list(CONVENTIONS),
        "cautions": _cautions(said)[len(CONVENTIONS) :],
        "law": _law_json(said.law) if said.law else None,
    }


def _law_json(law: Computation) -> dict[str, object]:
    """Return the law's answer; its decimals are of few digits, so JSON numbers hold them."""
    values = law.as_json().items()
    return {name: float(one) if isinstance(one, Decimal) else one for name, one in values}


def _estimate_json(one: Estimate) -> dict[str, object]:
    return {
        "projected_valid": round(one.projected),
        "standard_error": round(one.standard_error, 1),
        "low": floor(one.low),
        "high": ceil(one.high),
        "probability_sufficient": None if one.confidence is None else round(one.confidence, 6),
    }
