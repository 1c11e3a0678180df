"""``rollcheck audit``: plan, commit, draw, review step by step, report."""

import secrets
from itertools import repeat
from pathlib import Path
from typing import Any

import click

from rollcheck.cli import audit_text
from rollcheck.cli.audit_flags import chooses_the_plan, misplaced_flags, plan_of
from rollcheck.cli.audit_of_office import read_office_run
from rollcheck.cli.audit_plan import plan
from rollcheck.cli.audit_record import (
    booked,
    record_of_audit,
    record_of_run,
    refuse_another_commitment,
    remember,
)
from rollcheck.cli.audit_subject import read_run
from rollcheck.cli.groups import Commands
from rollcheck.cli.on_record import goes_on_record
from rollcheck.cli.output import print_json
from rollcheck.cli.values import Number
from rollcheck.problems import Problem, RollcheckError, raise_if_any, whole_folder
from rollcheck.publish.audit_on_record import put_commitment, put_conclusion, putting
from rollcheck.publish.on_record import recorded
from rollcheck.sampling import audit as core
from rollcheck.sampling.audit.audit_files import (
    REPORT_JSON,
    REPORT_PAGE,
    STATE,
    write_pull_lists,
    write_report,
)
from rollcheck.sampling.universe import SALT_BYTES

PATH = click.Path(path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(cls=Commands)
def audit() -> None:
    """Test whether a petition's decision is wrong, by re-reviewing lines drawn at random.

    In order: plan, commit, draw, step as often as needed, report.
    """


audit.add_command(plan)


@audit.command()
@click.argument("petition_file", metavar="PETITION", type=PATH)
@click.argument("run", type=PATH)
@click.option(
    "--spaces",
    type=Number(1),
    required=True,
    help="The most lines that a section of the form has room for.",
)
@click.option("--out", type=PATH, required=True, help="The new folder of the audit.")
@chooses_the_plan
@goes_on_record
@JSON
def commit(
    petition_file: Path,
    run: Path,
    *,
    spaces: int,
    out: Path,
    record: Path | None,
    by: str | None,
    petition: str | None,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Commit to every finding of RUN, the finished run of PETITION, and to the audit's plan.

    PETITION is the file that the run was made from, or the code by which an office that made the
    run calls its petition.

    Writes commitment.json, to be published before the seed is known, and frame.csv, which holds
    the findings and their salts and stays in the office. What could be fitted to a seed is chosen
    here, and is in commitment.json. Where RUN is on a record, its audit goes
    on it too, from here to the report: name who does each step with --by.
    """
    if out.exists():
        message = "exists already; name a new folder, since a commitment is never replaced"
        raise RollcheckError([Problem(str(out), None, None, "in_the_way", message)])
    goes = record_of_run(run, record, petition)
    where = recorded(run)
    if where is not None and where.petition:
        subject, findings = read_office_run(str(petition_file), run, where, spaces)
    else:
        subject, findings = read_run(petition_file, run, spaces)
    salts = (secrets.token_bytes(length) for length in repeat(SALT_BYTES))
    frame = core.commit_frame(findings, salts)
    commitment = core.committed(subject, frame, plan_of(subject, frame, chosen))
    # The frame holds who found what on which line, and the salts.
    with booked(goes, by) as book, whole_folder(out, private=True) as folder:
        core.write_commitment(folder, commitment)
        if goes and book:
            remember(folder, goes, commitment.digest)
            put_commitment(book, commitment, folder)
    if as_json:
        print_json({"digest": commitment.digest, **commitment.as_json()})
        return
    for line in audit_text.commit_lines(commitment, out):
        click.echo(line)


@audit.command()
@click.argument("folder", type=PATH)
@click.option("--seed", help="The public text that fixes the draw.")
@click.option("--size", type=Number(1), required=True, help="Lines to draw in all.")
@click.option(
    "--more",
    is_flag=True,
    help="Enlarge the draw of an audit under way to SIZE lines, or its SECTIONS.",
)
@click.option("--sections", type=Number(0), help="With --more: sections to count in all.")
@goes_on_record
@JSON
def draw(
    folder: Path,
    *,
    seed: str | None,
    size: int,
    more: bool,
    sections: int | None,
    record: Path | None,
    by: str | None,
    petition: str | None,
    as_json: bool,
) -> None:
    """Draw lines for re-review from the commitment in FOLDER, by its plan.

    Writes state.json, a pull list of lines and one of sections. A larger draw begins with the
    smaller one's lines.
    """
    commitment = core.read_commitment(folder)
    refuse_another_commitment(folder, commitment.digest)
    before = core.read_state(folder / STATE) if more else None
    if before:
        core.check_commitment(commitment, before)
        drawn = core.draw_more(core.Audit(commitment, before), size, sections)
    else:
        core.raise_if_changed(folder / STATE, None)
        raise_if_any(misplaced_flags(seed, sections))
        drawn = core.begin(commitment, seed or "", size)
    with (
        booked(record_of_audit(folder, record, petition), by) as book,
        core.only_writer(folder / STATE, before),
        putting(book, drawn, folder),
    ):
        lists = write_pull_lists(folder, drawn)
        core.write_state(folder / STATE, drawn.state)
    if as_json:
        print_json(core.draw_of(drawn))
        return
    for line in audit_text.draw_lines(drawn, lists):
        click.echo(line)


@audit.command()
@click.argument("state", type=PATH)
@click.argument("reviews", type=PATH)
@click.option("--counts", is_flag=True, help="REVIEWS holds counts of the sections drawn.")
@goes_on_record
@JSON
def step(
    state: Path,
    reviews: Path,
    *,
    counts: bool,
    record: Path | None,
    by: str | None,
    petition: str | None,
    as_json: bool,
) -> None:
    """Append REVIEWS to STATE and say what risk is reached.

    REVIEWS has the columns line_id, reviewer, finding and, where a voter signed more than once,
    copies; with --counts section, counter and lines. Rows recorded before are passed over.
    """
    before = _open(state)
    after = (core.step_of_counts if counts else core.step_of_reviews)(before, reviews)
    with (
        booked(record_of_audit(state.parent, record, petition), by) as book,
        core.only_writer(state, before.state),
        putting(book, after, state.parent),
    ):
        if after is not before:
            core.write_state(state, after.state)
    if as_json:
        print_json(audit_text.step_json(after, changed=after is not before))
        return
    for line in audit_text.step_lines(after, changed=after is not before):
        click.echo(line)


@audit.command()
@click.argument("state", type=PATH)
@click.option("--out", type=PATH, help="The folder for the report; default: the state's own.")
@goes_on_record
@JSON
def report(
    state: Path,
    out: Path | None,
    *,
    record: Path | None,
    by: str | None,
    petition: str | None,
    as_json: bool,
) -> None:
    """Write the report of the audit in STATE as JSON and as a page; it names no line or voter."""
    opened = _open(state)
    folder = out or state.parent
    with (
        booked(record_of_audit(state.parent, record, petition), by) as book,
        core.only_writer(state, opened.state),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        with putting(book, opened, state.parent):
            document = write_report(folder, opened)
        if book:
            put_conclusion(book, opened, folder / REPORT_JSON)
    if as_json:
        print_json(document)
        return
    for line in audit_text.report_lines(opened, document):
        click.echo(line)
    click.echo(f"Report: {folder / REPORT_PAGE} and {folder / REPORT_JSON}")


def _open(path: Path) -> core.Audit:
    state = core.read_state(path)
    commitment = core.read_commitment(path.parent)
    core.check_commitment(commitment, state)
    return core.Audit(commitment, state)
