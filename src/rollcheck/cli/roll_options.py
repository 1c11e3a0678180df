"""The options that ``rollcheck roll import`` and ``roll update`` share."""

from pathlib import Path

import click

from rollcheck.roll import layout_names

FILE = click.Path(path_type=Path)
LAYOUT = click.option(
    "--layout",
    required=True,
    metavar="NAME|FILE.toml",
    help=f"How the file is laid out: {', '.join(layout_names())}, or a layout file of your own.",
)
OUT = click.option("--out", required=True, type=FILE, help="Folder to make; it must not exist.")
ENCODING = click.option("--encoding", help="Encoding of the file, where it is not the layout's.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
