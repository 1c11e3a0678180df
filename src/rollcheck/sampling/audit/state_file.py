"""The state as a JSON file that every step is appended to."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import whole_file
from rollcheck.sampling.audit.state import FORMAT, State, state_of


@contextmanager
def only_writer(path: Path, before: State | None) -> Iterator[None]:
    """Keep others from writing a state while one step is: hold the lock of its folder.

    ``before`` is the state that the step was made from, ``None`` for a first draw. Raises
    ``RollcheckError``, and nothing is written, where another step has been recorded since.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        raise_if_changed(path, before)
        yield
    finally:
        os.close(folder)


def raise_if_changed(path: Path, before: State | None) -> None:
    """Raise ``RollcheckError`` where the file does not end with the step ``before`` ends with."""
    if before is None:
        if not path.exists():
            return
        code, message = "drawn_already", "the audit is drawn already; enlarge the draw with --more"
    else:
        if read_state(path).head == before.head:
            return
        code = "changed_meanwhile"
        message = (
            "another step was recorded while this one was read, and nothing of this one was; run "
            "the same command again: rows that are recorded are passed over"
        )
    raise RollcheckError([Problem(str(path), None, None, code, message)])


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
    except (ValueError, RecursionError):
        raise _broken(path, "the file is not JSON in UTF-8") from None
    steps = document.get("steps") if isinstance(document, dict) else None
    if not isinstance(steps, list) or document.get("format") != FORMAT:
        raise _broken(path, "this is not the state of an audit, or another version made it")
    if not all(isinstance(step, dict) for step in steps):
        raise _broken(path, "a step is not a step of an audit")
    try:
        return state_of(steps)
    except ValueError as error:
        raise _broken(path, f"{error} is not what was sealed: the file was altered") from None
    except (KeyError, TypeError, ZeroDivisionError):
        raise _broken(path, "a step is not one that this program wrote") from None


def _broken(path: Path, what: str) -> RollcheckError:
    message = f"{what}; put back the file whose last hash was published"
    return RollcheckError([Problem(path.name, None, None, "altered_state", message)])
