"""The pull list: in walking order, complete, and a page that loads nothing."""

import re
from html.parser import HTMLParser
from itertools import count

from rollcheck.sampling import (
    LineIdentity,
    Stratum,
    commit_universe,
    draw,
    pull_lines,
    pull_list_html,
)
from rollcheck.sampling.pull_list import PullLine, natural_order


def drawn(size: int = 200) -> tuple[PullLine, ...]:
    identities = [
        LineIdentity(f"L{i}", f"S{i // 50}", str(i // 10 % 5), str(i % 10)) for i in range(1_000)
    ]
    universe = commit_universe(identities, (number.to_bytes(16) for number in count()))
    boxes = {one.line_id: str(int(one.section[1:]) // 2 + 1) for one in identities}
    return pull_lines([(Stratum("", universe), draw(universe, "seed", size))], boxes)


def test_ordered_by_box_section_sheet_and_line_as_numbers() -> None:
    lines = drawn()
    walked = [
        (int(one.box), int(one.section[1:]), int(one.sheet), int(one.line_no)) for one in lines
    ]
    assert walked == sorted(walked)
    assert max(place[0] for place in walked) == 10
    assert sorted(one.rank for one in lines) == list(range(1, 201))


def test_numbers_within_names_sort_as_numbers() -> None:
    names = ["B10", "B9", "9", "10", "A", "B9a", "", "٣"]
    assert sorted(names, key=natural_order) == ["", "9", "10", "A", "B9", "B9a", "B10", "٣"]


class Outline(HTMLParser):
    """Collects tags and headings, and fails on a tag closed out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "path"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    assert not parser.open
    return parser


def test_every_line_once_with_a_barcode_for_each_section() -> None:
    lines = drawn()
    page = pull_list_html(lines, ["Seed: seed"])
    for line in lines:
        assert page.count(f"<td>{line.line_id}</td>") == 1
    sections = {(one.box, one.section) for one in lines}
    assert page.count('aria-label="Barcode of') == len(sections)
    assert page.count("<h2>Box ") == len({one.box for one in lines})
    assert "200 lines on 20 sections in 10 boxes." in page


def test_the_page_loads_nothing_and_its_tables_have_headers() -> None:
    found = outline(pull_list_html(drawn(), ["Seed: <script>alert(1)</script>"]))
    names = [tag for tag, _ in found.tags]
    assert not {"script", "link", "img", "iframe", "a"} & set(names)
    assert not [attrs for _, attrs in found.tags if {"src", "href", "onclick"} & set(attrs)]
    assert names.count("caption") == names.count("table") > 0
    assert {attrs["scope"] for tag, attrs in found.tags if tag == "th"} == {"row", "col"}


def test_without_boxes_there_is_no_word_of_them() -> None:
    lines = [PullLine("", "Zürich 1", "1", "2", "L1", "", 1)]
    page = pull_list_html(lines, [])
    assert not re.search(
        r"\bbox(es)?\b", page.partition("<body>")[2].replace('class="box"', ""), re.I
    )
    assert "No barcode" in page


def test_strata_are_named_where_there_are_any() -> None:
    page = pull_list_html([PullLine("1", "S1", "1", "2", "L1", "Inyo", 1)], [])
    assert '<th scope="col">Stratum</th>' in page
    assert "<td>Inyo</td>" in page
    assert "Stratum" not in pull_list_html(drawn(), [])
