"""What ``rollcheck audit commit`` takes of a run: the lines in the count, and no other."""

from pathlib import Path

from any_place import AnyPlace, line_ids

from rollcheck.cli.audit_subject import read_run

DEFECTS = "section,sheet,person,finding,reason,at"


def test_lines_outside_the_count_are_not_audited(tmp_path: Path) -> None:
    """Struck lines and those of a void sheet are no lines that wait for people."""
    petition = AnyPlace(tmp_path, "us-ca", "county-recall", 60, "2022-07-06")
    every = line_ids(60)
    petition.struck = frozenset(every[:3])
    petition.files["defects.csv"] = [DEFECTS, "S0,2,ann,defective,sheet_defect,"]
    petition.keys |= {"required": "47", "raw_count": "57", "defects": '"defects.csv"'}
    for line in (*every[:3], *every[20:30]):
        del petition.found[line]
    petition.reject(every[30:35], "not_registered")
    assert petition.result()["decision"] == "insufficient"
    subject, findings = read_run(tmp_path / "petition.toml", tmp_path / "run", spaces=100)
    assert subject.raw_count == len(findings) == 47
    assert {one.status for one in findings} == {"valid", "invalid"}
    assert not {one.line_id for one in findings} & {*every[:3], *every[20:30]}


def test_a_raw_count_that_the_check_revised_is_the_one_audited(tmp_path: Path) -> None:
    petition = AnyPlace(tmp_path, "us-wa", "state-initiative", 60, "2009-07-25")
    petition.keys |= {"required": "40", "raw_count": "58", "checked_count": "61"}
    petition.result()
    subject, findings = read_run(tmp_path / "petition.toml", tmp_path / "run", spaces=100)
    assert (subject.raw_count, len(findings)) == (61, 60)
