"""Line identities and what was read from each line, and their loader."""
