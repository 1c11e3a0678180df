"""Learning before live work: the practice set, its pass marks, the decision card."""
