"""A small petition on disk: a roll of the plain layout, lines, determinations."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROLL_HEADER = (
    "voter_id,status,county,first,middle,last,suffix,birth_date,affidavit_signed_on,"
    "affidavit_received_on,canceled_on,house,street,street_type,unit,city,zip"
)
ROLL = (
    (
        "V01,active,Los Angeles,Marisol,Inez,Quintanilla,,1970-02-03,2010-01-01,2010-01-05,,"
        "4127,Alder,St,,Burbank,91501"
    ),
    (
        "V02,active,Los Angeles,Desmond,,Okonkwo,,1981-05-06,2012-01-01,2012-01-05,,"
        "88,Mulberry,Ave,3,Glendale,91201"
    ),
    (
        "V03,canceled,Los Angeles,Prudence,,Whitlock,,1950-05-06,1999-01-01,1999-01-05,2020-03-04,"
        "19,Orchard,Ln,,Pasadena,91101"
    ),
    (
        "V04,active,Orange,Thaddeus,,Bjornstad,,1966-05-06,2001-01-01,2001-01-05,,"
        "702,Harbor,Blvd,,Anaheim,92801"
    ),
    (
        "V05,active,Los Angeles,Guadalupe,,Zamarripa,,1990-05-06,2022-06-20,2022-07-08,,"
        "3310,Juniper,Dr,,Torrance,90501"
    ),
    (
        "V06,confidential,Los Angeles,Ottoline,,Farquharson,,1977-05-06,2005-01-01,2005-01-05,,"
        "615,Sycamore,Ct,,Whittier,90601"
    ),
    (
        "V07,active,Los Angeles,Leopold,,Vandermeer,,1988-05-06,2011-01-01,2011-01-05,,"
        "2044,Magnolia,Way,,Lancaster,93534"
    ),
)
LINES_HEADER = "line_id,section,sheet,line_no,printed_name,address,city,zip,birth_year,signed_on"
LINES = (
    "L01,S1,1,1,Marisol Quintanilla,4127 Alder St,Burbank,91501,,2022-03-01",
    "L02,S1,1,2,Desmond Okonkwo,88 Mulberry Ave,Glendale,91201,,2022-03-02",
    "L03,S1,1,3,Prudence Whitlock,19 Orchard Ln,Pasadena,91101,,2022-03-03",
    "L04,S1,1,4,Thaddeus Bjornstad,702 Harbor Blvd,Anaheim,92801,,2022-03-04",
    "L05,S1,1,5,Guadalupe Zamarripa,3310 Juniper Dr,Torrance,90501,,2022-06-25",
    "L06,S1,2,1,Ottoline Farquharson,615 Sycamore Ct,Whittier,90601,,2022-03-06",
    "L07,S1,2,2,Leopold Vandermeer,51 Quarry Rd,Lancaster,93534,,2022-03-07",
    "L08,S1,2,3,Nobody Whatsoever,9 Nowhere Rd,Compton,90220,,2022-03-08",
    "L09,S1,2,4,Marisol Quintanilla,4127 Alder Street,Burbank,91501,,2022-03-09",
)
OUTCOMES = {
    "L01": "matched",
    "L02": "matched",
    "L03": "canceled",
    "L04": "out_of_jurisdiction",
    "L05": "registered_late",
    "L06": "confidential",
    "L07": "different_address",
    "L08": "none",
    "L09": "matched",
}
DETERMINATIONS_HEADER = "line_id,person,finding,reason,voter_id,duplicate_of,at"
DETERMINATIONS = (
    "L01,ann,valid,,V01,,2022-07-11T09:00",
    "L02,ann,valid,,V02,,2022-07-11T09:01",
    "L03,ann,invalid,canceled,V03,,2022-07-11T09:02",
    "L04,ann,invalid,out_of_jurisdiction,V04,,2022-07-11T09:03",
    "L05,ann,invalid,registered_late,V05,,2022-07-11T09:04",
    "L06,bo,valid,,V06,,2022-07-11T09:05",
    "L07,bo,invalid,different_address,V07,,2022-07-11T09:06",
    "L08,bo,invalid,not_registered,,,2022-07-11T09:07",
    "L09,bo,invalid,duplicate,V01,L01,2022-07-11T09:08",
)


@dataclass
class Files:
    """The files of a petition; change a field, then ``write``."""

    folder: Path
    roll: list[str] = field(default_factory=lambda: [ROLL_HEADER, *ROLL])
    lines: list[str] = field(default_factory=lambda: [LINES_HEADER, *LINES])
    determinations: list[str] = field(
        default_factory=lambda: [DETERMINATIONS_HEADER, *DETERMINATIONS]
    )
    keys: dict[str, str] = field(
        default_factory=lambda: {
            "place": '"us-ca"',
            "kind": '"county-recall"',
            "title": '"Recall of a county officer"',
            "county": '"Los Angeles"',
            "circulation_from": "2022-01-27",
            "circulation_to": "2022-07-06",
            "filed_on": "2022-07-06",
            "raw_count": "9",
            "required": "[4, 3]",
            "roll": '"roll.csv"',
            "roll_layout": '"plain"',
            "roll_as_of": "2022-07-06",
            "lines": '"lines.csv"',
            "determinations": '"determinations.csv"',
        }
    )

    def write(self) -> Path:
        """Write every file; return the petition's."""
        for name in ("roll", "lines", "determinations"):
            text = "\n".join(getattr(self, name)) + "\n"
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
        petition = self.folder / "petition.toml"
        petition.write_text(
            "".join(f"{key} = {value}\n" for key, value in self.keys.items()), encoding="utf-8"
        )
        return petition


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A petition of nine lines in a folder of its own."""
    return Files(tmp_path)
