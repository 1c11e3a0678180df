"""The lists of a rule file: deadlines, reasons and worked examples."""

from rollcheck.law import kinds
from rollcheck.law.fields import GOVERNING_DATES, MARKS
from rollcheck.law.read_section import SOURCE_KEYS, Reading
from rollcheck.law.reasons import REASONS, ROLES, Reason
from rollcheck.law.rule_set import EVENTS, Deadline, Example

COUNTED = ("working", "calendar", "months")
QUESTIONS = ("required", "sample", "project", "decide")
DEADLINE_KEYS = {
    "name": "The deadline's name in JSON",
    "title": "What must be done by then",
    "event": "What the days are counted from",
    "counted": "`working` or `calendar` days, or `months`",
    "when": "When the deadline applies",
}
"""What a deadline carries besides its days, which are its value, and their source."""

REASON_KEYS = {
    "label": "The words a report uses",
    "label_basis": "Whose words they are: `office` or `rollcheck`",
    "people": "How many different people must find the reason before a line is rejected",
    "people_basis": "Whether the `law` or an office `policy` says so",
    "who": "The roles that may apply it",
}
"""What a reason carries besides its source."""

EXAMPLE_KEYS = {
    "question": "The question: `required`, `sample`, `project` or `decide`",
    "inputs": "The numbers it is asked with",
    "outputs": "What must come out, by JSON name",
    "source": "Who published it",
}
"""What a worked example carries."""


def read_deadlines(raw: object, reading: Reading) -> tuple[Deadline, ...]:
    """Read ``[[deadlines]]``."""
    found = []
    for key, item in _tables(raw, "deadlines", reading):
        event = reading.value(kinds.one_of(*EVENTS), item.get("event"), f"{key}.event")
        days = reading.sourced(item, key, kinds.DAYS, "", extra=DEADLINE_KEYS)
        name, title, when = (
            reading.value(kinds.text, item.get(part), f"{key}.{part}")
            for part in ("name", "title", "when")
        )
        counted = reading.value(kinds.one_of(*COUNTED), item.get("counted"), f"{key}.counted")
        if days is not None:
            found.append(Deadline(name, title, event, counted, when, days))
    return tuple(found)


def read_reasons(raw: object, reading: Reading) -> dict[str, Reason]:
    """Read ``[reasons.CODE]``, in the order in which reports list them."""
    if not isinstance(raw, dict) or not set(raw) - {"governed_by"}:
        reading.problem("reasons", "missing", "Write the reasons as tables [reasons.CODE].")
        return {}
    reading.unknown(raw, "reasons", {*REASONS, "governed_by"})
    governed_by = raw.get("governed_by", "")
    found = {}
    for code in REASONS:
        if code in raw:
            reason = _reason(code, raw[code], governed_by, reading)
            if reason is not None:
                found[code] = reason
    return found


def _reason(code: str, raw: object, governed_by: str, reading: Reading) -> Reason | None:
    key = f"reasons.{code}"
    if not isinstance(raw, dict):
        reading.problem(key, "value", f"Write the reason as a table [{key}].")
        return None
    reading.unknown(raw, key, {*REASON_KEYS, *SOURCE_KEYS} - {"value"})
    verified = reading.value(kinds.flag, raw.get("verified"), f"{key}.verified")
    mark = reading.value(kinds.one_of(*MARKS), raw.get("mark"), f"{key}.mark")
    reading.agree(key, verified=verified, mark=mark)
    people = reading.value(kinds.whole, raw.get("people"), f"{key}.people")
    if people == 0:
        reading.problem(f"{key}.people", "value", "At least one person must find a reason.")
    return Reason(
        code=code,
        label=reading.value(kinds.text, raw.get("label"), f"{key}.label"),
        label_basis=reading.value(
            kinds.one_of("office", "rollcheck"), raw.get("label_basis"), f"{key}.label_basis"
        ),
        citation=reading.value(kinds.text, raw.get("citation"), f"{key}.citation"),
        verified=verified,
        mark=mark,
        governed_by=reading.value(
            kinds.one_of(*GOVERNING_DATES),
            raw.get("governed_by", governed_by),
            f"{key}.governed_by",
        ),
        people=people,
        people_basis=reading.value(
            kinds.one_of("law", "policy"), raw.get("people_basis"), f"{key}.people_basis"
        ),
        who=reading.value(kinds.some_of(*ROLES), raw.get("who"), f"{key}.who"),
        note=reading.value(kinds.text, raw["note"], f"{key}.note") if "note" in raw else "",
    )


def read_examples(raw: object, reading: Reading) -> tuple[Example, ...]:
    """Read ``[[examples]]``, at least one."""
    found = []
    for key, item in _tables(raw, "examples", reading):
        reading.unknown(item, key, set(EXAMPLE_KEYS))
        question = reading.value(kinds.one_of(*QUESTIONS), item.get("question"), f"{key}.question")
        source = reading.value(kinds.text, item.get("source"), f"{key}.source")
        inputs, outputs = item.get("inputs"), item.get("outputs")
        if not isinstance(inputs, dict) or not isinstance(outputs, dict) or not outputs:
            reading.problem(key, "value", "Write the tables inputs = { … } and outputs = { … }.")
            continue
        for name, value in inputs.items():
            kind = kinds.text if name == "measure" else kinds.whole
            reading.value(kind, value, f"{key}.inputs.{name}")
        for name, value in outputs.items():
            reading.value(kinds.answer, value, f"{key}.outputs.{name}")
        found.append(Example(question, inputs, outputs, source))
    if not found:
        reading.problem("examples", "missing", "Give at least one worked example, [[examples]].")
    return tuple(found)


def _tables(raw: object, key: str, reading: Reading) -> list[tuple[str, dict[str, object]]]:
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        reading.problem(key, "value", f"Write them as tables [[{key}]].")
        return []
    return [(f"{key}.{number}", item) for number, item in enumerate(raw, start=1)]
