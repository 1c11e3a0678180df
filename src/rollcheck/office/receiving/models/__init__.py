"""The paper as it stands now: boxes, sections, sheets, counts, lines, scans."""

from rollcheck.office.receiving.models.custody import Box, BoxStep, StepKind
from rollcheck.office.receiving.models.lines import Line, RawCount
from rollcheck.office.receiving.models.scans import Image, ImagePage
from rollcheck.office.receiving.models.sections import (
    Defect,
    FurtherForm,
    Section,
    Sheet,
    SheetCount,
    SheetOut,
)

__all__ = [
    "Box",
    "BoxStep",
    "Defect",
    "FurtherForm",
    "Image",
    "ImagePage",
    "Line",
    "RawCount",
    "Section",
    "Sheet",
    "SheetCount",
    "SheetOut",
    "StepKind",
]
