"""From people to voters: status, affidavits, cancellations, moves; the roll and its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rollcheck.demo.households import People
from rollcheck.demo.shape import CIRCULATION_FROM, CIRCULATION_TO, FILED_ON

STATUSES = ("active", "inactive", "canceled", "pending", "preregistered", "confidential")
STAYED, MOVED_BEFORE, MOVED_DURING, SIGNED_ANEW = range(4)
# Assumed shares of voters with an earlier registration in the history file.
_MOVE_ODDS = (0.917, 0.06, 0.018, 0.005)
_MOVED_NEAR = 0.5
# Assumed shares of voters whose affidavit dates the roll lacks.
_NO_SIGNED = 0.012
_NO_DATES = 0.002
_CANCELED_DURING = 0.12
ADULT = 6575
UNKNOWN = np.iinfo(np.int32).min

Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]


def day_number(day: date) -> int:
    """Return days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


START = day_number(CIRCULATION_FROM)
END = day_number(CIRCULATION_TO)
TODAY = day_number(FILED_ON)


@dataclass(frozen=True)
class Registrations:
    """What the roll says of each person, aligned with ``People``; dates in days since 1970.

    ``status`` indexes STATUSES, ``dwelling`` is the address on the roll; ``moved`` is one of
    the constants above and, unless STAYED, the ``old_`` columns hold the earlier registration,
    in force from ``old_signed`` until the day before ``since``. ``UNKNOWN`` stands for no date.
    """

    status: Small
    dwelling: Index
    signed: Ints
    received: Ints
    since: Ints
    canceled_on: Ints
    moved: Small
    old_dwelling: Index
    old_signed: Ints
    old_received: Ints

    def __len__(self) -> int:
        return len(self.status)

    def registered_by(self, day: Ints) -> npt.NDArray[np.bool_]:
        """Tell whose registration, this one or the earlier one, was signed by ``day``."""
        earlier = (self.moved != STAYED) & (self.old_signed <= day)
        return np.asarray((self.since <= day) | earlier, dtype=bool)

    def dwelling_on(self, day: Ints) -> Index:
        """Return the address in force on ``day``."""
        return np.where(
            (self.moved != STAYED) & (day < self.since), self.old_dwelling, self.dwelling
        )


def register(
    rng: np.random.Generator,
    people: People,
    dwelling: Index,
    elsewhere: tuple[Index, Index],
    statuses: Mapping[str, int],
) -> tuple[Registrations, Ints]:
    """Register everybody; ``elsewhere`` are a near and a far dwelling for each person.

    ``statuses`` says how many of each; returned with the registrations are the birth days,
    which the preregistered get anew so that they are 16 or 17.
    """
    count = len(people)
    order = [STATUSES.index(status) for status, many in statuses.items() for _ in range(many)]
    status = rng.permutation(np.array(order, dtype=np.int8))
    young = status == STATUSES.index("preregistered")
    born = np.where(young, TODAY - rng.integers(5880, 6560, count), people.born).astype(np.int32)
    adult = np.where(young, born + 5850, born + ADULT)
    moved = _moves(rng, status, adult)
    since = _signing_days(rng, moved, adult)
    near, far = elsewhere
    old_dwelling = np.where(rng.random(count) < _MOVED_NEAR, near, far)
    years_before = 200 + rng.exponential(1500, count)
    old_signed = np.maximum(since - years_before, adult).astype(np.int32)
    received, old_received = _received(rng, since), _received(rng, old_signed)
    unknown = np.where(moved == STAYED, rng.random(count), 1.0)
    signed = np.where(unknown < _NO_SIGNED, UNKNOWN, since).astype(np.int32)
    return Registrations(
        status=status,
        dwelling=dwelling,
        signed=signed,
        received=np.where(unknown < _NO_DATES, UNKNOWN, received).astype(np.int32),
        since=since,
        canceled_on=_cancellations(rng, status, since),
        moved=moved,
        old_dwelling=np.where(moved == SIGNED_ANEW, dwelling, old_dwelling),
        old_signed=old_signed,
        old_received=old_received,
    ), born


def _moves(rng: np.random.Generator, status: Small, adult: Ints) -> Small:
    """Return who moved; only those of age a year before circulation can have moved."""
    drawn = rng.choice(4, len(status), p=_MOVE_ODDS)
    may = (status <= STATUSES.index("inactive")) & (adult < START - 400)
    return np.where(may, drawn, STAYED).astype(np.int8)


def _signing_days(rng: np.random.Generator, moved: Small, adult: Ints) -> Ints:
    """Return when the affidavit in force was signed: mostly recently, since coming of age."""
    count = len(moved)
    ago = rng.exponential(3300, count)
    oldest = np.maximum(TODAY - adult, 1)
    plain = TODAY - np.where(ago > oldest, oldest * rng.random(count), ago)
    before = START - 1 - (START - 31 - adult) * rng.random(count) ** 3
    during = START + (END - START) * rng.random(count)
    days = np.select([moved == STAYED, moved == MOVED_BEFORE], [plain, before], during)
    return np.asarray(days, dtype=np.int32)


def _received(rng: np.random.Generator, signed: Ints) -> Ints:
    """Return days of receipt: most within two weeks, none after the roll's date."""
    lag = rng.geometric(0.22, len(signed)) - 1
    lag = np.where(rng.random(len(signed)) < 0.01, lag + 30, lag)
    received: Ints = np.minimum(signed + lag, TODAY).astype(np.int32)
    return received


def _cancellations(rng: np.random.Generator, status: Small, since: Ints) -> Ints:
    count = len(status)
    during = rng.random(count) < _CANCELED_DURING
    before = START - 1 - rng.exponential(500, count).astype(np.int32)
    day = np.where(during, rng.integers(START, END, count), before)
    day = np.clip(np.maximum(day, since + 1), None, TODAY)
    canceled_on = np.full(count, UNKNOWN, dtype=np.int32)
    gone = status == STATUSES.index("canceled")
    canceled_on[gone] = day[gone]
    return canceled_on
