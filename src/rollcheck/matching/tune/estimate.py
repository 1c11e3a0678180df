"""How often each level occurs among true pairs (m), estimated by Splink on the kernel's levels.

Splink is given no names or addresses: each pair is a record on either side, sharing only the pair's
number, and the right one holds the levels that the kernel found. So a comparison's condition is a
level's name, and what is estimated is what matching uses. Fellegi and Sunter, A Theory for Record
Linkage, JASA 64 (1969); Winkler's use of expectation and maximisation, ASA Proceedings (1988).
"""

import logging
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rollcheck.matching.levels import FIELDS
from rollcheck.matching.tune.pairs import Bits, Pairs
from rollcheck.matching.weigh import EVIDENCE
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import connect_engine

ESTIMATED = ("last_name", "first_name", "middle_name", "suffix", "address", "birth_year")
"""Fields whose levels are estimated; how a name is read is no agreement."""
NULL_LEVELS = ("missing", "moved")
"""Levels that say nothing: nothing to compare, or compared as another field."""
FEWEST = 1e-7
"""A share that a level has at least, before anything is estimated."""
_SAME_HOME = "r.address IN ('dwelling', 'building')"
BLOCKS = (
    "l.pair = r.pair AND r.last_name = 'exact' AND r.first_name = 'exact'",
    f"l.pair = r.pair AND r.last_name = 'exact' AND {_SAME_HOME}",
    f"l.pair = r.pair AND r.first_name = 'exact' AND {_SAME_HOME}",
)
ENOUGH_TRUE = 5.0
"""True pairs from which a level is estimated by itself."""

Shares = Mapping[str, npt.NDArray[np.float64]]
"""Field to the share of each of its levels, in their order; nan where nothing was seen."""


def splink_version() -> str:
    """Return Splink's version; raise ``RollcheckError`` where it is not installed."""
    try:
        return version("splink")
    except PackageNotFoundError:
        message = "estimating weights needs Splink; install it with `pip install rollcheck[tune]`"
        raise RollcheckError([Problem("splink", None, None, "missing_extra", message)]) from None


def shares(pairs: Pairs, weights: Bits) -> Shares:
    """Return the weighted share of each level among pairs whose level is not missing."""
    found = {}
    for field in ESTIMATED:
        names, levels = FIELDS[field], pairs.levels[:, EVIDENCE.index(field)]
        counts = np.bincount(levels, weights, minlength=len(names)).astype(np.float64)
        counts[[names.index(level) for level in NULL_LEVELS if level in names]] = 0
        found[field] = counts / max(counts.sum(), 1e-300)
    return found


def estimated(pairs: Pairs, chance: Bits | None, at_random: Shares) -> Shares:
    """Return the share of each level among true pairs, nan where it was not estimated.

    ``chance`` is how likely each pair is a true one, from where expectation and maximisation
    start; without it all pairs are true. ``at_random`` are the shares among random pairs. What a
    session's block rests on is estimated by the others, as Splink does it: whoever shares a name
    shares an address no more often than anybody, but kin share both.
    """
    import splink.backends.duckdb as backend  # noqa: PLC0415 - an extra, which only this needs
    from splink import Linker  # noqa: PLC0415

    true = np.ones(len(pairs.lines)) if chance is None else chance
    start = shares(pairs, true)
    seen = {field: start[field] * true.sum() >= ENOUGH_TRUE for field in ESTIMATED}
    with connect_engine() as con:
        api = backend.DuckDBAPI(connection=con)
        con.from_arrow(_records(pairs, with_levels=False)).create("line_of_pair")
        con.from_arrow(_records(pairs, with_levels=True)).create("voter_of_pair")
        sides = [
            api.register("line_of_pair", dataset_display_name="a_lines"),
            api.register("voter_of_pair", dataset_display_name="b_voters"),
        ]
        prior = float(np.clip(true.mean(), 0.01, 0.99))
        settings = _settings(start, at_random, seen, prior)
        linker = Linker(sides, settings, log_level=logging.ERROR)
        if chance is None:
            con.execute(_LABELS)
            estimate_m: Any = linker.training.estimate_m_from_pairwise_labels
            estimate_m("true_pair")
        else:
            for block in BLOCKS:
                linker.training.estimate_parameters_using_expectation_maximisation(block)
        model: Mapping[str, Any] = linker.misc.save_model_to_json(out_path=None)
    return {one["output_column_name"]: _m_of(one) for one in model["comparisons"]}


_LABELS = """
    CREATE TABLE true_pair AS
    SELECT 'a_lines' AS source_dataset_l, pair AS unique_id_l,
           'b_voters' AS source_dataset_r, pair AS unique_id_r
    FROM line_of_pair
"""


def _records(pairs: Pairs, *, with_levels: bool) -> pa.Table:
    """Return one side of the pairs for Splink.

    Behind them stands a pair for each level of each field with nothing else to compare, so that no
    level's share becomes exactly 0, which Splink refuses.
    """
    alone = [
        (field, level) for field in ESTIMATED for level in FIELDS[field] if level not in NULL_LEVELS
    ]
    count = len(pairs.lines) + len(alone)
    numbers = pa.array(range(count), pa.int32())
    columns: dict[str, Any] = {"unique_id": numbers, "pair": numbers}
    for field in ESTIMATED:
        names = pa.array(FIELDS[field])
        levels = names.take(pa.array(pairs.levels[:, EVIDENCE.index(field)]))
        more = pa.array([level if of == field else NULL_LEVELS[0] for of, level in alone])
        both = pa.concat_arrays([levels, more])
        columns[field] = both if with_levels else pa.nulls(count, pa.string())
    return pa.table(columns)


def _settings(
    start: Shares, others: Shares, seen: Mapping[str, npt.NDArray[np.bool_]], prior: float
) -> dict[str, Any]:
    """Return Splink's settings: a level for each of the kernel's, the rarest of them together."""
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.pair = r.pair"}],
        "retain_matching_columns": False,
        "comparisons": [
            {
                "output_column_name": field,
                "comparison_levels": [
                    {
                        "sql_condition": f"{field}_r IN {NULL_LEVELS}",
                        "label_for_charts": "nothing to compare",
                        "is_null_level": True,
                    },
                    *(
                        {
                            "sql_condition": f"{field}_r = '{level}'",
                            "label_for_charts": level,
                            "m_probability": max(float(start[field][at]), FEWEST),
                            "u_probability": max(float(others[field][at]), FEWEST),
                        }
                        for at, level in enumerate(FIELDS[field])
                        if seen[field][at] and level not in NULL_LEVELS
                    ),
                    {"sql_condition": "ELSE", "label_for_charts": "none of these"},
                ],
            }
            for field in ESTIMATED
        ],
    }


def _m_of(comparison: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """Return m of each level of a comparison of Splink's model, nan where it has none."""
    found = {one["label_for_charts"]: one for one in comparison["comparison_levels"]}
    field = str(comparison["output_column_name"])
    m = [found.get(level, {}).get("m_probability") for level in FIELDS[field]]
    return np.array([np.nan if one is None else float(one) for one in m])
