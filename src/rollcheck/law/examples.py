"""The worked examples of a rule file, run."""

from collections.abc import Callable, Iterator, Mapping
from inspect import signature

from rollcheck.law.computation import Computation
from rollcheck.law.full_check import decide
from rollcheck.law.measures import for_measure
from rollcheck.law.projection import project
from rollcheck.law.requirement import required
from rollcheck.law.rule_set import Example, RuleSet
from rollcheck.law.sample_stage import sample
from rollcheck.problems import Problem, RollcheckError

ASK: Mapping[str, Callable[..., Computation]] = {
    "required": required,
    "sample": sample,
    "project": project,
    "decide": decide,
}
"""The questions an example may ask, by name."""


def example_problems(rules: RuleSet) -> Iterator[Problem]:
    """Yield a problem for every worked example that the rules do not reproduce."""
    for number, example in enumerate(rules.examples, start=1):
        for message in _differences(rules, example):
            yield Problem(
                file=rules.file,
                row=None,
                column=f"examples.{number}",
                code="example",
                message=message,
            )


def _differences(rules: RuleSet, example: Example) -> Iterator[str]:
    ask = ASK[example.question]
    numbers = {name: value for name, value in example.inputs.items() if name != "measure"}
    measure = example.inputs.get("measure")
    try:
        signature(ask).bind(rules, **numbers)
    except TypeError as wrong:
        yield f"The question {example.question} cannot be asked so: {wrong}."
        return
    try:
        chosen = for_measure(rules, None if measure is None else str(measure))
        values = ask(chosen, **numbers).values
    except RollcheckError as refused:
        yield f"The example is refused: {refused.problems[0].message}"
        return
    for name, expected in example.outputs.items():
        if str(values.get(name)) != str(expected):
            yield f"{name} comes out as {values.get(name)}, the example says {expected}."
