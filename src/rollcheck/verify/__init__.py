"""The stand-alone verifier: a second reading of bundle and law, with Python's own library alone.

It shares no code with the rest of the program on purpose: what it finds true, two programs found.
"""
