"""The bundle: everything that is published of a run, in a signed folder that anyone can check."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rollcheck import __version__, law
from rollcheck.law.catalogue import PLACES
from rollcheck.problems import Problem, RollcheckError, raise_if_any, whole_folder
from rollcheck.publish.bundle_audit import write_audit
from rollcheck.publish.bundle_log import ReadRecord, write_log
from rollcheck.publish.bundle_pages import write_pages
from rollcheck.publish.bundle_parquet import PARQUET, write_parquet
from rollcheck.publish.bundle_tables import data_package, leaf_columns, write_tables
from rollcheck.publish.bundle_verifier import NAME as VERIFIER
from rollcheck.publish.bundle_verifier import write_verifier
from rollcheck.publish.folder import LEAVES, UNIVERSE
from rollcheck.publish.history import earlier_editions
from rollcheck.publish.on_record import RESULT
from rollcheck.publish.publication import Release
from rollcheck.publish.schema import problems_in
from rollcheck.record.files import files_of, sha256_of
from rollcheck.record.note import SignatureLine, VerifierKey, write_note
from rollcheck.record.signing import Signer

FORMAT = "rollcheck-bundle/1"
MANIFEST, SIGNED, PACKAGE = "manifest.json", "manifest.signed", "datapackage.json"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into a bundle besides the run.

    ``audit`` is the folder of the audit; ``petition`` the petition's code on the ``record``;
    ``replaces`` the bundle of the edition before.
    """

    audit: Path | None
    record: ReadRecord | None
    petition: str
    replaces: Path | None = None


AsItStands = Callable[[Path], AbstractContextManager[object]]


def publish_bundle(
    run: Path,
    out: Path,
    release: Release,
    signing: tuple[VerifierKey, Signer],
    parts: Parts,
    *,
    as_it_stands: AsItStands = nullcontext,
) -> str:
    """Write the bundle of a run's folder to ``out`` and return the SHA-256 of its manifest.

    ``out`` must not exist, or be empty: a bundle is never replaced. ``as_it_stands`` is entered
    with the folder of the finished bundle, and left once that has become ``out``; where any of
    it fails, nothing was published. Raises ``RollcheckError`` for
    a run without leaves, one that may not be published, or whose rules are not the program's.
    """
    result = _result(run)
    raise_if_any(_obstacles(run, result, release))
    rules, history = _rule_files(result), earlier_editions(parts.replaces, result)
    with _standing(out, as_it_stands) as folder:
        for source in (RESULT, LEAVES, UNIVERSE):
            shutil.copyfile(run / source, folder / source.name)
        for name, content in rules.items():
            (folder / name).write_bytes(content)
        tables = write_tables(folder, result)
        head = json.loads((run / UNIVERSE).read_text(encoding="utf-8"))
        every = {LEAVES.name: leaf_columns(head["columns"]), **tables}
        _write(folder / PACKAGE, data_package(str(result["title"]), every))
        typed = write_parquet(folder, every)
        _write(folder / PARQUET / PACKAGE, data_package(str(result["title"]), typed))
        if parts.audit:
            write_audit(folder / "audit", parts.audit, parts.record)
        if parts.record:
            write_log(folder / "record", parts.record, parts.petition)
        write_verifier(folder / VERIFIER)
        write_pages(folder, result, release, signing[0], history)
        return _sign(folder, result, release, signing)


@contextmanager
def _standing(out: Path, as_it_stands: AsItStands) -> Iterator[Path]:
    """Give the folder that becomes ``out``, inside of what is saved together with it."""
    stands = is_saved = False
    try:
        with ExitStack() as saved:
            with whole_folder(out) as folder:
                yield folder
                saved.enter_context(as_it_stands(folder))
            stands = True
        is_saved = True
    finally:
        if stands and not is_saved:  # It failed or was interrupted: what is not saved is not out.
            shutil.rmtree(out, ignore_errors=True)


def _result(run: Path) -> Json:
    path = run / RESULT
    if not path.is_file():
        message = "is no run; make one with `rollcheck run PETITION.toml --out RUN`"
        raise RollcheckError([Problem(str(run), None, None, "no_run", message)])
    result: Json = json.loads(path.read_text(encoding="utf-8"))
    raise_if_any(problems_in(result))
    return result


def _obstacles(run: Path, result: Json, release: Release) -> list[Problem]:
    """Find why a run must not be published, or cannot be."""
    found = []
    if not (run / UNIVERSE).is_file():
        message = (
            "the run has no leaves; commit the lines with `rollcheck sample commit`, name the "
            "universe in the petition file and run it again"
        )
        found.append(Problem(str(run), None, None, "no_universe", message))
    if release.certified_on is None and not release.lifted_because:
        message = (
            "nothing is published before certification; name the day with --certified-on, or let "
            "a supervisor lift the embargo: --lift-embargo REASON"
        )
        found.append(Problem(str(run), None, None, "embargo", message))
    if release.certified_on is not None and not result["certifiable"]:
        because = result["not_certifiable_because"]
        why = " ".join(because) if isinstance(because, list) else ""
        message = f"this result cannot have been certified: {why}"
        found.append(Problem(str(run), None, None, "not_certifiable", message))
    if release.certified_on and release.certified_on.isoformat() < str(result["filed_on"]):
        message = "it was certified before it was filed; mend the day"
        found.append(Problem(str(run), None, "certified-on", "impossible_date", message))
    return found


def _rule_files(result: Json) -> dict[str, bytes]:
    """Return the rule file of the filing, and that of the form's approval where it is another."""
    said = result["rule_set"]
    if not isinstance(said, dict):
        raise TypeError("a result that fits its schema has its rule set")
    identifier = str(said["identifier"])
    days = {"rules.toml": "filed_on", "rules-of-the-form.toml": "form_approved_on"}
    found: dict[str, bytes] = {}
    for name, day in days.items():
        rules = law.rule_set(identifier, date.fromisoformat(str(result[day])))
        place, file = rules.file.split("/")
        content = (PLACES / place / file).read_bytes()
        if content not in found.values():
            found[name] = content
        if name == "rules.toml" and rules.sha256 != said["sha256"]:
            message = "the rules have changed since this run; run the petition again"
            raise RollcheckError([Problem(rules.file, None, None, "other_rules", message)])
    return found


def _sign(folder: Path, result: Json, release: Release, signing: tuple[VerifierKey, Signer]) -> str:
    """Write the manifest of every file and sign it; return the manifest's hash."""
    key, signer = signing
    listed = [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        for path in files_of(folder)
    ]
    manifest: Json = {
        "format": FORMAT,
        "rollcheck_version": __version__,
        "title": result["title"],
        "key": str(key),
        "released": release.as_json(),
        "files": listed,
    }
    _write(folder / MANIFEST, manifest)
    digest = sha256_of(folder / MANIFEST)
    text = f"{key.name}\n{FORMAT}\n{digest}\n"
    line = SignatureLine(key.name, key.key_id, signer.sign(text.encode()))
    (folder / SIGNED).write_text(str(write_note(text, [line])), encoding="utf-8")
    return digest


def _write(path: Path, value: Json) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
