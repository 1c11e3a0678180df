"""``rollcheck record open``: the opening of one line, for somebody entitled to it."""

import json
import secrets
from datetime import date
from pathlib import Path

import click

from rollcheck import law
from rollcheck.cli.output import print_json
from rollcheck.cli.publish_office import handed_out_of_office
from rollcheck.cli.record_of_office import is_office
from rollcheck.cli.record_values import PATH, doing
from rollcheck.problems import Problem, RollcheckError
from rollcheck.publish.entitled import Asked, refuse_unless_entitled
from rollcheck.publish.on_record import RESULT, petition_of_run, recorded
from rollcheck.publish.open_line import line_openings
from rollcheck.record import Act, append_acts, open_record
from rollcheck.record.entry import Row
from rollcheck.record.events.examination import LineOpened
from rollcheck.record.sealing import SALT_BYTES


@click.command("open")
@click.argument("run", type=PATH)
@click.argument("line_id")
@click.option("--to", "entitled", default="", metavar="WHOM", help="In the law's words, for whom.")
@click.option("--order", default="", help="The court's order to open it, in the law's place.")
@click.option("--recipient", required=True, help="Who gets it, by name; sealed in the record.")
@click.option("--record", type=PATH, help="The record it goes on; default: the one of the run.")
@click.option("--by", required=True, metavar="CODE", help="Who hands it out: a person's code.")
def open_line(
    run: Path,
    line_id: str,
    *,
    entitled: str,
    order: str,
    recipient: str,
    record: Path | None,
    by: str,
) -> None:
    """Print what opens one line of RUN, as JSON: its place, its finding, and both proofs.

    For somebody entitled to it: whom the place's law names (--to), or a court's order (--order).
    That it was opened, and to whom, goes on the record first. It holds a person's data. Anyone who
    has it can check it with `python rollcheck-verify.pyz BUNDLE --opening FILE`; it tells nothing
    of any other line.
    """
    if bool(entitled) == bool(order):
        raise click.UsageError("Say for whom it is in the law's words, --to, or by which --order.")
    line, finding = line_openings(run, line_id)
    result = json.loads((run / RESULT).read_text(encoding="utf-8"))
    identifier, filed_on = result["rule_set"]["identifier"], result["filed_on"]
    rules = law.rule_set(identifier, date.fromisoformat(filed_on))
    whom = refuse_unless_entitled(
        Asked(entitled, order), rules, finding.texts[0], result["decision"]
    )
    event = LineOpened(line_id, recipient, whom, order)
    origin, row = _recorded(_record_of(run, record), event, by, petition_of_run(run))
    handed = {
        "record": origin,
        "seq": row.seq,
        "entry": row.entry.decode(),
        "salt": (row.opening or b"")[:SALT_BYTES].hex(),
        "sealed": (row.opening or b"")[SALT_BYTES:].decode(),
    }
    print_json({"line": line.as_json(), "finding": finding.as_json(), "handed": handed})


def _record_of(run: Path, named: Path | None) -> Path:
    if named is not None:
        return named
    if found := recorded(run):
        return found.record
    message = "no line is opened off the record; name the record with --record"
    raise RollcheckError([Problem(str(run), None, None, "no_record", message)])


def _recorded(record: Path, event: LineOpened, by: str, petition: str) -> tuple[str, Row]:
    """Put the opening on a record before anybody sees it; return its name and the entry."""
    if is_office(record):
        return handed_out_of_office(record, event, by, petition)
    now = doing(by)
    with open_record(record, secrets.token_bytes) as opened:
        with opened.store.transaction():
            act = Act(event, now.at, now.actor, petition)
            (row,) = append_acts(opened.store, [act], opened.keys, now.random)
        return opened.origin, row
