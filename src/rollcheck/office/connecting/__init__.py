"""What comes from the office's other systems: reference signatures, nightly changes of the roll."""
