"""How many re-reviews the 2022 case takes, and how often a wrong decision would be confirmed."""

import random
from dataclasses import dataclass
from fractions import Fraction

from bench.report import Report
from rollcheck.sampling.audit import STANDARD, Counts, question, simulate_audits
from rollcheck.sampling.audit.supermartingale import Part, Reviewed, money, risk

REJECTIONS = 195_783
ASKED = question(566_857, Counts(520_050, REJECTIONS))
RISK = Fraction(1, 20)
RIGHT_RATES = ("0", "0.01", "0.05", "0.10", "0.20", "0.219")
WRONG_RATES = ("0.25", "0.30")
RIGHT_RUNS_AT_WHOLE_SCALE, WRONG_RUNS_AT_WHOLE_SCALE = 10_000, 40_000
LIMIT = 20_000
CHAINS = ((3, 3), (3, 1), (5, 5), (5, 2))
CHAIN_RUNS_AT_WHOLE_SCALE, CHAIN_LINES, RESTORED, CHAIN_REVIEWS = 10_000, 2_000, 250, 400
MOST_CONFIRMED = 0.05
EXPECTED = {"0": (11, 20), "0.05": (24, 60), "0.219": (2_000, 5_000)}


@dataclass(frozen=True, slots=True)
class Found:
    """One row: what was audited how often, and how it ended."""

    what: str
    runs: int
    confirmed: int
    expected: float | None
    nine_of_ten: int | None
    wrong: bool

    @property
    def share(self) -> float:
        """The share of audits that confirmed the decision."""
        return self.confirmed / self.runs


def audits_of(what: str, wrong: int, runs: int) -> Found:
    """Audit the 2022 case with so many rejections wrong."""
    is_wrong = wrong >= ASKED.margin
    audits = simulate_audits(
        REJECTIONS,
        ASKED.margin,
        wrong,
        risk=RISK,
        rule=STANDARD,
        runs=runs,
        seed=20220815,
        limit=LIMIT if is_wrong else None,
    )
    quantiles = audits.quantiles()
    nine = quantiles["p90"] if quantiles else None
    return Found(what, runs, audits.confirmed, audits.expected, nine, is_wrong)


def chains(length: int, genuine: int, runs: int) -> Found:
    """Audit rejections among which just enough voters are missing, each on a chain of lines."""
    harms = [Fraction(n < genuine, genuine) for _ in range(RESTORED) for n in range(length)]
    harms += [Fraction(0)] * (CHAIN_LINES - len(harms))
    population = [Reviewed(0, harm) for harm in harms]
    parts, chance, confirmed = [Part(CHAIN_LINES, 1, 1)], random.Random(20220815), 0
    for _ in range(runs):
        held = money(Fraction(RESTORED), parts, chance.sample(population, CHAIN_REVIEWS), STANDARD)
        confirmed += risk(Fraction(RESTORED), parts, held) <= RISK
    what = f"at the margin, voters on {length} lines each, {genuine} of them genuine"
    return Found(what, runs, confirmed, None, None, wrong=True)


def found(scale: float) -> list[Found]:
    """Compute every row."""
    right = max(200, round(RIGHT_RUNS_AT_WHOLE_SCALE * scale))
    wrong = max(500, round(WRONG_RUNS_AT_WHOLE_SCALE * scale))
    rows = [
        audits_of(f"{float(rate):.1%} wrong", round(float(rate) * REJECTIONS), right)
        for rate in RIGHT_RATES
    ]
    rows.append(audits_of("at the margin: 23.9% wrong", ASKED.margin, wrong))
    rows += [
        audits_of(f"{float(rate):.1%} wrong", round(float(rate) * REJECTIONS), wrong)
        for rate in WRONG_RATES
    ]
    chain_runs = max(100, round(CHAIN_RUNS_AT_WHOLE_SCALE * scale))
    return rows + [chains(length, genuine, chain_runs) for length, genuine in CHAINS]


def failures(rows: list[Found]) -> tuple[str, ...]:
    """Say which rows are not as they must be."""
    wrong = [
        f"{row.what}: {row.share:.1%} of audits confirm a wrong decision"
        for row in rows
        if row.wrong and row.share > MOST_CONFIRMED
    ]
    for rate, (least, most) in EXPECTED.items():
        expected = next(row for row in rows if row.what == f"{float(rate):.1%} wrong").expected
        if expected is None or not least <= expected <= most:
            wrong.append(f"{float(rate):.1%} wrong: {expected} re-reviews, not {least} to {most}")
    return tuple(wrong)


def run(scale: float) -> Report:
    """Simulate whole audits; ``scale`` multiplies their number."""
    rows = found(scale)
    return Report(
        name="audit",
        title="The audit of the 2022 case",
        question="How many re-reviews does it take, and how often is a wrong decision confirmed?",
        columns=("rejections", "audits", "mean re-reviews", "nine of ten within", "confirmed"),
        rows=tuple(
            (
                row.what,
                f"{row.runs:,}",
                "" if row.expected is None else f"{row.expected:,.1f}",
                "" if row.nine_of_ten is None else f"{row.nine_of_ten:,}",
                f"{row.share:.2%}",
            )
            for row in rows
        ),
        settings=(
            f"Risk limit 5 %; {REJECTIONS:,} rejections, margin {ASKED.margin:,} voters.",
            f"Audits of a wrong decision stop after {LIMIT:,} re-reviews.",
            (
                f"Chains: {CHAIN_LINES:,} rejections, margin {RESTORED:,} voters, up to "
                f"{CHAIN_REVIEWS:,} re-reviews."
            ),
        ),
        notes=("A wrong decision may be confirmed in at most 5 % of audits.",),
        failures=failures(rows),
    )
