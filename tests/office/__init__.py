"""Tests of the office: a package, so that their fixtures have a name of their own."""
