"""An opening: what an entitled person was shown of one line, against the published roots."""

from hashlib import sha256
from pathlib import Path

from rollcheck.verify.files import Json, loaded, said_in
from rollcheck.verify.leaves import MERGED, Leaves, read_leaves
from rollcheck.verify.log import Log, included, leaf_of, read_log
from rollcheck.verify.saying import Report

PARTS = {
    "line": ("universe_root", ("line_id", "section", "sheet", "line_no")),
    "finding": ("findings_root", ("finding", "reason", "voter", "image", "people")),
}
SALT, SEALED = 16, b"rollcheck sealed content v1\n"
PLAIN = {"valid": "valid", "waiting": "waiting", "not_counted": "not_counted", "not_checked": ""}


def check_opening(bundle: Path, path: Path, report: Report) -> None:
    """Check that both parts open one leaf, agree with its public code, and who handed them out."""
    both, leaves = loaded(path), read_leaves(bundle)
    line, finding = both["line"], both["finding"]
    for kind, said in (("line", line), ("finding", finding)):
        report.check(
            holds=_opens(kind, said, leaves),
            said=f"The opening shows the {kind} that stands at leaf {said['index']:,}.",
            means=f"The opening does not open the {kind} at leaf {said['index']}: its text, its "
            "salt or its proof was changed, or it is of another petition.",
        )
    report.check(
        holds=line["index"] == finding["index"] and _agrees(leaves, finding),
        said=f"Line {line['line_id']} (section {line['section']}, sheet {line['sheet']}, line "
        f"{line['line_no']}): {finding['finding']} {finding['reason']}".rstrip()
        + ".",
        means="The opening's finding is not the one published for this leaf, or of another leaf.",
    )
    if (bundle / "record").is_dir():
        _check_handed(read_log(bundle / "record"), both, report)


def _check_handed(log: Log, both: Json, report: Report) -> None:
    """Check by which entry, and to whom, an opening was handed out; not who copied it since."""
    if "handed" not in both:
        report.open("The opening does not say by which entry of the record it was handed out.")
        return
    seq, entry, salt, sealed = (both["handed"][key] for key in ("seq", "entry", "salt", "sealed"))
    said, content = said_in(entry), said_in(sealed)
    if later := seq >= len(log.hashes):
        report.cannot.append("that the opening was put on the record: it is later than the bundle")
    report.check(
        holds=said["type"] == "line_opened"
        and said["sealed"] == sha256(SEALED + bytes.fromhex(salt) + sealed.encode()).hexdigest()
        and content["line"] == both["line"]["line_id"]
        and (later or leaf_of(entry.encode()) == log.hashes[seq]),
        said=f"The opening was handed to {content['recipient']}, by entry {seq:,} of the record.",
        means="The opening was not handed out by the entry of the record that it names.",
    )


def _opens(kind: str, said: Json, leaves: Leaves) -> bool:
    named, fields = PARTS[kind]
    root, texts = leaves.head[named], [said[name].encode() for name in fields]
    salt = bytes.fromhex(said["salt"])
    leaf = leaf_of(salt + b"".join(len(text).to_bytes(4, "big") + text for text in texts))
    column = leaves.universe if kind == "line" else leaves.findings
    path = [bytes.fromhex(node) for node in said["proof"]]
    return (
        said["kind"] == kind
        and len(salt) == SALT
        and said["size"] == len(column)
        and said["root"] == root
        and included(leaf, said["index"], len(column), path, bytes.fromhex(root))
        and column[said["index"]] == leaf
    )


def _agrees(leaves: Leaves, finding: Json) -> bool:
    """Tell whether the public code is that of the finding; a sample may take it for another."""
    if "code" not in leaves.codes:
        return True
    code = finding["reason"] if finding["finding"] == "invalid" else PLAIN[finding["finding"]]
    merged = leaves.head["merged"]
    return leaves.codes["code"][finding["index"]] == (MERGED if code in merged else code)
