"""Every place's petition run, published and verified by a program that shares no code with it."""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from any_place import AnyPlace, line_ids
from early_publishing import publish_before_certification

from rollcheck import law
from rollcheck.verify.__main__ import verify
from rollcheck.verify.decision import check_law
from rollcheck.verify.files import loaded
from rollcheck.verify.saying import FAILED, OPEN, Report

LINES = 510
# Identifier: day of filing, keys that make a requirement near the lines, size of the sample.
PLACES: dict[str, tuple[str, dict[str, str], int | None]] = {
    "us-ca/county-recall": ("2025-06-01", {"registered": "2000"}, 500),
    "us-ca/county-initiative": ("2025-06-01", {"votes_cast": "4900"}, 500),
    "us-ca/state-initiative": ("2025-06-01", {"votes_cast": "[6000, 9000]"}, None),
    "us-ca/state-recall": ("2025-06-01", {"votes_cast": "4000", "counts": '"counts.csv"'}, None),
    "us-ca/in-lieu": ("2019-06-01", {"required": "500"}, 120),
    "us-wa/state-initiative": ("2012-12-01", {"votes_cast": "5600"}, 60),
    "us-co/state-initiative": ("2012-08-01", {"votes_cast": "9000"}, 510),
    "us-az/state-initiative": ("2022-07-01", {"votes_cast": "4800"}, 60),
    "us-nv/county-initiative": ("2012-08-01", {"votes_cast": "3000"}, 500),
    "us-or/state-initiative": ("2012-08-01", {"votes_cast": "6000"}, 510),
    "us-mi/state-initiative": ("2018-05-01", {"votes_cast": "5500"}, 500),
    "uk/recall-of-mp": ("2019-05-01", {"registered": "4800"}, None),
    "ch/federal-initiative": ("2012-05-01", {}, None),
}


def counties() -> list[str]:
    """58 counties with 100 votes each, of which some give what the law asks."""
    return ["county,valid,votes_cast", *(f"County {i},{int(i < 6)},100" for i in range(58))]


def published(folder: Path, identifier: str) -> Path:
    """Run a petition of the place with a sample where its law draws one, and publish it."""
    place, kind = identifier.split("/")
    filed_on, keys, size = PLACES[identifier]
    petition = AnyPlace(folder, place, kind, LINES, filed_on, keys=dict(keys))
    petition.files["counts.csv"] = counties()
    petition.reject(line_ids(LINES)[:31], "not_registered")
    petition.reject(line_ids(LINES)[31:44], "other")
    for line in line_ids(LINES)[44:48]:
        petition.found[line] = [f"p{i},invalid,duplicate,,{line_ids(LINES)[99]}," for i in (1, 2)]
    petition.commit()
    petition.keys["universe"] = '"universe.csv"'
    if size:
        del petition.keys["universe"]
        petition.keys["sample"] = f'{{universe = "universe.csv", seed = "s", size = {size}}}'
    petition.result()
    publish_before_certification(folder / "run", folder / "bundle")
    return folder / "bundle"


BundleOf = Callable[[str], Path]


@pytest.fixture(scope="module")
def bundle_of(tmp_path_factory: pytest.TempPathFactory) -> BundleOf:
    """Each place's bundle, made once where a test first asks for it."""
    return cache(lambda identifier: published(tmp_path_factory.mktemp("place"), identifier))


def said_of(bundle: Path, result: Any) -> str:
    """Return what fails of the law where the bundle had this result."""
    report = Report()
    report.part("The law", lambda: check_law(bundle, result, report))
    return " ".join(said for kind, said in report.found if kind == FAILED)


def test_every_place_is_here() -> None:
    assert set(PLACES) == set(law.identifiers())


@pytest.mark.parametrize("identifier", PLACES)
def test_a_bundle_of_every_place_is_verified_and_re_computed(
    identifier: str, bundle_of: BundleOf
) -> None:
    bundle = bundle_of(identifier)
    report = verify(bundle, None, None, None)
    assert FAILED not in dict(report.found), report.found
    open_ones = [said for kind, said in report.found if kind == OPEN]
    assert not any("Not re-computed" in one for one in open_ones)
    said = " ".join(said for _, said in report.found)
    assert "required, decided again" in said
    rules = law.rule_set(identifier, date.fromisoformat(PLACES[identifier][0]))
    assert ("projected again" in said) == (PLACES[identifier][2] is not None)
    assert (PLACES[identifier][2] is None) == (
        not rules.stages or rules.stages[0].sample.drawn_in == "county"
    )


Path_ = tuple[str | int, ...]
OF_A_SAMPLE = ("projected_valid", "naive_valid", "sufficient_from", "insufficient_below")
MORE_OF_A_SAMPLE = ("total_sufficient_from", "next_sample_size", "size", "decision")


def paths(result: Any) -> Iterator[Path_]:
    """Yield where the numbers and decisions stand that follow from a place's law."""
    yield ("counts", "raw")
    yield ("stage",)
    for at, one in enumerate(result["required"]):
        yield ("required", at, "value")
        yield ("decisions", at, "decision")
        yield ("decisions", at, "short_by")
        yield from (
            ("decisions", at, "districts", which, "required")
            for which, _ in enumerate(result["decisions"][at]["districts"])
        )
        assert one["certified"] == (at == 0)
    for at, _ in enumerate(result["samples"]):
        yield from (("samples", at, key) for key in (*OF_A_SAMPLE, *MORE_OF_A_SAMPLE))
        yield ("samples", at, "decisions", 0, "decision")
        yield ("samples", at, "decisions", 0, "short_by")


def tampered(result: Any, path: Path_) -> Any:
    """Return a copy of a result with one of its numbers one higher, or another word."""
    changed = copy.deepcopy(result)
    place = changed
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    place[path[-1]] = "raw" if isinstance(value, str) else (value or 0) + 1
    return changed


@pytest.mark.parametrize("identifier", PLACES)
def test_every_number_tampered_with_is_found(identifier: str, bundle_of: BundleOf) -> None:
    bundle = bundle_of(identifier)
    result = loaded(bundle / "result.json")
    assert said_of(bundle, result) == ""
    unseen = [path for path in paths(result) if not said_of(bundle, tampered(result, path))]
    assert unseen == []


@pytest.mark.parametrize("identifier", PLACES)
def test_a_required_number_changed_wherever_it_stands_is_found(
    identifier: str, bundle_of: BundleOf
) -> None:
    bundle = bundle_of(identifier)
    result = loaded(bundle / "result.json")
    computed = bool(result["required"][0]["steps"])
    changed = tampered(tampered(result, ("required", 0, "value")), ("decisions", 0, "required"))
    said = said_of(bundle, changed)
    assert ("the rules require" in said) == computed
