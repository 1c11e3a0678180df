"""The steps of the work at a petition, as its page shows them: what is next, and who is missing."""

from rollcheck.office.steps.days import days_of_work
from rollcheck.office.steps.enough_people import too_few
from rollcheck.office.steps.of_work import Place, Step, steps_for
from rollcheck.office.steps.waiting import waits_for

__all__ = ["Place", "Step", "days_of_work", "steps_for", "too_few", "waits_for"]
