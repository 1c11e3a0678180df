"""One rule file checked: what is wrong with it, each problem with its row."""

from pathlib import Path

from rollcheck.law.examples import example_problems
from rollcheck.law.load import load_rule_set
from rollcheck.law.rows_of_keys import with_rows
from rollcheck.law.rule_set import RuleSet
from rollcheck.problems import Problem, RollcheckError


def check_rule_file(path: Path) -> tuple[RuleSet | None, tuple[Problem, ...]]:
    """Read a rule file and run its worked examples.

    Returns the rules, None where the file cannot be read as such, and every problem with the row
    it stands on; the column is the key, or for text that is no TOML the character.
    """
    try:
        rules = load_rule_set(path)
    except RollcheckError as error:
        return None, error.problems
    except OSError as error:
        message = f"{error.strerror}. Check the path."
        return None, (Problem(str(path), None, None, "system", message),)
    problems = tuple(example_problems(rules))
    if problems:
        problems = tuple(with_rows(problems, path.read_text(encoding="utf-8")))
    return rules, problems
