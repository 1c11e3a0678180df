"""One reviewer at work over HTTP, as the workbench is, with a clock."""

import http.client
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CODE = "bench"
LETTERS = 14
DEBOUNCE = 0.08
"""Seconds that the page waits after a letter before it asks (``review/voters.js``)."""

TYPED, PICTURE = "a letter typed: the voters that fit", "the picture of the line"
DECIDED, WHOLE = "a decision, and the next line", "image to decision, but for the person's pauses"


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody works: the shortest and the longest of each pause, in seconds.

    ``looking`` before they type and again before they decide, ``key`` from one letter to the next.
    ``letters`` of each text are typed.
    """

    name: str
    looking: tuple[float, float]
    key: tuple[float, float]
    letters: int = LETTERS


AS_PEOPLE = Manner("as people do", (1.0, 3.0), (0.15, 0.3))
WITHOUT_A_BREAK = Manner("without a break", (0.0, 0.0), (0.15, 0.3))
DECIDING = Manner("deciding alone", (0.0, 0.0), (0.0, 0.0), letters=0)


class Reviewer:
    """Somebody signed in, with a connection of their own.

    ``waited`` are seconds by what was waited for; ``wrong`` says what did not go.
    """

    def __init__(self, host: str, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=120)
        self.session = session
        self.lot = random.Random(session)
        self.waited: dict[str, list[float]] = defaultdict(list)
        self.wrong = ""

    def begin(self, text: str) -> float:
        """Ask for a line and look up once, so that the server has the roll; return the seconds."""
        start = time.perf_counter()
        (line, *_ahead) = self._asked("next")["lines"]
        self._ask("POST", f"{AT}lookup", json.dumps({"line": line["pk"], "q": text}))
        return time.perf_counter() - start

    def work(self, texts: Sequence[str], manner: Manner) -> None:
        """Decide a line for each text, in that manner."""
        self.waited.clear()
        try:
            lines = self._asked("next")["lines"]
            for text in texts:
                line, *lines = lines
                following = self._line(line, text, manner)
                lines += [following] if following else []
        except (OSError, RuntimeError, http.client.HTTPException, ValueError) as error:
            self.wrong = repr(error)

    def _line(self, line: dict[str, Any], text: str, manner: Manner) -> Any:
        """Look at a line, type, decide; return the line that was fetched ahead."""
        begin = time.perf_counter()
        paused, found = 0.0, list[Any]()
        if manner.letters:
            self._timed(PICTURE, "GET", line["image"])
            paused += self._pause(manner.looking)
            slept, found = self._type(line, text[: manner.letters], manner)
            paused += slept + self._pause(manner.looking)
        said = {"valid": False, "voter": "", "reason": "not_registered"}
        if found and not found[0]["confidential"]:
            said = {"valid": True, "voter": found[0]["voter"], "reason": ""}
        sent = {"line": line["pk"], "step": line["step"], "query": text, "note": "", **said}
        answer = self._timed(DECIDED, "POST", f"{AT}determine", json.dumps(sent))
        if manner.letters:
            self.waited[WHOLE].append(time.perf_counter() - begin - paused)
        return json.loads(answer)["next"]

    def _type(self, line: dict[str, Any], text: str, manner: Manner) -> tuple[float, Any]:
        """Type letter by letter, each asked for once the page asks; return pauses and voters."""
        paused, found, asked_at = 0.0, [], 0.0
        for end in range(1, len(text) + 1):
            # The next letter comes when it comes, however long the answer took.
            due = asked_at + self.lot.uniform(*manner.key)
            rest = max(due - time.perf_counter(), DEBOUNCE)
            time.sleep(rest)
            paused += rest
            asked_at = time.perf_counter()
            asked = json.dumps({"line": line["pk"], "q": text[:end]})
            found = json.loads(self._timed(TYPED, "POST", f"{AT}lookup", asked))["candidates"]
        return paused, found

    def _pause(self, seconds: tuple[float, float]) -> float:
        pause = self.lot.uniform(*seconds)
        time.sleep(pause)
        return pause

    def _timed(self, what: str, method: str, path: str, body: str = "") -> bytes:
        start = time.perf_counter()
        answer = self._ask(method, path, body)
        self.waited[what].append(time.perf_counter() - start)
        return answer

    def _asked(self, path: str) -> Any:
        return json.loads(self._ask("GET", f"{AT}{path}"))

    def _ask(self, method: str, path: str, body: str = "") -> bytes:
        token = "a" * 32
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={token}", "X-CSRFToken": token}
        headers |= {"Content-Type": "application/json"} if body else {}
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path.partition('?')[0]}: {answer.status} {read[:200]!r}")
        return read


AT = f"/petitions/{CODE}/review/"
