"""How the tests of ``rollcheck sample`` run it."""

import json
from collections.abc import Callable

Run = Callable[..., tuple[int, str]]


def problems(printed: str) -> set[tuple[str, str]]:
    return {(one["column"], one["code"]) for one in json.loads(printed)["problems"]}
