"""``python rollcheck-verify.pyz BUNDLE``: check a published bundle, with Python alone."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from tempfile import TemporaryDirectory

from rollcheck.verify.audit import check_audit
from rollcheck.verify.decision import check_law
from rollcheck.verify.files import SIGNED, check_files, check_tables, loaded
from rollcheck.verify.leaves import check_counts, check_drawn, check_draws, check_trees, read_leaves
from rollcheck.verify.log import check_log, check_result, check_since, keys_before, read_log
from rollcheck.verify.notes import Key, read_key
from rollcheck.verify.opening import check_opening
from rollcheck.verify.saying import FAILED, UNREADABLE, Report, plain

NEVER = (
    "that a line was a duplicate or not registered: people found it; the sheet and roll show it",
    "that the roll was right, or that every line on paper is among the leaves",
    "that the rule file says what the law says: read its citations",
    "that the root was public before the seed was known: compare it with what was published then",
    "intervals, sentences, steps and sections in result.json, the pages and the Parquet tables",
)
EXITS = {
    0: "Everything that can be checked holds.",
    1: "FAILED: not everything holds. See each line marked FAIL.",
    3: "NOT ESTABLISHED: nothing failed, but see each line marked with a question mark.",
}


def verify(bundle: Path, key: str | None, since: Path | None, opening: Path | None) -> Report:
    """Check everything in a bundle, in the order in which one thing rests on another."""
    report = Report()
    with TemporaryDirectory(prefix="rollcheck-verify-") as folder:
        own = Path(folder)
        report.part("The manifest", lambda: check_files(bundle, own, report))
        if report.exit_code:
            report.open("Nothing else was looked at: it all rests on the files that were signed.")
            return report
        report.part("The result", lambda: _check_content(own, key, since, report))
        if opening:
            report.part("The opening", lambda: check_opening(own, opening, report))
    report.cannot += NEVER
    return report


def _check_content(bundle: Path, key: str | None, since: Path | None, report: Report) -> None:
    result = loaded(bundle / "result.json")
    signer = read_key(loaded(bundle / "manifest.json")["key"])
    signers, log = [signer], None
    if (bundle / "record").is_dir():
        log = read_log(bundle / "record")
        check_log(log, signer, report)
        signers = keys_before(log, signer)
        check_result(log, bundle / "result.json", report)
        if since:
            report.part("Your checkpoint", lambda: check_since(log, since, signers, report))
    else:
        report.open("The bundle has no record: nothing shows that history was not rewritten.")
        if since:
            words = "The bundle has no record to compare with your checkpoint: it was left out."
            report.found.append((FAILED, words))
    _check_origin(signers, key, report)
    leaves = read_leaves(bundle)
    check_trees(leaves, result, report)
    check_draws(leaves, result, report)
    if log:
        check_drawn(log, leaves, result, report)
    check_counts(leaves, result, report)
    check_law(bundle, result, report)
    check_tables(bundle, result, report)
    if (bundle / "audit").is_dir():
        report.part("The audit", lambda: check_audit(bundle / "audit", result, log, report))
    else:
        report.cannot.append("that the findings are right enough: the bundle has no audit")


def _check_origin(signers: list[Key], given: str | None, report: Report) -> None:
    """Compare the key with the one that the observer got by another way."""
    if given is None:
        report.open(
            f"Origin not checked: signed by {signers[0].name}, fingerprint "
            f"{signers[0].fingerprint}. Compare it, or give --key."
        )
        return
    yours = read_key(given)
    report.check(
        holds=any((one.name, one.public) == (yours.name, yours.public) for one in signers),
        said=f"The bundle is signed by the key you gave, of {yours.name}, or its successor.",
        means=f"The bundle is not signed by the key you gave, of {yours.name}: it comes from "
        "somebody else.",
    )


def key_given(given: str) -> str:
    """Return a public key that stands on the command line, or in a file named there."""
    try:
        return read_key(Path(given).read_text("utf-8") if Path(given).is_file() else given).text
    except UNREADABLE as error:
        raise ArgumentTypeError(f"{given} is no public key, and no file with one") from error


def there(given: str) -> Path:
    """Return a path at which something is: what was mistyped is no fault of the bundle."""
    if not Path(given).exists():
        raise ArgumentTypeError(f"there is no {given}")
    return Path(given)


def main(given: list[str] | None = None) -> None:
    """Check the bundle, print what was found in plain words, and leave with the exit code."""
    parser = ArgumentParser(
        prog="rollcheck-verify",
        description="Check a published bundle. Exits: 0 all holds, 1 something failed, 2 wrong "
        "use: nothing was checked, 3 something could not be established.",
    )
    parser.add_argument("bundle", type=there, help="the folder of the bundle")
    parser.add_argument("--key", type=key_given, help="the office's public key, or a file with it")
    parser.add_argument("--since", type=there, help="a checkpoint that you kept")
    parser.add_argument("--opening", type=there, help="the opening of a line, to check as well")
    asked = parser.parse_args(given)
    if not any((asked.bundle / name).is_file() for name in SIGNED):
        parser.error(f"{asked.bundle} is no bundle: it has neither {' nor '.join(SIGNED)}")
    report = verify(asked.bundle, asked.key, asked.since, asked.opening)
    lines = [f"{kind:<5} {plain(said)}" for kind, said in report.found]
    if report.cannot:
        lines += ["", "What this cannot show:", *(f"  - {plain(said)}" for said in report.cannot)]
    coding = sys.stdout.encoding or "utf-8"
    text = "\n".join([*lines, "", EXITS[report.exit_code], ""])
    sys.stdout.write(text.encode(coding, "backslashreplace").decode(coding))
    sys.exit(report.exit_code)


if __name__ == "__main__":
    main()
