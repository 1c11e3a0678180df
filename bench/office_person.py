"""One reviewer at work over HTTP, as the workbench is, with a clock."""

import http.client
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

CODE = "bench"
LETTERS = 14
KEY_PAUSE = 0.2
TYPED, PICTURE = "a letter typed: the voters that fit", "the picture of the line"
DECIDED, WHOLE = "a decision, and the next line", "image to decision, but for the typist's pauses"


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
        self._asked("lookup", {"line": line["pk"], "q": text})
        return time.perf_counter() - start

    def work(self, texts: Sequence[str]) -> None:
        """Decide a line for each text that is typed."""
        self.waited.clear()
        try:
            lines = self._asked("next")["lines"]
            for text in texts:
                line, *lines = lines
                following = self._line(line, text)
                lines += [following] if following else []
        except (OSError, RuntimeError, http.client.HTTPException, ValueError) as error:
            self.wrong = repr(error)

    def _line(self, line: dict[str, Any], text: str) -> Any:
        """Look at a line, type, decide; return the line that was fetched ahead."""
        paused, begin, found = 0.0, time.perf_counter(), []
        self._timed(PICTURE, "GET", line["image"])
        for end in range(1, len(text) + 1):
            pause = self.lot.uniform(0, 2 * KEY_PAUSE)
            time.sleep(pause)
            paused += pause
            asked = urlencode({"line": line["pk"], "q": text[:end]})
            answer = self._timed(TYPED, "GET", f"{AT}lookup?{asked}")
            found = json.loads(answer)["candidates"]
        said = {"valid": True, "voter": found[0]["voter"], "reason": ""}
        if not found or found[0]["confidential"]:
            said = {"valid": False, "voter": "", "reason": "not_registered"}
        sent = {"line": line["pk"], "step": line["step"], "query": text, "note": "", **said}
        answer = self._timed(DECIDED, "POST", f"{AT}determine", json.dumps(sent))
        self.waited[WHOLE].append(time.perf_counter() - begin - paused)
        return json.loads(answer)["next"]

    def _timed(self, what: str, method: str, path: str, body: str = "") -> bytes:
        start = time.perf_counter()
        answer = self._ask(method, path, body)
        self.waited[what].append(time.perf_counter() - start)
        return answer

    def _asked(self, path: str, query: dict[str, Any] | None = None) -> Any:
        return json.loads(self._ask("GET", f"{AT}{path}?{urlencode(query or {})}"))

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
