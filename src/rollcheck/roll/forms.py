"""The normalised columns of a table, each distinct text normalised once."""

from collections.abc import Callable, Mapping

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.roll.coded import Coded, as_texts, compact, queried, together, with_null
from rollcheck.roll.words import word_table

NAME_SOURCES = {
    "n_last": ("last", "norm_name"),
    "n_first": ("first", "norm_name"),
    "n_middle": ("middle", "norm_name"),
    "n_suffix": ("suffix", "norm_suffix"),
}
STREET_FIELDS = ("dir", "street", "type")
ADDRESS_PARTS = ("house", "dir", "street", "type", "unit", "city_tail", "po_box", "zip")
STREET_PARTS = ("pre_dir", "street", "street_type", "post_dir")
# Texts that are their own normal form.
PLAIN = {
    "norm_name": "[A-Z]+",
    "norm_house": "[1-9][0-9]*",
    "norm_unit": "[1-9][0-9]*",
    "norm_zip": "[0-9]{5}",
}
# Suffixes behind a name, in the order in which they count: VI may be a name there, V an initial.
_SUFFIX = "JR|JNR|SR|SNR|II|III|IV|2ND|3RD|4TH"
_SUFFIX_BEHIND = {
    "n_last": rf"^(?P<name>.+) (?P<suffix>{_SUFFIX}|JUNIOR|SENIOR)$",
    "n_middle": rf"^(?:(?P<name>.*) )?(?P<suffix>{_SUFFIX})$",
    "n_first": rf"^(?P<name>.+) (?P<suffix>{_SUFFIX})$",
}
_SUFFIX_OF = {row["word"]: row["suffix"] for row in word_table("suffixes")}
_HOUSE_APART = ("+", "-")  # the house number has a column of its own, or none
REMEMBERED = 500_000  # texts whose forms are kept, of each kind


class Normaliser:
    """The normal forms of one file's rows, batch after batch; a text seen before is looked up.

    The same names and streets come again in every batch, and looking one up takes a hundredth of
    the time of normalising it. Columns come and go as their distinct texts (``coded.py``).
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._seen: dict[str, Seen] = {}
        self._seen_streets = Seen(lambda texts: _parsed_streets(con, texts), len(ADDRESS_PARTS))

    def voters(self, columns: Mapping[str, Coded]) -> dict[str, Coded]:
        """Return the n_ columns of voters: of their names and addresses."""
        return self.names(columns) | self.addresses(columns)

    def names(self, columns: Mapping[str, Coded]) -> dict[str, Coded]:
        """Return n_last, n_first, n_middle and n_suffix of the rows of ``columns``.

        A suffix may stand behind a name (SMITH JR); one in its own column beats it.
        """
        forms = {
            form: self._normalised(columns[source], macro)
            for form, (source, macro) in NAME_SOURCES.items()
        }
        for form, pattern in _SUFFIX_BEHIND.items():
            forms[form], suffix = _suffix_apart(forms[form], pattern)
            forms["n_suffix"] = _first_filled(forms["n_suffix"], suffix)
        return forms

    def addresses(self, columns: Mapping[str, Coded]) -> dict[str, Coded]:
        """Return the n_ columns of the addresses of ``columns``.

        Where the house number has no column of its own, the street column may hold all of the
        address. What stands in a column of its own beats what was found in the street's text.
        """
        found = self._streets(columns)
        own_house = self._normalised(columns["house"], "norm_house")
        own_unit = self._normalised(columns["unit"], "norm_unit")
        own_city = self._normalised(columns["city"], "norm_city")
        own_zip = self._normalised(columns["zip"], "norm_zip")
        return {
            "n_house": _first_filled(own_house, found["house"]),
            "n_dir": found["dir"],
            "n_street": found["street"],
            "n_type": found["type"],
            "n_unit": _first_filled(own_unit, found["unit"]),
            "n_city": _first_filled(own_city, found["city_tail"]),
            "n_zip": _first_filled(own_zip, found["zip"]),
            "n_po_box": found["po_box"],
        }

    def _streets(self, columns: Mapping[str, Coded]) -> dict[str, Coded]:
        """Return the ``ADDRESS_PARTS`` of what stands where the street does."""
        house = columns["house"]
        apart = Coded(pa.array(_HOUSE_APART), (house.codes < 0).astype(np.int32))
        parts = [apart, *(columns[part] for part in STREET_PARTS)]
        rows, codes = together(parts)
        # Whether a house number stands apart travels with the text, so that each is parsed once.
        marks, *texts = (
            pc.fill_null(as_texts(Coded(part.texts, part.codes[rows])), "") for part in parts
        )
        street = pc.binary_join_element_wise(*texts, " ")
        marked = Coded(pc.binary_join_element_wise(marks, street, ""), codes)
        forms = self._seen_streets.forms(marked.texts)
        return {
            name: compact(Coded(form, codes))
            for name, form in zip(ADDRESS_PARTS, forms, strict=True)
        }

    def _normalised(self, column: Coded, macro: str) -> Coded:
        """Return ``macro`` of each text of ``column``, '' where it is null."""
        if macro not in self._seen:
            self._seen[macro] = Seen(lambda texts: [_forms(self._con, texts, macro)], 1)
        texts, codes = with_null(column)
        [forms] = self._seen[macro].forms(texts)
        return compact(Coded(pc.fill_null(forms, ""), codes))


class Seen:
    """Texts with their forms, several for each text; made where a text is new."""

    def __init__(self, make: Callable[[pa.Array], list[pa.Array]], forms: int) -> None:
        self._make = make
        self._places: dict[str | None, int] = {}
        self._forms = [pa.array([], pa.string())] * forms

    def forms(self, column: pa.Array) -> list[pa.Array]:
        """Return each form of texts; those of null are what they are made to be."""
        texts = column.to_pylist()
        new = [place for place, text in enumerate(texts) if text not in self._places]
        if new:
            if len(self._places) + len(new) > REMEMBERED:
                # Whole addresses in one column are nearly all different: begin anew.
                self._places, new = {}, list(range(len(texts)))
                self._forms = [form[:0] for form in self._forms]
            known = len(self._places)
            made = self._make(column.take(pa.array(new)))
            self._forms = [pa.concat_arrays(both) for both in zip(self._forms, made, strict=True)]
            self._places |= {texts[place]: known + n for n, place in enumerate(new)}
        rows = pa.array([self._places[text] for text in texts], pa.int32())
        return [form.take(rows) for form in self._forms]


def _suffix_apart(names: Coded, pattern: str) -> tuple[Coded, Coded]:
    """Return names without a suffix behind them, and the suffixes, empty where there is none."""
    name, suffix = pc.extract_regex(names.texts, pattern).flatten()
    if suffix.null_count == len(suffix):
        return names, Coded(pa.array([""]), np.zeros(len(names.codes), np.int32))
    written = suffix.dictionary_encode()
    said = pa.array([_SUFFIX_OF[word] for word in written.dictionary.to_pylist()])
    suffixes = pc.fill_null(said.take(written.indices), "")
    bare = pc.coalesce(name, names.texts)
    return compact(Coded(bare, names.codes)), compact(Coded(suffixes, names.codes))


def _forms(con: duckdb.DuckDBPyConnection, texts: pa.Array, macro: str) -> pa.Array:
    """Return ``macro`` of each text; the engine is only asked of those that are not plain.

    Planning one query costs it as much as normalising ten thousand names.
    """
    if macro not in PLAIN or not len(texts):
        return queried(con, pa.table({"t": texts}), f"{macro}(t)")
    plain = pc.fill_null(pc.match_substring_regex(texts, f"^({PLAIN[macro]})$"), False)  # noqa: FBT003 - Arrow's own
    if pc.all(plain).as_py():
        return texts
    others = texts.filter(pc.invert(plain))
    made = queried(con, pa.table({"t": others}), f"{macro}(t)")
    return pc.replace_with_mask(texts, pc.invert(plain), made)


def _parsed_streets(con: duckdb.DuckDBPyConnection, texts: pa.Array) -> list[pa.Array]:
    """Return the parts of each text: "-" and a whole address, or "+" and what follows the house.

    Nearly all of the latter are a street and nothing else, which takes a fifth of the work.
    """
    whole = queried(con, pa.table({"t": texts}), "t[1] = '-' OR _is_more_than_street(t)")
    is_whole = whole.to_numpy(zero_copy_only=False)
    places = np.empty(len(texts), np.int64)
    places[~is_whole] = np.arange(np.count_nonzero(~is_whole))
    places[is_whole] = np.arange(np.count_nonzero(~is_whole), len(texts))
    streets = queried(con, pa.table({"t": texts.filter(pc.invert(whole))}), "norm_street(t[2:])")
    addresses_sql = "norm_address(CASE WHEN t[1] = '+' THEN '1 ' ELSE '' END || t[2:])"
    if not pc.any(whole).as_py():
        nothing = pa.array([""] * len(texts), pa.string())
        return [
            streets.field(STREET_FIELDS.index(name)) if name in STREET_FIELDS else nothing
            for name in ADDRESS_PARTS
        ]
    addresses = queried(con, pa.table({"t": texts.filter(whole)}), addresses_sql)
    order = pa.array(places)
    nothing = pa.array([""] * len(streets), pa.string())
    parts = []
    for place, name in enumerate(ADDRESS_PARTS):
        known = streets.field(STREET_FIELDS.index(name)) if name in STREET_FIELDS else nothing
        parts.append(pa.concat_arrays([known, addresses.field(place)]).take(order))
    return parts


def _first_filled(own: Coded, found: Coded) -> Coded:
    """Return the texts of ``own`` where there are some, else those of ``found``."""
    empty = pc.equal(own.texts, "").to_numpy(zero_copy_only=False)
    if not empty.any() or (len(found.texts) == 1 and found.texts[0].as_py() == ""):
        return own
    texts = pa.concat_arrays([own.texts, found.texts])
    shifted = found.codes + np.int32(len(own.texts))
    return compact(Coded(texts, np.where(empty[own.codes], shifted, own.codes)))
