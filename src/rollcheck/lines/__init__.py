"""Line identities, what was read from each line, and their loader."""

from rollcheck.lines.load import LINE_COLUMNS, Lines, load_lines
from rollcheck.lines.signing_day import signing_day

__all__ = ["LINE_COLUMNS", "Lines", "load_lines", "signing_day"]
