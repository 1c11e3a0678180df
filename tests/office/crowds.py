"""An office of its own for several processes: in a folder, or in a database beside the tests'."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from office.beginning import begun_office


def office_apart(folder: Path, name: str, migrated: Path | None) -> dict[str, str]:
    """The environment of a new office; on SQLite it has the tables that its first start makes."""
    place = begun_office(folder / "office", migrated)
    made = {**os.environ, "ROLLCHECK_DATA": str(place)}
    url = os.environ.get("DATABASE_URL")
    if url:
        database = f"{name}_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")
        made["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
        if "@/" in url:
            made["DATABASE_URL"] = url.replace("@/rollcheck", f"@/{database}")
    return made


def begun(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """Start Python with the arguments, in the office that the environment names."""
    pipe = subprocess.PIPE
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, env=environment, text=True, stdout=pipe, stderr=pipe)


def said_by(process: "subprocess.Popen[str]") -> str:
    """Wait for a process to end well; return what it printed."""
    said, wrong = process.communicate()
    assert process.returncode == 0, wrong
    return said
