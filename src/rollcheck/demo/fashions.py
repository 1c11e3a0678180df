"""How first names go in and out of fashion: of each name's bearers, when they were born.

Whoever lives with a name is taken to be born when the national counts of births say; those of its
bearers in the census whom these counts cannot account for came from elsewhere, and are spread
over the years like everybody.
"""

from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

FIRST_YEAR = 1920
SPAN = 5
PERIODS = 18
_DAYS_A_YEAR = 365.2425

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


def periods(born: Ints) -> Ints:
    """Return the five years in which days since 1970 fall, counted from 1920."""
    year = 1970 + np.floor(born / _DAYS_A_YEAR)
    period: Ints = np.clip((year - FIRST_YEAR) // SPAN, 0, PERIODS - 1).astype(np.int32)
    return period


def births_by_name(names: list[str], counts: Floats) -> Floats:
    """Return for [sex, period, name] the share of the name's bearers of that sex born then.

    ``counts`` are the bearers of each name in the census; sex 1 is male.
    """
    living = _living(names)
    everybody = living.sum(axis=(0, 2)) / living.sum()
    counted = living.sum(axis=(0, 1))
    known = np.minimum(1.0, counted / counts)
    by_sex = living.sum(axis=1, keepdims=True)
    shares = np.divide(living, by_sex, out=np.zeros_like(living), where=by_sex > 0)
    known = np.where(by_sex[:, 0] > 0, known, 0.0)[:, np.newaxis]
    return np.asarray(known * shares + (1 - known) * everybody[:, np.newaxis])


def _living(names: list[str]) -> Floats:
    """Return [sex, period, name]: how many live, of the births of those years."""
    source = files("rollcheck.demo") / "data" / "census" / "first_names_by_year.parquet"
    with source.open("rb") as file:
        table = pq.read_table(file)
    index = {name: i for i, name in enumerate(names)}
    living = np.zeros((2, PERIODS, len(names)))
    name = np.array([index[one] for one in table["name"].to_pylist()])
    period = (table["first_year"].to_numpy() - FIRST_YEAR) // SPAN
    male = table["male"].to_numpy().astype(np.int8)
    living[male, period, name] = table["living"].to_numpy()
    return living
