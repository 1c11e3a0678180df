"""Heads: a timestamp finds the checkpoint it is of, a cosigned one carries its witnesses."""

from pathlib import Path

import pytest
from record_cases import START, Bytes, make_record, opened, sign

from rollcheck.problems import RollcheckError
from rollcheck.record import Act, append_acts
from rollcheck.record.events.decision import TallyMade
from rollcheck.record.heads import cosigned_note, newest_checkpoint, stamped_checkpoint
from rollcheck.record.timestamp import imprint_of


def test_a_late_answer_is_kept_with_its_own_checkpoint(tmp_path: Path) -> None:
    make_record(tmp_path / "record", Bytes("heads"))
    with opened(tmp_path / "record") as record:
        first = sign(record, Bytes("a"))
        with record.store.transaction():
            append_acts(record.store, [Act(TallyMade(0, 0, 0), START, "s1")], record.keys, Bytes())
        second = sign(record, Bytes("b"))
        assert first != second
        assert stamped_checkpoint(record, imprint_of(first)) == (1, first)
        assert stamped_checkpoint(record, imprint_of(second)) == (3, second)
        assert stamped_checkpoint(record, bytes(32)) == newest_checkpoint(record) == (3, second)


def test_a_record_without_a_checkpoint_says_so(tmp_path: Path) -> None:
    make_record(tmp_path / "record", Bytes("heads"))
    with opened(tmp_path / "record") as record:
        with pytest.raises(RollcheckError, match="no checkpoint yet"):
            stamped_checkpoint(record, bytes(32))
        note = sign(record, Bytes("a"))
        assert str(cosigned_note(record, 1, note)).encode() == note
