"""``rollcheck audit`` from a finished run to the report, on the demo's petition."""

import csv
import json
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from audit_cases import write_reviews, write_rows

from rollcheck.cli.app import run_command
from rollcheck.sampling.audit.evidence import CONCLUSIONS
from rollcheck.sampling.audit.limits import CANNOT_SEE, ON_TRUST, QUESTIONS_OF_LAW

DOCS = Path(__file__).parents[3] / "docs" / "audit.md"
SPACES = "60"
ON_TRUST_PLAN = ("--spaces", SPACES, "--sections", "0")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's files, and a run of them in ``run``."""
    folder = tmp_path_factory.mktemp("audited")
    made = ["demo", "make", "--out", str(folder / "demo"), "--scale", "0.001", "--seed", "1"]
    assert run_command([*made, "--noise", "keyed"]) == 0
    petition = str(folder / "demo" / "petition.toml")
    assert run_command(["run", petition, "--out", str(folder / "run")]) == 0
    return folder


@pytest.fixture
def committed(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of a commitment to the demo's run."""
    return commit(demo, tmp_path / "audit", capsys, "--sections", "0")


@pytest.fixture
def manifested(
    demo: Path, committed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Path:
    """The folder of a commitment whose plan counts every section that has room."""
    sections = sections_with_room(committed)
    return commit(demo, tmp_path / "manifested", capsys, "--sections", sections)


def commit(demo: Path, folder: Path, capsys: pytest.CaptureFixture[str], *plan: str) -> Path:
    petition, run = str(demo / "demo" / "petition.toml"), str(demo / "run")
    answer(capsys, "commit", petition, run, "--spaces", SPACES, *plan, "--out", str(folder))
    return folder


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, object]:
    capsys.readouterr()
    assert run_command(["audit", *arguments, "--json"]) == code
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts_of(folder: Path) -> Path:
    lines = Counter(row["section"] for row in rows_of(folder / "frame.csv"))
    rows = [
        (row["section"], "auditor-1", str(lines[row["section"]]))
        for row in rows_of(folder / "sections.csv")
    ]
    return write_rows(folder / "counts.csv", ("section", "counter", "lines"), rows)


def reviews_of(folder: Path, finding: str = "invalid") -> Path:
    rows = [(row["line_id"], "auditor-2", finding, "") for row in rows_of(folder / "pull.csv")]
    return write_reviews(folder / "reviews.csv", rows)


def sections_with_room(folder: Path) -> str:
    lines = Counter(row["section"] for row in rows_of(folder / "frame.csv"))
    return str(sum(n < int(SPACES) for n in lines.values()))


def finished(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    state, drawn = str(folder / "state.json"), ["--seed", "dice", "--size", "30"]
    answer(capsys, "draw", str(folder), *drawn)
    answer(capsys, "step", state, str(counts_of(folder)), "--counts")
    answer(capsys, "step", state, str(reviews_of(folder)))
    return answer(capsys, "report", state)


def test_from_commitment_to_report(manifested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = finished(manifested, capsys)
    assert document["conclusion"] == "confirmed"
    assert document["reviewed"] == 30
    required = document["required"]
    assert isinstance(required, list)
    assert [one["certified"] for one in required] == [True, False]
    assert required[0]["risk"] <= 0.05 < required[1]["risk"] + 0.05
    questions = document["questions_of_law"]
    assert isinstance(questions, list)
    assert questions[1:] == list(QUESTIONS_OF_LAW)
    numbers = [f"{one['required']:,}" for one in required]
    assert (
        questions[0] == f"Contested here: {numbers[0]} certified, {numbers[1]} claimed as required."
    )
    assert document["cannot_see"] == list(CANNOT_SEE)
    assert json.loads((manifested / "audit-report.json").read_text(encoding="utf-8")) == document
    for group in ("by_reason", "by_first_finder", "by_reviewer"):
        assert document[group]


class Page(HTMLParser):
    """The page's tags with what they load, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_loads_nothing_and_names_no_line(
    manifested: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(manifested, capsys)
    html = (manifested / "audit-report.html").read_text(encoding="utf-8")
    public = html + (manifested / "audit-report.json").read_text(encoding="utf-8")
    assert not [
        row["line_id"] for row in rows_of(manifested / "frame.csv") if row["line_id"] in public
    ]
    page = Page(html)
    assert not [tag for tag, attrs in page.tags if {"src", "href"} & set(attrs) or tag == "script"]
    assert [tag for tag, _ in page.tags if tag == "polyline"] == ["polyline", "polyline"]
    assert len([tag for tag, attrs in page.tags if attrs.get("class") == "band"]) == 1
    for text in (*QUESTIONS_OF_LAW, *CANNOT_SEE, "Confirmed", "mixture-of-constant-fractions/1"):
        assert text in page.text
    assert ON_TRUST not in page.text


def test_without_sections_the_raw_count_is_on_trust(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = ["--seed", "dice", "--size", "9"]
    answer(capsys, "draw", str(committed), *drawn)
    document = answer(capsys, "report", str(committed / "state.json"))
    assert ON_TRUST in str(document["cannot_see"])
    assert document["conclusion"] == "go_on"
    assert not (committed / "sections.csv").exists()


def test_a_claimed_number_may_be_given_with_the_commitment(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = json.loads((demo / "run" / "public" / "result.json").read_text(encoding="utf-8"))
    certified = result["required"][0]["value"]
    numbers = ["--required", str(certified), "--required", "20"]
    plan = ["--sections", "0", "--of", "both", *numbers, "--weight", "duplicate=2"]
    folder = commit(demo, tmp_path / "audit", capsys, *plan)
    answer(capsys, "draw", str(folder), "--seed", "dice", "--size", "9")
    document = answer(capsys, "report", str(folder / "state.json"))
    required = document["required"]
    assert isinstance(required, list)
    assert [(one["required"], one["decision"]) for one in required] == [
        (certified, "insufficient"),
        (20, "sufficient"),
    ]
    assert document["by_first_finder"] == []


def test_no_other_number_is_audited_than_the_certified_one(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    petition, run, out = demo / "demo" / "petition.toml", demo / "run", tmp_path / "audit"
    asked = ("commit", str(petition), str(run), "--spaces", SPACES, "--sections", "0")
    (problem,) = problems(answer(capsys, *asked, "--required", "20", "--out", str(out), code=1))
    assert (problem["column"], problem["code"]) == ("required", "not_certified")
    assert not out.exists()


def test_the_draw_is_made_once_and_enlarged(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = ["--seed", "dice", "--size", "5"]
    first = answer(capsys, "draw", str(committed), *drawn)
    before = rows_of(committed / "pull.csv")
    (problem,) = problems(answer(capsys, "draw", str(committed), *drawn, code=1))
    assert problem["code"] == "drawn_already"
    more = answer(capsys, "draw", str(committed), "--more", "--size", "8")
    assert rows_of(committed / "pull.csv")[:5] == before
    assert isinstance(more["drawn"], list)
    assert more["drawn"][:5] == first["drawn"]


def problems(document: dict[str, object]) -> list[dict[str, object]]:
    found = document["problems"]
    assert isinstance(found, list)
    return found


def test_a_first_draw_needs_a_seed_and_takes_the_committed_sections(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = ["draw", str(committed), "--size", "5", "--sections", "3"]
    wrong = problems(answer(capsys, *drawn, code=1))
    assert [(one["column"], one["code"]) for one in wrong] == [
        ("seed", "missing"),
        ("sections", "committed"),
    ]


@pytest.mark.parametrize(
    ("weights", "codes"),
    [
        (("x", "y=-1"), ["not_a_weight"] * 2),
        (("duplicate=1000000000",), ["out_of_range"]),
        (("duplicate=10", "nothing=2"), ["unknown_stratum", "out_of_range"]),
    ],
)
def test_weights_that_no_audit_has_are_refused_with_the_commitment(
    demo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    weights: tuple[str, ...],
    codes: list[str],
) -> None:
    petition, run, out = (str(demo / "demo" / "petition.toml"), str(demo / "run"), tmp_path / "a")
    words = ["commit", petition, run, "--spaces", SPACES, "--sections", "0", "--out", str(out)]
    flags = [word for weight in weights for word in ("--weight", weight)]
    wrong = problems(answer(capsys, *words, *flags, code=1))
    assert [one["code"] for one in wrong] == codes
    assert "a weight is a whole number from 1 to 9" in str(wrong) or codes[0] == "not_a_weight"
    assert not out.exists()


def test_a_commitment_is_never_replaced(
    demo: Path, committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(demo / "demo" / "petition.toml"), str(demo / "run"), *ON_TRUST_PLAN]
    (problem,) = problems(answer(capsys, "commit", *arguments, "--out", str(committed), code=1))
    assert problem["code"] == "in_the_way"


@pytest.fixture
def sampled(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo whose lines were never all determined."""
    shutil.copytree(demo / "demo", tmp_path / "demo")
    petition = tmp_path / "demo" / "petition.toml"
    text = petition.read_text(encoding="utf-8")
    assert 'determinations = "determinations.csv"\n' in text
    text = text.replace('determinations = "determinations.csv"\n', "", 1)
    petition.write_text(text, encoding="utf-8")
    return tmp_path


def test_an_audit_of_a_sample_only_decision_is_refused_with_the_reason(
    sampled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    petition, run = str(sampled / "demo" / "petition.toml"), str(sampled / "run")
    assert run_command(["run", petition, "--out", run]) == 0
    commit = ["commit", petition, run, *ON_TRUST_PLAN, "--out", str(sampled / "audit")]
    (problem,) = problems(answer(capsys, *commit, code=1))
    assert problem["code"] == "sample_only"
    assert "never determined" in str(problem["message"])
    assert not (sampled / "audit").exists()


def test_a_run_of_another_petition_and_a_folder_that_is_none_are_refused(
    demo: Path, sampled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    petition = sampled / "demo" / "petition.toml"
    text = petition.read_text(encoding="utf-8").replace("title =", 'title = "Other" #')
    petition.write_text(text, encoding="utf-8")
    out = [*ON_TRUST_PLAN, "--out", str(sampled / "audit")]
    found = problems(answer(capsys, "commit", str(petition), str(demo / "run"), *out, code=1))
    assert [one["code"] for one in found] == ["another_petition"]
    found = problems(answer(capsys, "commit", str(petition), str(demo), *out, code=1))
    assert [one["code"] for one in found] == ["missing_file"]


def altered_result(demo: Path, tmp_path: Path, **changed: object) -> list[str]:
    """The arguments of a commit to a copy of the run whose result says something else."""
    run = tmp_path / "run"
    shutil.copytree(demo / "run", run)
    path = run / "public" / "result.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    if "decision" in changed:
        result["decisions"][0]["decision"] = changed.pop("decision")
    path.write_text(json.dumps({**result, **changed}), encoding="utf-8")
    petition = str(demo / "demo" / "petition.toml")
    return ["commit", petition, str(run), *ON_TRUST_PLAN, "--out", str(tmp_path / "a")]


def test_a_decision_that_the_total_does_not_give_is_refused(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where a minimum in a district decides: the audit would test another decision."""
    arguments = altered_result(demo, tmp_path, decision="sufficient")
    found = problems(answer(capsys, *arguments, code=1))
    assert [one["code"] for one in found] == ["not_by_the_total"]
    assert "county or district" in str(found[0]["message"])
    assert not (tmp_path / "a").exists()


def test_signatures_taken_back_as_a_number_are_refused(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = problems(answer(capsys, *altered_result(demo, tmp_path, withdrawn=3), code=1))
    assert [one["code"] for one in found] == ["no_lines"]


@pytest.mark.parametrize("spaces", ["2", "9" * 20])
def test_spaces_that_no_form_has_are_refused(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spaces: str
) -> None:
    where = [str(demo / "demo" / "petition.toml"), str(demo / "run")]
    arguments = [*where, "--sections", "0", "--spaces", spaces]
    found = problems(answer(capsys, "commit", *arguments, "--out", str(tmp_path / "a"), code=1))
    assert [one["column"] for one in found] == ["spaces"]


def test_everything_the_report_says_is_documented(
    manifested: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = DOCS.read_text(encoding="utf-8")
    document = finished(manifested, capsys)
    assert not [key for key in document if f"`{key}`" not in text]
    assert not [code for code in CONCLUSIONS if f"| `{code}` |" not in text]
