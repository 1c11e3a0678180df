"""The command line: a thin shell. It holds no rule of law and no scoring."""

from rollcheck.cli.app import main

__all__ = ["main"]
