"""The signed heads of the office's record: the key, checkpoints, witnesses, timestamps."""
