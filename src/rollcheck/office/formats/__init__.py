"""How times are written, by language: always with their zone."""
