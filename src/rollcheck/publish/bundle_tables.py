"""The open data of a bundle: plain tables, and their schemas as a Frictionless data package."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rollcheck.problems.delimited import write_csv

Json = dict[str, object]

COUNTS = (
    ("stage", "string", "full_check, raw, or sample_1 and so on"),
    ("kind", "string", "valid, reason, waiting or excluded"),
    ("code", "string", "the reason code, or what the lines wait for"),
    ("label", "string", "the place's own words for it"),
    ("lines", "integer", "how many lines"),
)
REQUIRED = (
    ("required", "integer", "a required number of valid signatures"),
    ("certified", "boolean", "whether it is the certified one; others are claimed"),
    ("decision", "string", "what the deciding stage gives at that number; empty while open"),
    ("short_by", "integer", "how many valid signatures are missing; empty where not settled"),
)
SAMPLES = (
    ("stage", "integer", "which sample, from 1"),
    ("size", "integer", "lines drawn"),
    ("valid", "integer", "valid lines of it"),
    ("duplicates", "integer", "second copies with both copies in the sample"),
    ("naive_valid", "integer", "projected without a correction for duplicates"),
    ("projected_valid", "integer", "projected by the rule"),
    ("decision", "string", "what the sample decides; empty while open"),
)
LEAF_COLUMNS = (
    ("index", "integer", "the leaf's place, from 0"),
    ("leaf", "string", "commitment to where the line stands on paper"),
    ("finding", "string", "commitment to what was found on it"),
)
CODE = "valid, a reason code, merged, waiting, not_counted, or empty where nobody looked"
Columns = Sequence[tuple[str, str, str]]


def write_tables(folder: Path, result: Json) -> dict[str, Columns]:
    """Write counts.csv, required.csv and samples.csv; return each one's columns."""
    tables: dict[str, tuple[Columns, Iterator[Mapping[str, object]]]] = {
        "counts.csv": (COUNTS, _counts(result)),
        "required.csv": (REQUIRED, _required(result)),
        "samples.csv": (SAMPLES, _samples(result)),
    }
    for name, (columns, rows) in tables.items():
        write_csv(folder / name, rows, columns=[column for column, _, _ in columns])
    return {name: columns for name, (columns, _) in tables.items()}


def leaf_columns(codes: Sequence[str]) -> Columns:
    """Return the columns of leaves.csv, given its columns of codes."""
    return (*LEAF_COLUMNS, *((name, "string", CODE) for name in codes))


def data_package(title: str, tables: Mapping[str, Columns]) -> Json:
    """Return the descriptor of the tables: Frictionless Data Package, version 1."""
    return {
        "profile": "data-package",
        "name": "petition",
        "title": title,
        "resources": [_resource(name, columns) for name, columns in tables.items()],
    }


def _resource(path: str, columns: Columns) -> Json:
    kind = Path(path).suffix.removeprefix(".")
    # A resource of the tabular profile is CSV; the same fields say what a Parquet file holds.
    told = {
        "csv": {
            "profile": "tabular-data-resource",
            "name": Path(path).stem,
            "mediatype": "text/csv",
            "encoding": "utf-8",
        },
        "parquet": {
            "profile": "data-resource",
            "name": Path(path).stem,
            "mediatype": "application/vnd.apache.parquet",
        },
    }
    return {
        **told[kind],
        "path": path,
        "format": kind,
        "schema": {
            "fields": [
                {"name": name, "type": kind, "description": meaning}
                for name, kind, meaning in columns
            ],
            "missingValues": [""],
        },
    }


def _counts(result: Json) -> Iterator[Mapping[str, object]]:
    whole = _table(result["counts"])
    yield from _stage(str(result["stage"]), whole)
    if whole["excluded"]:
        yield _row(str(result["stage"]), "excluded", "", "Taken out before the check", whole)
    for one in _tables(result["samples"]):
        yield from _stage(f"sample_{one['stage']}", one)


def _stage(stage: str, counts: Json) -> Iterator[Mapping[str, object]]:
    yield _row(stage, "valid", "", "Valid", counts)
    for kind, key in (("reason", "reasons"), ("waiting", "waiting_for")):
        for one in _tables(counts[key]):
            yield {"stage": stage, "kind": kind, **{k: one[k] for k in ("code", "label", "lines")}}


def _row(stage: str, kind: str, code: str, label: str, counts: Json) -> Mapping[str, object]:
    return {"stage": stage, "kind": kind, "code": code, "label": label, "lines": counts[kind]}


def _required(result: Json) -> Iterator[Mapping[str, object]]:
    for one in _tables(result["decisions"]):
        certified = "true" if one["certified"] else "false"
        yield {**one, "certified": certified}


def _samples(result: Json) -> Iterator[Mapping[str, object]]:
    yield from _tables(result["samples"])


def _table(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError("a result that fits its schema has an object here")
    return value


def _tables(value: object) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("a result that fits its schema has a list here")
    return [_table(one) for one in value]
