"""Tests of the verifier: a package, so that their fixtures have a name of their own."""
