"""Estimate the numbers of Splink's model: ``python -m bench.splink_fit DEMO SNAPSHOT``.

m from the true pairs of a synthetic petition, the best that any user could have; u from pairs drawn
at random. Writes ``splink_settings.json``. The petition's seed is used for nothing else.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.splink_peer import MODEL, linker_on, load, workspace
from bench.splink_settings import settings
from rollcheck.lines import load_lines

SEED = 20220706
PAIRS = 1e7
# Of a voter's addresses, the one the line was written with says what agreement looks like.
LABELS = """
    CREATE TABLE label AS
    SELECT 'a_lines' AS source_dataset_l, l.unique_id AS unique_id_l,
           'b_voters' AS source_dataset_r, r.unique_id AS unique_id_r
    FROM read_csv(?, header = true, all_varchar = true, nullstr = '') t
    JOIN line_in i USING (line_id)
    JOIN lines l ON l.unique_id = i.ix
    JOIN roll v USING (voter_id)
    JOIN voters r ON r.voter_row = v.row
    QUALIFY row_number() OVER (
        PARTITION BY l.unique_id
        ORDER BY (l.house = r.house AND l.street = r.street) DESC NULLS LAST,
                 (l.zip = r.zip) DESC NULLS LAST, r.unique_id) = 1
"""


def fit(demo: Path, snapshot: Path) -> dict[str, object]:
    """Return Splink's model with its numbers, estimated on a demo with its truth."""
    con = workspace()
    lines = load_lines(demo / "lines.csv").table
    load(con, lines, snapshot)
    con.execute("DROP TABLE line_in")
    numbered = lines.append_column("ix", pa.array(range(len(lines)), pa.int32()))
    con.from_arrow(numbered.select(["ix", "line_id"])).create("line_in")
    con.execute(LABELS, [str(demo / "truth.csv")])
    ((voters,),) = con.execute("SELECT count(*) FROM voters").fetchall()
    linker = linker_on(con, settings(voters))
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=SEED)
    estimate_m: Any = linker.training.estimate_m_from_pairwise_labels
    estimate_m("label")
    model: dict[str, object] = linker.misc.save_model_to_json(out_path=None)
    con.close()
    return model


def main(demo: str, snapshot: str) -> None:
    """Estimate and write ``splink_settings.json``."""
    model = fit(Path(demo), Path(snapshot))
    MODEL.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
