"""What ``rollcheck audit`` prints: as JSON values, and as plain sentences."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rollcheck.sampling import audit as core
from rollcheck.sampling.audit.documents import Json


def commit_lines(commitment: core.Commitment, out: Path) -> Iterator[str]:
    """Yield what was committed to."""
    counts, manifest = commitment.counts, commitment.manifest
    yield (
        f"Committed to {counts.valid:,} valid and {counts.invalid:,} invalid lines in "
        f"{len(manifest.sections):,} sections."
    )
    if counts.waiting:
        yield f"{counts.waiting:,} lines wait; each counts as worst case."
    yield f"Digest: {commitment.digest}"
    yield f"Publish {out / 'commitment.json'} now, before anybody knows the seed."


def draw_lines(audit: core.Audit, lists: Sequence[Path]) -> Iterator[str]:
    """Yield what was drawn, and what comes next."""
    plan = audit.plan
    of = "lines" if plan.of == core.BOTH else plan.of
    yield f"Drew {audit.state.size:,} {of}; to pull: {lists[0]}"
    if audit.state.sections:
        yield f"Drew {audit.state.sections:,} sections to count first: {lists[1]}"
    else:
        yield "No sections were drawn: the raw count is taken on trust."
    yield f"Publish the hash of this step: {audit.state.head}"


def step_json(audit: core.Audit, *, changed: bool) -> Json:
    """Return where the audit stands after a step."""
    found = core.standings(audit)
    manifest = audit.manifest
    return {
        "changed": changed,
        "conclusion": audit.conclusion,
        "risk": found[0]["risk"],
        **core.reviewed(audit),
        "required": found,
        "missing_at_most": manifest.missing_at_most if manifest else None,
        "head": audit.state.head,
    }


def step_lines(audit: core.Audit, *, changed: bool) -> Iterator[str]:
    """Yield where the audit stands after a step."""
    if not changed:
        yield "Nothing new: every row was recorded before."
    if audit.manifest:
        found = audit.manifest
        yield (
            f"{found.counted:,} of {found.sections:,} sections counted: at most "
            f"{found.missing_at_most:,} lines are missing from the raw count."
        )
    counted = core.reviewed(audit)
    yield from _too_few_sections(audit)
    yield (
        f"{counted['reviewed']:,} of {audit.state.size:,} drawn lines reviewed; "
        f"{counted['not_found']:,} not found, {counted['split']:,} split."
    )
    yield from _standings(audit)
    yield f"Publish the hash of this step: {audit.state.head}"


def _too_few_sections(audit: core.Audit) -> Iterator[str]:
    asked = audit.standings[0].question
    if audit.manifest and asked.margin < 1 and not audit.state.reviews:
        yield (
            "So many could make the decision wrong: draw more sections with --more before the "
            "first review."
        )


def report_lines(audit: core.Audit, document: Mapping[str, object]) -> Iterator[str]:
    """Yield the report in short."""
    rate = document["error_rate"]
    yield from _standings(audit)
    if isinstance(rate, Mapping):
        yield (
            f"Error rate: {rate['low']:.2%} to {rate['high']:.2%} of {rate['lines']:,} lines, "
            f"with {document['confidence']:.0%} confidence."
        )


def _standings(audit: core.Audit) -> Iterator[str]:
    for position, one in enumerate(audit.standings):
        kind = "certified" if position == 0 else "claimed"
        asked = one.question
        yield (
            f"Required {asked.required:,} ({kind}), {asked.decision}: risk {float(one.risk):.4f}. "
            f"{core.CONCLUSIONS[one.conclusion]}."
            + " The re-reviews show at the same risk limit that it is wrong."
            * one.contradicted
        )
