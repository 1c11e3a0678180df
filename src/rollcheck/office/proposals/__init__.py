"""What the matcher proposes for lines whose text is known: voters with evidence, no findings."""
