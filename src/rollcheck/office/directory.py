"""An office's own directory (OpenID Connect), named by an administrator in a TOML file."""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rollcheck.problems import Problem, RollcheckError

KEYS = {"name", "server_url", "client_id", "client_secret"}
NO_ADDRESS = "`server_url` is no web address; write it whole, as `https://directory.example.gov`"


def read_directory(path: str | None) -> dict[str, Any]:
    """Return allauth's provider settings for the directory in the file ``path``, or none.

    The file has ``name``, ``server_url``, ``client_id`` and ``client_secret``. Raises
    ``RollcheckError`` where it cannot be read, a key is missing or unknown, or ``server_url`` is no
    http or https address.
    """
    if path is None:
        return {}
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RollcheckError([Problem(path, None, None, "unreadable", str(error))]) from None
    problems = [
        Problem(path, None, key, "missing_key", f"`{key}` is missing; the directory needs it")
        for key in sorted(KEYS - set(given))
    ] + [
        Problem(path, None, key, "unknown_key", f"`{key}` is not known; take it out")
        for key in sorted(set(given) - KEYS)
    ]
    if "server_url" in given and not _is_address(given["server_url"]):
        problems.append(Problem(path, None, "server_url", "no_address", NO_ADDRESS))
    if problems:
        raise RollcheckError(problems)
    app = {
        "provider_id": "directory",
        "name": given["name"],
        "client_id": given["client_id"],
        "secret": given["client_secret"],
        "settings": {"server_url": given["server_url"]},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def _is_address(value: object) -> bool:
    try:
        found = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.hostname)


def origins(providers: dict[str, Any]) -> list[str]:
    """Return where the directories of these settings are: a form's answer may lead there."""
    apps = [app for one in providers.values() for app in one["APPS"]]
    found = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{url.scheme}://{url.netloc}" for url in found]
