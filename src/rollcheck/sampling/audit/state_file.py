"""The state as a JSON file that every step is appended to."""

import json
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import whole_file
from rollcheck.sampling.audit.state import FORMAT, State, state_of


def write_state(path: Path, state: State) -> None:
    """Write the state, whole or not at all."""
    with whole_file(path) as file:
        document = {"format": FORMAT, "steps": list(state.steps)}
        file.write(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def read_state(path: Path) -> State:
    """Read a state back and check every seal in it.

    Raises ``RollcheckError`` naming the first step that was altered, added or left out.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "there is no such file; run `rollcheck audit draw` first"
        raise RollcheckError([Problem(str(path), None, None, "missing_file", message)]) from None
    except IsADirectoryError:
        message = "this is a folder; name the state.json in it"
        raise RollcheckError([Problem(str(path), None, None, "not_a_file", message)]) from None
    except ValueError:
        raise _broken(path, "the file is not JSON in UTF-8") from None
    steps = document.get("steps") if isinstance(document, dict) else None
    if not isinstance(steps, list) or document.get("format") != FORMAT:
        raise _broken(path, "this is not the state of an audit")
    if not all(isinstance(step, dict) for step in steps):
        raise _broken(path, "a step is not a step of an audit")
    try:
        return state_of(steps)
    except ValueError as error:
        raise _broken(path, f"{error} is not what was sealed: the file was altered") from None
    except (KeyError, TypeError):
        raise _broken(path, "a step is not one that this program wrote") from None


def _broken(path: Path, what: str) -> RollcheckError:
    message = f"{what}; put back the file whose last hash was published"
    return RollcheckError([Problem(path.name, None, None, "altered_state", message)])
