"""The page in every state, read without a browser."""

import base64
import hashlib
import re
import shlex
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from publish_states import HOSTILE, STATES, full_check

from rollcheck import law
from rollcheck.publish import report_html

VOID = {"meta", "line", "rect", "circle", "path", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page: every element with its attributes and text, and whether tags match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[int] = []
        self.unmatched: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.elements[self.open.pop()][0] != tag:
            self.unmatched.append(tag)

    def handle_data(self, data: str) -> None:
        for position in self.open:
            self.elements[position][2].append(data)

    def texts(self, tag: str) -> list[str]:
        return [" ".join("".join(text).split()) for name, _, text in self.elements if name == tag]

    def attributes(self, name: str) -> list[str]:
        return [found[name] for _, found, _ in self.elements if name in found]

    @property
    def body(self) -> str:
        return self.texts("body")[0]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: report_html(state()) for name, state in STATES.items()}


@pytest.fixture(params=STATES)
def page(request: pytest.FixtureRequest, pages: dict[str, str]) -> Page:
    return Page(pages[request.param])


def test_tags_match(page: Page) -> None:
    assert page.unmatched == []
    assert page.open == []


def test_one_h1_and_no_heading_level_is_skipped(page: Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_everything_referred_to_is_there(page: Page) -> None:
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    targets = [link.removeprefix("#") for link in page.attributes("href")]
    for name in ("aria-labelledby", "aria-describedby"):
        targets += page.attributes(name)
    assert set(targets) <= set(ids)


def test_landmarks_and_language(page: Page) -> None:
    tags = [tag for tag, _, _ in page.elements]
    assert [tags.count(tag) for tag in ("main", "header", "footer", "nav")] == [1, 1, 1, 1]
    assert page.attributes("lang") == ["en"]
    assert next(found for tag, found, _ in page.elements if tag == "a")["href"] == "#report"


def test_tables_have_captions_and_headers_with_scope(page: Page) -> None:
    tags = [tag for tag, _, _ in page.elements]
    assert tags.count("table") == tags.count("caption") > 0
    assert all(caption for caption in page.texts("caption"))
    scopes = [found.get("scope") for tag, found, _ in page.elements if tag == "th"]
    assert set(scopes) == {"col", "row"}


def test_pictures_are_told_or_left_to_the_text_beside_them(page: Page) -> None:
    for position, (tag, found, _) in enumerate(page.elements):
        if tag == "svg" and found.get("role") == "img":
            assert [page.elements[position + n][0] for n in (1, 2)] == ["title", "desc"]
        elif tag == "svg" and "aria-hidden" not in found:
            assert "overflow" in found, "only a part of a picture goes without"


def test_nothing_is_loaded_and_no_script_or_inline_style_runs(page: Page) -> None:
    tags = {tag for tag, _, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    names = {name for _, found, _ in page.elements for name in found}
    assert not {name for name in names if name.startswith("on")} | (names & {"style", "src"})
    assert all(link.startswith("#") for link in page.attributes("href"))
    css = page.texts("style")[0]
    assert "@import" not in css
    assert set(re.findall(r"url\(([^)]*)\)", css)) == {"#hatch", "#dots", "#cross"}


def test_the_policy_allows_this_style_sheet_alone(pages: dict[str, str]) -> None:
    html = pages["full_check"]
    css = html.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = next(
        found["content"]
        for tag, found, _ in Page(html).elements
        if found.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_hostile_text_stays_text(pages: dict[str, str]) -> None:
    page = Page(pages["hostile"])
    assert " ".join(HOSTILE.split()) in page.body
    assert page.body.count("7*7") > 8
    assert "<script" not in pages["hostile"]


def test_hostile_text_in_a_command_is_one_word_of_the_shell(pages: dict[str, str]) -> None:
    commands = [text for text in Page(pages["hostile"]).texts("code") if "--seed" in text]
    assert len(commands) == 1
    words = shlex.split(commands[0])
    assert words == [
        *("rollcheck", "sample", "draw", "universe.csv", "--seed", HOSTILE),
        *("--size", "35793", "--out", "sample.csv"),
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("full_check", "715,833 raw = 520,050 valid + 88,464 Not Registered + 43,593 Max"),
        ("full_check", "The full check counted 520,050: the uncorrected projection was 39,589"),
        (
            "full_check",
            "Both lines of a pair are drawn only about once in 400 times when 35,793 of 715,833",
        ),
        ("full_check", "about 380 for each copy seen"),
        ("full_check", "Nothing waits."),
        ("full_check", "No roll was used."),
        ("full_check", "2 people (office policy)"),
        ("full_check", "rollcheck law decide us-ca/county-recall --on 2022-07-06 --raw 715833 "),
        ("twenty_reasons", "1 person (the law says so)"),
        ("with_files", "No: being on the roll counted as registered in time"),
        ("with_files", "rollcheck run recall.toml --out again"),
        ("with_files", "1 line repeats a line outside it, which no projection may subtract"),
        ("no_contested", "The decision at the required number"),
        ("provisional_open", "Nobody has determined it yet no_determination 60,000 8.38 %"),
        ("sample_undecided", "+ 680,040 not in the sample + 0 waiting"),
        ("sample_open", "a range: at its lowest every waiting line is one more duplicate within"),
        ("sample_open", "from 27,483 to 27,983 lines valid in the sample; projected to the petit"),
        ("sample_without_pairs", "none seen does not mean that there is none"),
        ("raw_too_few", "500,000 raw = 0 valid + 500,000 not verified"),
        ("lines_lost", "715,833 raw ≠ 513,050 valid"),
        ("lines_lost", "Not accounted for −7,000"),
        ("lines_lost", "The counts do not add up."),
        ("lines_counted_twice", "Not accounted for +7,000"),
        ("equality", "The valid count equals the number required"),
    ],
)
def test_what_is_told(name: str, told: str, pages: dict[str, str]) -> None:
    text = Page(pages[name]).body.replace("\N{NO-BREAK SPACE}", " ")
    assert told in text


ONE_OF_MANY = re.compile(
    r"(?<![\d,.])1 (lines|rules|steps|pairs|copies|valid signatures|rejections|people|wait)\b"
    r"|(?<![\d,.])1 (line|rule|step|copy|valid signature|rejection) (wait|are|repeat|stand)\b"
)


def test_one_is_told_in_the_singular(page: Page) -> None:
    assert ONE_OF_MANY.findall(page.body) == []


def why(**sample: int) -> str:
    result = STATES["sample_undecided"]()
    result["sample"] |= sample
    return Page(report_html(result)).body.replace("\N{NO-BREAK SPACE}", " ")


def test_a_sample_that_is_most_of_the_lines_is_not_called_a_rare_draw() -> None:
    body = why(size=500, universe_lines=600, duplicates=500, projected_valid=480, naive_valid=600)
    assert "in about 69.44 % of draws when 500 of 600 are drawn" in body
    assert "They differ because of 500 second copies in the sample" in body
    assert "120 lower: about 0.24 for each copy seen" in body
    assert "times" not in body


def test_one_copy_is_no_claim_about_who_signed() -> None:
    body = why(duplicates=1)
    assert "because of 1 second copy in the sample: lines rejected as a duplicate of" in body
    assert "same voter" not in body


def test_copies_that_take_nothing_off_are_not_said_to_be_none() -> None:
    body = why(duplicates=2, projected_valid=600, naive_valid=600)
    assert "The two projections are the same: 2 second copies in the sample take nothing" in body


def test_a_warning_is_told_once(pages: dict[str, str]) -> None:
    assert Page(pages["equality"]).body.count("equals the number required") == 1


def test_reconciling_results_have_no_such_warning(pages: dict[str, str]) -> None:
    assert "do not add up" not in Page(pages["full_check"]).body


def test_what_is_not_verified_says_so_in_words() -> None:
    result = full_check()
    page = Page(report_html(result))
    listed = page.texts("li")
    for one in result["unverified"]:
        assert [text for text in listed if one["citation"] in text]
    marks = {one["mark"] for one in result["unverified"]}
    steps = [s for one in result["sample"]["decisions"][:1] for s in one["steps"]]
    assert page.body.count("NOT verified") >= len(marks) + sum(not s["verified"] for s in steps)
    # The size of the sample is no step of any table, so what it assumes is told here.
    assert any("the greater of 500 and 35,791.65" in text for text in listed)
    assert not any("90 % of 566,857" in text for text in listed)
    result["unverified"] = []
    assert "Every rule that this result rests on was verified" in Page(report_html(result)).body


def test_steps_at_a_claimed_number_that_repeat_are_counted_not_repeated() -> None:
    result = full_check()
    *same, last = result["required"][0]["steps"]
    result["required"][1]["steps"] = [*same, last | {"value": "543840"}]
    repeated = len(same)
    assert f"{repeated} more steps are the same" in Page(report_html(result)).body


def test_every_table_of_steps_ends_with_what_came_out() -> None:
    tables = Page(report_html(STATES["provisional_open"]())).texts("table")
    ends = [text for text in tables if text.startswith("If every waiting line")]
    assert len(ends) == 4
    assert all("Decision" in text for text in ends)


LOWEST = "If every waiting line counted against the petition"
HIGHEST = "If every waiting line counted for the petition"


@pytest.mark.parametrize("name", ["provisional_open", "provisional_certain", "sample_open"])
def test_steps_are_told_at_both_ends_while_lines_wait(name: str) -> None:
    result = STATES[name]()
    captions = Page(report_html(result)).texts("caption")
    assert captions.count(LOWEST) == captions.count(HIGHEST) == len(result["decisions"])
    of_the_stage = "The sample, held to" if name == "sample_open" else "The full check, held to"
    assert not [one for one in captions if one.startswith(of_the_stage)]


def test_what_nobody_found_is_not_told_as_found() -> None:
    result = STATES["sample_open"]()
    page = Page(report_html(result))
    tables = page.texts("table")
    for one in result["sample"]["decisions"][:1]:
        for key, caption in (("steps", LOWEST), ("steps_at_highest", HIGHEST)):
            copies = next(s for s in one[key] if s["name"] == "duplicates in the petition")
            holding = [text for text in tables if copies["rule"] in text]
            assert holding
            assert all(text.startswith(caption) for text in holding)
    assert "604 in the sample" in page.body, "the lowest end takes 500 waiting lines as copies"


@pytest.mark.parametrize("name", ["full_check", "raw_too_few", "sample_undecided"])
def test_steps_are_told_as_the_finding_once_nothing_waits(name: str) -> None:
    captions = Page(report_html(STATES[name]())).texts("caption")
    assert not {LOWEST, HIGHEST} & set(captions)
    assert any("held to 566,857 (certified)" in one for one in captions)


def test_a_number_that_the_raw_count_leaves_open_shows_both_ends() -> None:
    captions = Page(report_html(STATES["raw_between_the_numbers"]())).texts("caption")
    assert "The raw count, held to 566,857 (certified)" in captions
    assert "If no line were valid; none was verified" in captions
    assert "If every line filed were valid; none was verified" in captions


def test_the_example_is_what_the_law_computes() -> None:
    """The 2022 example must not drift from the rules it is printed beside."""
    result, filed = full_check(), date(2022, 7, 6)
    rules = law.rule_set("us-ca/county-recall", filed)
    sample, counts = result["sample"], result["counts"]
    for one in result["required"]:
        assert law.required(rules, registered=one["registered"]).values["required"] == one["value"]
    for one in result["decisions"]:
        decided = law.decide(
            rules, raw=result["raw_count"], required=one["required"], valid=counts["valid"]
        )
        assert (decided.values["decision"], decided.values["short_by"]) == (
            one["decision"],
            one["short_by"],
        )
    projected = law.project(
        rules,
        raw=result["raw_count"],
        sample=sample["size"],
        valid=sample["valid"],
        duplicates=sample["duplicates"],
        required=result["required"][0]["value"],
    )
    for key in ("naive_valid", "projected_valid", "total_insufficient_below", "decision"):
        assert projected.values[key] == sample[key]


def test_the_abbreviations_of_the_citations_are_spelt_out_once() -> None:
    spelt = " ".join(Page(report_html(full_check())).body.split())
    assert spelt.count("In the citations:") == 1
    assert "Elec. Code: California Elections Code" in spelt
    assert "California Code of Regulations" in spelt


def test_of_a_place_that_is_not_shipped_nothing_is_spelt_out() -> None:
    result = {**full_check(), "place": "elsewhere"}
    assert "In the citations:" not in report_html(result)
