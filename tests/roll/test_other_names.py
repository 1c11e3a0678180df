"""The other names of a first name: nicknames, contractions, translations, spellings."""

import pytest

from rollcheck.roll import other_names


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("BILL", "WILLIAM"),
        ("WM", "WILLIAM"),
        ("GPE", "GUADALUPE"),
        ("PACO", "FRANCISCO"),
        ("GEORGE", "JORGE"),
        ("MOHAMED", "MUHAMMAD"),
    ],
)
def test_each_leads_to_the_other(written: str, meant: str) -> None:
    assert meant in other_names()[written]
    assert written in other_names()[meant]


def test_no_name_is_another_name_of_itself() -> None:
    assert all(name not in others for name, others in other_names().items())
