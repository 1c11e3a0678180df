"""Copies of a whole office: made while it works, checked by hash, put back into an empty place."""
