"""Reading text tables: every encoding and packing, every way a file can be broken."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollcheck.problems import Problem, RollcheckError, delimited_rows
from rollcheck.problems.delimited import (
    AUTO,
    BadRow,
    TableFormat,
    read_batches,
    read_table,
    write_csv,
)

CSV = TableFormat()


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def write(content: bytes | str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def rows_of(path: Path, form: TableFormat = CSV) -> list[tuple[object, ...]]:
    """The good rows as tuples that begin with the row number."""
    return read(path, form)[0]


def read(
    path: Path, form: TableFormat = CSV
) -> tuple[list[tuple[object, ...]], list[tuple[int, str]]]:
    bad: list[BadRow] = []
    good = [
        (int(number), *row.values())
        for batch in read_batches(path, form, required=(), on_bad_row=bad.append)
        for number, row in zip(batch.row_numbers, batch.rows.to_pylist(), strict=True)
    ]
    return good, [(row.row, row.code) for row in bad]


def refusal(path: Path, form: TableFormat = CSV, required: tuple[str, ...] = ()) -> Problem:
    with pytest.raises(RollcheckError) as caught:
        list(read_batches(path, form, required=required, on_bad_row=lambda bad: None))
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_cells_are_given_as_written(put: Callable[..., Path]) -> None:
    path = put('a,b\n 1 ,"x, ""y"""\n,"two\nlines"\n')
    assert rows_of(path) == [(2, " 1 ", 'x, "y"'), (3, "", "two\nlines")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_any_line_end_with_or_without_the_last(
    put: Callable[..., Path], end: str, last: bool
) -> None:
    path = put(f"a,b{end}1,2{end}3,4" + (end if last else ""))
    assert rows_of(path) == [(2, "1", "2"), (3, "3", "4")]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("latin-1", b""),
        ("windows-1252", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_encodings(put: Callable[..., Path], encoding: str, mark: bytes) -> None:
    path = put(mark + "a,b\nNúñez,é\n".encode(encoding))
    assert rows_of(path, TableFormat(encoding=encoding)) == [(2, "Núñez", "é")]


def test_a_byte_order_mark_beats_the_encoding_named(put: Callable[..., Path]) -> None:
    path = put("\ufeffa,b\nNúñez,é\n".encode("utf-16"))
    assert rows_of(path, TableFormat(encoding="latin-1")) == [(2, "Núñez", "é")]


def test_a_character_on_the_edge_of_two_chunks(
    put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rollcheck.problems.delimited_source.CHUNK", 7)
    path = put("a,b\n" + "é,ü\n" * 50)
    assert rows_of(path) == [(row, "é", "ü") for row in range(2, 52)]


def test_other_delimiters_no_quotes_no_header(put: Callable[..., Path]) -> None:
    form = TableFormat(delimiter="\t", quote=None, header=False, names=("a", "b"))
    assert rows_of(put('5" pipe\tx\ny\t"z\n'), form) == [(1, '5" pipe', "x"), (2, "y", '"z')]


def test_fixed_width_is_cut_by_character(put: Callable[..., Path]) -> None:
    form = TableFormat(header=False, fixed_width=(("id", 1, 3), ("name", 5, 4)), trimmed=True)
    path = put('001 Núñez\n002 "a\n\n003\n')
    assert read(path, form) == (
        [(1, "001", "Núñe"), (2, "002", '"a'), (4, "003", "")],
        [(3, "blank_row")],
    )


def test_a_fixed_width_row_cut_short(put: Callable[..., Path]) -> None:
    places = (("id", 1, 3), ("name", 4, 4), ("note", 8, 2), ("unread", 10, 5))
    form = TableFormat(header=False, fixed_width=places)
    found: list[BadRow] = []
    # Whole; without what is not read; without the optional note; cut inside the note, the name.
    path = put("001Ann xyabcde\n002Bob xy\n003Núñ\n004Dee x\n005Eve \n006F")
    rows = [
        tuple(row.values())
        for batch in read_batches(
            path,
            form,
            required=("id", "name"),
            only=("id", "name", "note"),
            on_bad_row=found.append,
        )
        for row in batch.rows.to_pylist()
    ]
    assert rows == [("001", "Ann ", "xy"), ("002", "Bob ", "xy"), ("005", "Eve ", "")]
    assert [(bad.row, bad.code, bad.text) for bad in found] == [
        (3, "short_record", "003Núñ"),
        (4, "short_record", "004Dee x"),
        (6, "short_record", "006F"),
    ]


def test_fixed_width_below_a_header(put: Callable[..., Path]) -> None:
    form = TableFormat(fixed_width=(("id", 1, 3), ("name", 4, 4)))
    assert rows_of(put("IDENTITY\n001Ann \n"), form) == [(2, "001", "Ann ")]


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_packed(tmp_path: Path, pack: str) -> None:
    assert rows_of(packed(tmp_path, pack, b"a,b\n1,2\n")) == [(2, "1", "2")]


def packed(folder: Path, pack: str, content: bytes) -> Path:
    path = folder / f"table.csv.{pack}"
    if pack == "gz":
        path.write_bytes(gzip.compress(content))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.mkdir("folder")
            archive.writestr("folder/table.csv", content)
            archive.writestr("__MACOSX/._table.csv", b"clutter")
    return path


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_packed_and_cut_short(tmp_path: Path, pack: str) -> None:
    path = packed(tmp_path, pack, b"".join(b"%d,%d\n" % (n, n * n) for n in range(9999)))
    path.write_bytes(path.read_bytes()[:-2000])
    assert refusal(path).code == "damaged_archive"


def test_packed_and_damaged_inside(tmp_path: Path) -> None:
    path = packed(tmp_path, "zip", b"a,b\n" + b"1,2\n" * 9999)
    content = bytearray(path.read_bytes())
    middle = content.index(b"table.csv") + 30
    content[middle] ^= 0xFF
    path.write_bytes(content)
    assert refusal(path).code == "damaged_archive"


def test_two_files_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a\n1\n")
        archive.writestr("b.csv", "a\n1\n")
    assert refusal(path).code == "not_one_member"


@pytest.mark.parametrize("name", ["table.csv.gz", "table.zip"])
def test_named_an_archive_and_none(put: Callable[..., Path], name: str) -> None:
    assert refusal(put("a,b\n1,2\n", name)).code == "damaged_archive"


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").code == "missing"
    assert refusal(tmp_path).code == "not_a_file"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_empty_file(put: Callable[..., Path], content: bytes) -> None:
    assert refusal(put(content)).code == "empty"


def test_a_header_alone_has_no_rows(put: Callable[..., Path]) -> None:
    assert read(put("a,b\n")) == ([], [])
    assert read(put("a,b")) == ([], [])


@pytest.mark.parametrize("content", ["\n\n", '"a,b\n1,2\n', '"a"x,b\n'])
def test_a_header_that_is_none(put: Callable[..., Path], content: str) -> None:
    assert refusal(put(content)).code == "bad_header"


def test_wrong_encoding_names_the_row(put: Callable[..., Path]) -> None:
    problem = refusal(put('a,b\n"x\ny",1\nok,2\nN\xfa\xf1ez,3\n'.encode("latin-1")))
    assert (problem.code, problem.row) == ("undecodable", 4)
    assert "windows-1252" in problem.message


def test_wrong_encoding_at_the_very_end(put: Callable[..., Path]) -> None:
    assert refusal(put(b"a,b\n1,2\n3,\xc3")).row == 3


def test_unknown_encoding(put: Callable[..., Path]) -> None:
    assert refusal(put("a\n1\n"), TableFormat(encoding="klingon")).code == "unknown_encoding"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "content.xml"])
def test_a_workbook_is_called_one(tmp_path: Path, part: str) -> None:
    path = tmp_path / "lines.csv"
    with zipfile.ZipFile(path, "w") as workbook:
        workbook.writestr("[Content_Types].xml", "<x/>")
        workbook.writestr(part, "<x/>")
    assert refusal(path).code == "workbook"


def test_an_old_workbook_and_a_pdf(put: Callable[..., Path]) -> None:
    assert refusal(put(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0")).code == "workbook"
    assert "PDF" in refusal(put(b"%PDF-1.7\n%\xe2\xe3\n")).message


@pytest.mark.parametrize(
    "content", [b"a,b\n1,\0\n", "a,b\n1,2\n".encode("utf-16-le"), b"\x7fELF\0\0\0\1"]
)
def test_what_is_no_text(put: Callable[..., Path], content: bytes) -> None:
    assert refusal(put(content)).code == "not_text"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('a,b\n1,2\n3,"open', 3),
        ('a,b\n1,2\n"3,open\n', 3),
        ('a,b\n1,2\n3,"open\n4,5\n6,7\n', 3),
        ('a,b\n"1,2\n', 2),
    ],
)
def test_cut_short_inside_quotes(put: Callable[..., Path], content: str, row: int) -> None:
    problem = refusal(put(content))
    assert (problem.code, problem.row) == ("unclosed_quote", row)


def test_an_open_quote_that_swallows_more_than_a_block(
    put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited_rows, "BLOCK", 1000)
    path = put("a,b\n" + "1,2\n" * 10 + '3,"' + "4,5\n" * 1000)
    problem = refusal(path)
    assert problem.code == "unclosed_quote"
    assert problem.row is not None


def test_rows_with_the_wrong_number_of_cells_are_set_apart(put: Callable[..., Path]) -> None:
    good, bad = read(put("a,b\n1,2\n1,2,3\n\n3\n4,5\n,\n\n\n"))
    assert good == [(2, "1", "2"), (6, "4", "5")]
    assert sorted(bad) == [
        (3, "wrong_cells"),
        (4, "blank_row"),
        (5, "wrong_cells"),
        (7, "blank_row"),
    ]


@pytest.mark.parametrize("dictionaries", [(), ("b",)])
def test_a_row_with_an_overlong_cell_is_set_apart(
    put: Callable[..., Path], dictionaries: tuple[str, ...]
) -> None:
    longest = "y" * delimited_rows.LONGEST_CELL
    path = put(f"a,b\n1,x\n2,{longest}\n3,{longest}y\n4,x\n")
    bad: list[BadRow] = []
    batches = list(
        read_batches(path, CSV, required=(), on_bad_row=bad.append, dictionaries=dictionaries)
    )
    assert [batch.row_numbers.tolist() for batch in batches] == [[2, 3, 5]]
    assert [len(str(cell)) for cell in batches[0].rows.column("b").to_pylist()] == [
        1,
        delimited_rows.LONGEST_CELL,
        1,
    ]
    assert [(row.row, row.code, row.text) for row in bad] == [(4, "overlong_cell", "")]


def test_the_text_of_a_bad_row_stays_out_of_its_message(put: Callable[..., Path]) -> None:
    bad: list[BadRow] = []
    path = put("a,b\n1,2\nNúñez,2,3\n")
    list(read_batches(path, CSV, required=(), on_bad_row=bad.append))
    assert [(row.row, row.text) for row in bad] == [(3, "Núñez,2,3")]
    assert "Núñez" not in bad[0].message
    assert "3 cells where 2 belong" in bad[0].message


def test_row_numbers_over_many_blocks(
    put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited_rows, "BLOCK", 64)
    lines = ["n,x"] + [f"{n},x" if n % 7 else f"{n}" for n in range(2, 2000)]
    good, bad = read(put("\n".join(lines)))
    assert all(str(number) == cell for number, cell, _ in good)
    assert len(good) + len(bad) == 1998
    assert [row for row, _ in bad] == [n for n in range(2, 2000) if n % 7 == 0]


def test_missing_and_doubled_columns_are_all_named(put: Callable[..., Path]) -> None:
    path = put("a,b,a,c,c\n1,2,3,4,5\n")
    with pytest.raises(RollcheckError) as caught:
        list(read_batches(path, CSV, required=("a", "x", "y"), on_bad_row=lambda bad: None))
    found = [(problem.code, problem.column) for problem in caught.value.problems]
    assert found == [
        ("missing_column", "x"),
        ("missing_column", "y"),
        ("column_twice", "a"),
        ("column_twice", None),
    ]
    assert "columns 4 and 5" in caught.value.problems[3].message


@pytest.mark.parametrize(
    ("delimiter", "told"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_another_delimiter_is_told_once(
    put: Callable[..., Path], delimiter: str, told: str
) -> None:
    path = put(f"a{delimiter}b\n1{delimiter}2\n")
    problem = refusal(path, required=("a", "b"))
    assert problem.code == "other_delimiter"
    assert f"separated by {told}" in problem.message


@pytest.mark.parametrize("name", ["Line ID", "LINE_ID", "line-id", " lineid "])
def test_a_column_whose_name_is_written_otherwise(put: Callable[..., Path], name: str) -> None:
    table, problems = read_table(put(f"x,{name}\n1,2\n"), CSV, required=("line_id",))
    assert (table.column("line_id").to_pylist(), problems) == (["2"], [])


def test_a_column_that_stands_in_two_writings_is_refused(put: Callable[..., Path]) -> None:
    problem = refusal(put("Zip,ZIP,a\n1,2,3\n"), required=("a", "zip"))
    assert (problem.code, problem.column) == ("column_twice", "zip")
    table, _ = read_table(put("zip,ZIP\n1,2\n"), CSV, required=("zip",))
    assert table.column("zip").to_pylist() == ["1"]


def test_columns_that_differ_in_their_capitals_alone_are_taken_as_they_are_named(
    put: Callable[..., Path],
) -> None:
    table, _ = read_table(put("Status,STATUS\n1,2\n"), CSV, required=("STATUS", "Status"))
    assert table.select(["Status", "STATUS"]).to_pylist() == [{"Status": "1", "STATUS": "2"}]
    with pytest.raises(RollcheckError) as caught:
        read_table(put("status,x\n1,2\n"), CSV, required=("STATUS", "Status"))
    assert [problem.code for problem in caught.value.problems] == ["missing_column"] * 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_left_open_is_told_from_the_header(
    put: Callable[..., Path], delimiter: str
) -> None:
    path = put(delimiter.join("abc") + "\n" + delimiter.join("123") + "\n")
    table, problems = read_table(path, TableFormat(delimiter=AUTO), required=("a", "c"))
    assert (table.select(["a", "c"]).to_pylist(), problems) == ([{"a": "1", "c": "3"}], [])


@pytest.mark.parametrize("rows", ["", "1,2\n", "1,2\n3\n"])
def test_empty_rows_at_the_end_are_no_rows(put: Callable[..., Path], rows: str) -> None:
    _, before = read_table(put("a,b\n" + rows), CSV, required=("a",))
    table, problems = read_table(put("a,b\n" + rows + ",\n,\n"), CSV, required=("a",))
    assert problems == before
    assert table.num_rows == rows.count(",")
    _, within = read_table(put("a,b\n" + rows + ",\n5,6\n"), CSV, required=("a",))
    assert [problem.code for problem in within if problem not in before] == ["blank_row"]


def test_a_name_that_stands_a_hundred_thousand_times_is_told_shortly(
    put: Callable[..., Path],
) -> None:
    path = put("a" + ",b" * 100_000 + "\n")
    with pytest.raises(RollcheckError) as caught:
        list(read_batches(path, CSV, required=("a",), on_bad_row=lambda bad: None))
    assert [problem.code for problem in caught.value.problems] == ["column_twice"]
    assert "columns 2 and 3 and 4 and 5 and 6 and others" in str(caught.value.problems[0].message)


def test_only_some_columns(put: Callable[..., Path]) -> None:
    path = put("a,b,c\n1,2,3\n")
    batches = list(
        read_batches(path, CSV, required=("c",), only={"c", "a", "z"}, on_bad_row=lambda bad: None)
    )
    assert batches[0].rows.to_pylist() == [{"a": "1", "c": "3"}]
    assert batches[0].first_row == 2


def test_read_table(put: Callable[..., Path]) -> None:
    path = put("b,a,z\n1,2,3\n1\n4,5,6\n")
    table, problems = read_table(path, CSV, required=("a",), optional=("b", "q"), name="lines")
    assert table.to_pylist() == [{"a": "2", "b": "1", "_row": 2}, {"a": "5", "b": "4", "_row": 4}]
    assert [(p.file, p.row, p.code) for p in problems] == [("lines", 3, "wrong_cells")]


def test_read_table_without_rows(put: Callable[..., Path]) -> None:
    table, problems = read_table(put("a\n"), CSV, required=("a",))
    assert (table.column_names, table.num_rows, problems) == (["a", "_row"], 0, [])


def test_progress_ends_at_the_size_of_the_file(put: Callable[..., Path]) -> None:
    seen: list[tuple[str, int, int]] = []
    path = put("a\n1\n")
    for _ in read_batches(
        path,
        CSV,
        required=(),
        on_bad_row=lambda bad: None,
        progress=lambda stage, done, total: seen.append((stage, done, total)),
    ):
        pass
    assert seen[-1] == ("Reading table.csv", 4, 4)


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(CELL, CELL), max_size=20))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_a_csv_writer_writes_is_read_back(
    tmp_path: Path, cells: list[tuple[str, str]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *cells])
    path = tmp_path / "any.csv"
    path.write_bytes(text.getvalue().encode())
    good, bad = read(path)
    assert [row[1:] for row in good] == [pair for pair in cells if any(c.strip() for c in pair)]
    assert len(good) + len(bad) == len(cells)


class TestWriteCsv:
    def test_formulas_are_defused_and_quotes_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "out.csv"
        cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'a "b", c\nd', "x=1", ""]
        write_csv(path, pa.table({"cell": cells, "n": range(-4, 5)}))
        with path.open(newline="") as file:
            back = list(csv.DictReader(file))
        assert [row["cell"] for row in back] == [f"'{cell}" for cell in cells[:6]] + cells[6:]
        assert [row["n"] for row in back] == [str(n) for n in range(-4, 5)]

    def test_mappings_and_nulls(self, tmp_path: Path) -> None:
        path = tmp_path / "out.csv"
        write_csv(path, [{"a": None, "b": 2}, {"b": 3}], columns=["a", "b"])
        assert path.read_text() == "a,b\n,2\n,3\n"

    @pytest.mark.parametrize("fault", [OSError(28, "No space left"), KeyboardInterrupt()])
    def test_nothing_is_left_by_a_write_that_dies(
        self, tmp_path: Path, fault: BaseException
    ) -> None:
        def rows() -> Iterator[dict[str, object]]:
            yield {"a": 1}
            raise fault

        (tmp_path / "out.csv").write_text("before")
        with pytest.raises(type(fault)):
            write_csv(tmp_path / "out.csv", rows(), columns=["a"])
        assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
        assert (tmp_path / "out.csv").read_text() == "before"
