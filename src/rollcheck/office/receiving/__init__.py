"""Paper comes in: boxes and their seals, sections, sheets counted and scanned, the raw count."""
