"""The ``recordlinkage`` package on febrl data set 4, in three settings.

Its own documentation's example ("Link two datasets") is one. The other two are what a careful user
would set up: several blocks united, an unsupervised classifier (ECM, which is Fellegi and Sunter's
model fitted by expectation and maximisation), and the best link of each copy kept; once on the
fields that a petition line has, once on every field of the data.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import recordlinkage

Links = set[tuple[str, str]]

BLOCKS = ("given_name", "surname", "postcode", "date_of_birth", "address_1")
SIMILAR = 0.85
LINE_FIELDS = ("street_number", "postcode", "birth_year")
EVERY_FIELD = ("street_number", "postcode", "date_of_birth", "soc_sec_id", "state")


def read(path: Path) -> Any:
    """Read a febrl file as a data frame of text, indexed by record, missing cells as missing."""
    frame = pandas.read_csv(path, index_col="rec_id", dtype=str, skipinitialspace=True)
    frame.columns = [column.strip() for column in frame.columns]
    frame = frame.apply(lambda column: column.str.strip())
    frame["birth_year"] = frame["date_of_birth"].str[:4]
    return frame


def documented_example(originals: Any, copies: Any) -> Links:
    """Link by the example of its documentation, as printed there."""
    indexer = recordlinkage.Index()
    indexer.block("given_name")
    pairs = indexer.index(originals, copies)
    compare = recordlinkage.Compare()
    compare.exact("given_name", "given_name", label="given_name")
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85, label="surname")
    for column in ("date_of_birth", "suburb", "state"):
        compare.exact(column, column, label=column)
    compare.string("address_1", "address_1", threshold=0.85, label="address_1")
    features = compare.compute(pairs, originals, copies)
    return set(features[features.sum(axis=1) > 3].index)


def line_fields(originals: Any, copies: Any) -> Links:
    """Link by ECM on the fields a petition line has."""
    return _fitted(originals, copies, LINE_FIELDS)


def every_field(originals: Any, copies: Any) -> Links:
    """Link by ECM on every field of the data, the number in ``soc_sec_id`` included."""
    return _fitted(originals, copies, EVERY_FIELD)


SETTINGS: dict[str, Callable[[Any, Any], Links]] = {
    "recordlinkage, its documentation's example": documented_example,
    "recordlinkage, ECM on a line's fields": line_fields,
    "recordlinkage, ECM on every field": every_field,
}


def _fitted(originals: Any, copies: Any, exact: tuple[str, ...]) -> Links:
    indexer = recordlinkage.Index()
    for column in BLOCKS:
        if column != "date_of_birth" or column in exact:
            indexer.block(column)
    if "soc_sec_id" in exact:
        indexer.block("soc_sec_id")
    pairs = indexer.index(originals, copies)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "suburb"):
        compare.string(column, column, method="jarowinkler", threshold=SIMILAR, label=column)
    compare.string("address_1", "address_1", threshold=SIMILAR, label="address_1")
    for column in exact:
        compare.exact(column, column, label=column)
    features = compare.compute(pairs, originals, copies)
    classifier = recordlinkage.ECMClassifier()
    linked = classifier.fit_predict(features)
    odds = classifier.prob(features).loc[linked]
    best = odds.groupby(level=1).idxmax()
    return set(best)
