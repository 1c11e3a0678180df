"""``rollcheck sample estimate``: what a sample says, three ways side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.sample_rules import rules_of
from rollcheck.cli.sample_text import CONVENTIONS, echo_table, echo_wrapped, percent, write_page
from rollcheck.cli.values import Day, Number
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
from rollcheck.sampling.estimate import FEW_PAIRS
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
    """All that a sample says: its counts, the estimates, the pairs, the law's own answer."""

    counts: SampleCounts
    required: int | None
    estimates: tuple[Estimate, ...]
    pairs: PairsEstimate
    law: Computation | None
    law_knows_pairs: bool = True


@click.command()
@click.option("--raw", type=Number(), required=True, help="Lines filed.")
@click.option("--sample", type=Number(), required=True, help="Lines in the sample.")
@click.option("--valid", type=Number(), required=True, help="Valid lines, second copies left out.")
@click.option("--duplicates", type=Number(), required=True, help="Those second copies.")
@click.option("--required", type=Number(), help="Valid signatures required.")
@click.option("--rules", metavar="ID", help="Also project as this place does; needs --on.")
@click.option("--on", type=Day(), help="The day of filing, whose rules apply.")
@click.option("--out", type=click.Path(path_type=Path), help="A page with the picture (HTML).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def estimate(
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    required: int | None,
    rules: str | None,
    on: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Project a sample: naively, as the law does, and corrected for duplicates.

    Each projection comes with its standard error, 95 % interval and, with --required, the
    confidence that there are enough. Give only duplicates with both copies in the sample.
    """
    counts = sample_counts(raw=raw, sample=sample, valid=valid, duplicates=duplicates)
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
    return Said(counts, required, estimates, estimate_pairs(counts), law, knows_pairs)


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
            f"{FEW_PAIRS} the interval is conservative where nobody signed more than twice: it "
            "holds the truth more often than in 95 % of samples."
        )
    if seen == 0:
        sentences.append("With no pair seen the standard error holds nothing for pairs.")
    if said.required is not None:
        sentences.append(
            "The confidence is read off the intervals: 97.5 % where the interval begins at the "
            "required number. It speaks of samples like this one, not of a prior belief."
        )
    return sentences


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
        "required": said.required,
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
