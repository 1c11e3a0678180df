"""Snapshots of the roll: imported from an office's voter file by a worker, kept for good."""
