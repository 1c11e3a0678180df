"""The report: one page of HTML, rendered from ``public/result.json`` alone."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rollcheck.problems import raise_if_any
from rollcheck.publish.abbreviated import abbreviations
from rollcheck.publish.arithmetic import step_groups, unverified
from rollcheck.publish.by_rule import district_rows, rule_rows, sample_rows
from rollcheck.publish.commands import commands
from rollcheck.publish.counts import (
    legend,
    overview_picture,
    reason_rows,
    reconciliation,
    waiting_rows,
    waiting_word,
    waterfall,
    waterfall_ruler,
)
from rollcheck.publish.decisions import cards
from rollcheck.publish.facts import about, inputs, proposals, roll, rule_set
from rollcheck.publish.headline import adds_up, badge, by_sample, headline
from rollcheck.publish.language import (
    ENGLISH,
    LANGUAGES,
    said,
    say,
    speaking,
    spoken_language,
    stays_english,
)
from rollcheck.publish.node import Node
from rollcheck.publish.sample import sample_view
from rollcheck.publish.schema import problems_in
from rollcheck.publish.words import counted


def report_html(result: Mapping[str, object], language: str = ENGLISH) -> str:
    """Render the public report: one page that needs no script and loads nothing.

    ``result`` is the object of ``public/result.json``. Since the page is made from it alone, it
    can hold nothing about a person that the result does not hold. Raises ``RollcheckError`` with
    every key that does not fit ``result_schema()``.
    """
    raise_if_any(problems_in(result))
    with speaking(language):
        return page("report.html.j2", Node(result), site=None)


def page(template: str, result: Node, **more: object) -> str:
    """Fill a template with the result and ``more``, in the language spoken."""
    return filled(template, **_view(result), **more)


def filled(template: str, **values: object) -> str:
    """Fill a template of a page with its style and with ``values``, in the language spoken."""
    css = _css()
    spoken = spoken_language()
    told = {
        "css": css,
        "csp": content_policy(css),
        "language": spoken,
        # What stays in the words of the law on a page in another language.
        "english": "" if spoken == ENGLISH else Markup(' lang="en"'),
    }
    return environment().get_template(template).render(told | values)


def _tongue(text: str) -> str:
    """Return the attribute that a text of the law has where it stays in English."""
    return Markup(' lang="en"') if stays_english(text) else ""


def content_policy(css: str) -> str:
    """Return a content security policy that allows this one style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _view(result: Node) -> dict[str, object]:
    counts = result.node("counts")
    raw = counts.number("raw")
    return {
        "title": result.text("title"),
        "version": result.text("rollcheck_version"),
        "headline": headline(result),
        "badge": badge(result),
        "about": about(result),
        "cards": cards(result),
        "not_certifiable": result.texts("not_certifiable_because"),
        "warnings": _warnings(result),
        "caveats": result.texts("caveats"),
        "overview": overview_picture(result),
        "legend": legend(result),
        "filed": counted(raw, "line", "lines"),
        "valid": counted(counts.number("valid"), "line", "lines"),
        "invalid": counted(counts.number("invalid"), "line", "lines"),
        "waiting": counted(counts.number("waiting"), "line", "lines"),
        "nothing_waits": counts.number("waiting") == 0,
        "waiting_word": waiting_word(result),
        "adds_up": adds_up(counts),
        "sentence": reconciliation(result),
        "chart": waterfall(result),
        "chart_ruler": waterfall_ruler(result),
        "reasons": reason_rows(counts, raw),
        "waiting_for": waiting_rows(counts, raw),
        "sample": sample_view(result),
        "samples": sample_rows(result),
        "by_rule": rule_rows(result),
        "districts": district_rows(result),
        "proposals": proposals(result),
        "step_groups": step_groups(result),
        "abbreviations": abbreviations(result),
        "unverified": unverified(result),
        "unread": counted(
            len(result.nodes("unverified")),
            "rule that this rests on is not verified in the text of the law",
            "rules that this rests on are not verified in the text of the law",
        ),
        "rule_set": rule_set(result),
        "roll": roll(result),
        "inputs": inputs(result),
        "commands": commands(result),
        "stage": result.text("stage"),
        "by_sample": by_sample(result),
    }


def _warnings(result: Node) -> tuple[str, ...]:
    """Return the warnings of the whole; those of one decision stand with it."""
    told = {text for card in cards(result) for text in card.warnings}
    return tuple(text for text in result.texts("warnings") if text not in told)


@cache
def _css() -> str:
    source = files("rollcheck.publish") / "templates" / "report.css"
    return source.read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Return what fills the templates."""
    filler = Environment(
        loader=PackageLoader("rollcheck.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filler.globals["say"] = say
    filler.globals["said"] = said
    filler.globals["tongue"] = _tongue
    filler.globals["language_names"] = LANGUAGES
    return filler
