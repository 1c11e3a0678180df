"""The open data: whether it says what the result says."""

import csv
from pathlib import Path

from rollcheck.verify.files import Json, loaded
from rollcheck.verify.saying import Report


def check_tables(bundle: Path, result: Json, report: Report) -> None:
    """Check that the open data says what the result says, under the columns it declares."""
    package = loaded(bundle / "datapackage.json")
    headed = True
    for resource in package["resources"]:
        with (bundle / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        headed = headed and header == [one["name"] for one in resource["schema"]["fields"]]
    report.check(
        holds=headed,
        said=f"The {len(package['resources'])} tables have the columns that their schemas name.",
        means="A table has other columns than datapackage.json says.",
    )
    stages = {result["stage"]: result["counts"]}
    stages |= {f"sample_{one['stage']}": one for one in result["samples"]}
    want = set()
    for stage, counts in stages.items():
        want.add((stage, "valid", "", counts["valid"]))
        if counts.get("excluded"):
            want.add((stage, "excluded", "", counts["excluded"]))
        for kind, key in (("reason", "reasons"), ("waiting", "waiting_for")):
            want |= {(stage, kind, one["code"], one["lines"]) for one in counts[key]}
    found = [
        (row["stage"], row["kind"], row["code"], int(row["lines"]))
        for row in _rows(bundle / "counts.csv")
    ]
    same = set(found) == want and len(found) == len(want)
    keys = ("stage", "size", "valid", "duplicates", "naive_valid", "projected_valid")
    for part, names in (("decisions", ("required", "decision", "short_by")), ("samples", keys)):
        rows = _rows(bundle / {"decisions": "required.csv", "samples": "samples.csv"}[part])
        said = [
            ["" if one[key] is None else str(one[key]) for key in names] for one in result[part]
        ]
        same = same and [[row[key] for key in names] for row in rows] == said
    report.check(
        holds=same,
        said="The open data says what the result says.",
        means="The open data says something else than the result: one of the two was changed.",
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
