"""What stands in the wrong field of a line, or runs into the next one, where that is plain to see.

A machine that reads a form, or who keys it, takes the zip code for a part of the city, the end of
the name for the beginning of the address, or keys two fields into each other's place.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Flags = npt.NDArray[np.bool_]

# `COVINA 91735`
_CITY_AND_ZIP = r"^(?P<city>.*[A-Za-z]{2}.*?)[\s,]+(?P<zip>[0-9]{5})(?:-[0-9]{4})?\s*$"
# A name of one word, and `GONZALEZ 695 HAZEL`.
_ONE_WORD = r"^\s*\S+\s*$"
_NAME_FIRST = r"^\s*(?P<name>[^0-9\s][^0-9]*[^0-9\s])\s+(?P<rest>[0-9]+\s*[A-Za-z].*)$"
_NO_NAME = r"(?i)\b(p\.?\s*o\.?|box|apt|unit|north|south|east|west|no|n|s|e|w|nw|ne|sw|se)\b|#"
# The name holds an address, and the address a name.
_HOUSE_FIRST = r"^\s*[0-9]{2,}\S*\s.*[A-Za-z]{2}"
_NO_ADDRESS = r"^\s*[^0-9\s]+(\s+[^0-9\s]+)+\s*$"


def put_right(texts: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """Return printed_name, address, city and zip, each where it belongs; none holds a null."""
    name, address = _each_in_its_place(texts["printed_name"], texts["address"])
    name, address = _name_out_of_address(name, address)
    city, zip_code = _zip_out_of_city(texts["city"], texts["zip"])
    return {"printed_name": name, "address": address, "city": city, "zip": zip_code}


def _each_in_its_place(names: pa.Array, addresses: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return names and addresses that were keyed into each other's field where they belong."""
    at = np.flatnonzero(_matches(names, _HOUSE_FIRST))
    at = at[_matches(addresses.take(pa.array(at)), _NO_ADDRESS)]
    places = pa.array(at)
    name, address = addresses.take(places), names.take(places)
    return _filled(names, places, name), _filled(addresses, places, address)


def _zip_out_of_city(cities: pa.Array, zips: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return cities and zip codes, the latter out of the city's field where its own is empty."""
    at = pa.array(np.flatnonzero(pc.equal(zips, "").to_numpy(zero_copy_only=False)))
    city, zip_code = pc.extract_regex(cities.take(at), _CITY_AND_ZIP).flatten()
    return _filled(cities, at, city), _filled(zips, at, zip_code)


def _name_out_of_address(names: pa.Array, addresses: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return names and addresses, where a name of one word goes on in front of the house number."""
    at = np.flatnonzero(_matches(names, _ONE_WORD))
    more, rest = pc.extract_regex(addresses.take(pa.array(at)), _NAME_FIRST).flatten()
    found = ~_matches(pc.fill_null(more, "#"), _NO_NAME)
    at, more, rest = (one.filter(pa.array(found)) for one in (pa.array(at), more, rest))
    longer = pc.binary_join_element_wise(names.take(at), more, " ")
    return _filled(names, at, longer), _filled(addresses, at, rest)


def _matches(texts: pa.Array, pattern: str) -> Flags:
    found: Flags = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return found


def _filled(texts: pa.Array, at: pa.Array, others: pa.Array) -> pa.Array:
    """Return texts with those at some places replaced by what is no null of others."""
    places = np.arange(len(texts))
    known = others.is_valid()
    kept = at.filter(known).to_numpy()
    places[kept] = len(texts) + np.arange(len(kept))
    return pa.concat_arrays([texts, others.filter(known)]).take(pa.array(places))
