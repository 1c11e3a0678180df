"""Line identities, what was read from each line, and their loader."""

from rollcheck.lines.load import LINE_COLUMNS, Lines, load_lines

__all__ = ["LINE_COLUMNS", "Lines", "load_lines"]
