"""A run's leaves as files, a batch at a time: a county has many, each with a finding."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.merkle import GrowingTree
from rollcheck.petition import Run
from rollcheck.problems.delimited import csv_line, whole_file
from rollcheck.publish.leaves import Finding, Leaves, findings_of, leaves_of, public_head
from rollcheck.sampling.universe import UniverseLine

BATCH = 20_000
PUBLIC = ("index", "leaf", "finding")
PLACE = ("line_id", "section", "sheet", "line_no")
FOUND = ("finding", "reason", "voter", "image", "people")
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in PLACE),
        ("salt", pa.binary()),
        ("leaf", pa.binary()),
        *((name, pa.string()) for name in FOUND),
        ("finding_salt", pa.binary()),
        ("finding_leaf", pa.binary()),
    ]
)


def write_leaves(run: Run, public: Path, head: Path, openings: Path) -> None:
    """Write what everyone gets of the leaves, and what opens them; nothing without a universe.

    ``public`` becomes the table of all leaves with their codes, ``head`` what goes with it, and
    ``openings`` places, findings and salts in the leaves' order.
    """
    leaves = leaves_of(run)
    if leaves is None:
        return
    tree = GrowingTree()
    with (
        whole_file(public) as table,
        pq.ParquetWriter(openings, SCHEMA, compression="zstd") as opens,
    ):
        table.write(csv_line((*PUBLIC, *leaves.columns)))
        for found in _batches(findings_of(run, leaves.universe)):
            start = tree.size
            lines = leaves.universe.lines[start : start + len(found)]
            table.writelines(_public(leaves, found, start))
            opens.write_table(_openings(lines, found))
            tree = tree.grown(one.leaf for one in found)
    text = json.dumps(public_head(leaves, tree.root()), indent=2) + "\n"
    head.write_text(text, encoding="utf-8")


def _batches(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    while batch := list(islice(findings, BATCH)):
        yield batch


def _public(leaves: Leaves, found: Sequence[Finding], start: int) -> Iterator[str]:
    for at, one in enumerate(found, start):
        codes = (column[at] for column in leaves.columns.values())
        leaf = leaves.universe.lines[at].leaf
        yield csv_line((at, leaf.hex(), one.leaf.hex(), *codes))


def _openings(lines: Sequence[UniverseLine], found: Sequence[Finding]) -> pa.Table:
    columns = [[getattr(line.identity, name) for line in lines] for name in PLACE]
    columns += [[line.salt for line in lines], [line.leaf for line in lines]]
    columns += [[one.texts[at] for one in found] for at in range(len(FOUND))]
    columns += [[one.salt for one in found], [one.leaf for one in found]]
    return pa.table(columns, schema=SCHEMA)
