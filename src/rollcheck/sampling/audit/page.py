"""The report as one page of HTML that needs no script and loads nothing."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from rollcheck.sampling.audit.audit import Audit
from rollcheck.sampling.audit.findings_by import Look, errors_of
from rollcheck.sampling.audit.picture import band, picture


def page(document: Mapping[str, object], audit: Audit) -> str:
    """Render the report; ``document`` is what ``report`` returned for ``audit``."""
    css = (files("rollcheck.sampling.audit") / "page.css").read_text(encoding="utf-8")
    hashed = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii")
    return _environment().get_template("page.html.j2").render(
        **document,
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'",
        picture=picture(audit.standings, float(audit.plan.risk)),
        band=band(_looks(audit), audit.standings, audit.plan.of),
    )  # fmt: skip


def _looks(audit: Audit) -> list[Look]:
    copies = audit.commitment.subject.copies
    return errors_of(audit.commitment.frame, audit.plan, audit.state.reviews, copies).sequence()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rollcheck.sampling.audit", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = lambda n: f"{n:,}"
    environment.filters["percent"] = lambda share: f"{share:.2%}"
    environment.filters["risk"] = lambda value: (
        f"{value:.4f}" if value >= 0.0001 else "under 0.0001"
    )
    return environment


def _risk(value: float) -> str:
    return f"{value:.4f}" if value >= 0.0001 else "under 0.0001"
