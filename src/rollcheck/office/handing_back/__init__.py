"""Results go back to the office's own system: a file of line, voter and code."""
