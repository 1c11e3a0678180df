"""The committed universe, the seeded draw that anyone can repeat, and what a sample says.

``commit_universe`` and ``commit_strata`` fix the lines before the seed exists; ``draw`` and
``draw_strata`` draw; ``pull_lines`` puts the drawn lines in a clerk's order. ``sample_counts``
checks a sample's counts, ``estimate`` projects them, ``simulate`` judges the estimators,
``lines_to_file`` plans a filing.
"""

from rollcheck.sampling.counts import SampleCounts, sample_counts
from rollcheck.sampling.draw import Drawn, draw, passed_over, skipped, ticket
from rollcheck.sampling.estimate import Estimate, PairsEstimate, estimate, estimate_pairs
from rollcheck.sampling.files import (
    read_strata,
    read_universe,
    write_draw,
    write_leaves,
    write_strata,
    write_strata_draw,
    write_universe,
)
from rollcheck.sampling.plan import (
    Chances,
    Pace,
    RuleAt,
    SampleRule,
    chances,
    lines_to_file,
    pace,
)
from rollcheck.sampling.prospects import Prospects, prospects_of_rates, prospects_of_sample
from rollcheck.sampling.pull_list import PullLine, pull_lines, pull_list_html
from rollcheck.sampling.shapes import Shape, petition_shape
from rollcheck.sampling.simulate import Judged, Simulation, check_draws, simulate
from rollcheck.sampling.strata import (
    Stratum,
    commit_strata,
    draw_strata,
    joined,
    root_of_parts,
    skipped_in,
    strata_root,
)
from rollcheck.sampling.universe import LineIdentity, Universe, UniverseLine, commit_universe
from rollcheck.sampling.variance import Linear, goodman_estimator, naive_estimator

__all__ = [
    "Chances",
    "Drawn",
    "Estimate",
    "Judged",
    "LineIdentity",
    "Linear",
    "Pace",
    "PairsEstimate",
    "Prospects",
    "PullLine",
    "RuleAt",
    "SampleCounts",
    "SampleRule",
    "Shape",
    "Simulation",
    "Stratum",
    "Universe",
    "UniverseLine",
    "chances",
    "check_draws",
    "commit_strata",
    "commit_universe",
    "draw",
    "draw_strata",
    "estimate",
    "estimate_pairs",
    "goodman_estimator",
    "joined",
    "lines_to_file",
    "naive_estimator",
    "pace",
    "passed_over",
    "petition_shape",
    "prospects_of_rates",
    "prospects_of_sample",
    "pull_lines",
    "pull_list_html",
    "read_strata",
    "read_universe",
    "root_of_parts",
    "sample_counts",
    "simulate",
    "skipped",
    "skipped_in",
    "strata_root",
    "ticket",
    "write_draw",
    "write_leaves",
    "write_strata",
    "write_strata_draw",
    "write_universe",
]
