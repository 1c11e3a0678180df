"""Run the command line as ``python -m rollcheck``."""

from rollcheck.cli import main

if __name__ == "__main__":
    main()
