"""Values as people write them on a command line: days, whole numbers, rates."""

from datetime import date, datetime

import click


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the date, or refuse it with what to write."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - no zone
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as 2022-07-06.", param, ctx)


class Number(click.ParamType[int]):
    """A whole number; thousands separators may be written."""

    name = "NUMBER"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read the number, or refuse it with what to write."""
        if isinstance(value, int):
            return value
        try:
            return int(str(value).replace(",", ""))
        except ValueError:
            self.fail(f"{value!r} is no whole number. Write it as 566857.", param, ctx)


class Rate(click.ParamType[float]):
    """A share of lines, written 0.787 or 78.7%."""

    name = "RATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the rate, or refuse it with what to write."""
        if isinstance(value, float):
            return value
        text = str(value).strip()
        try:
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        except ValueError:
            self.fail(f"{value!r} is no rate. Write it as 0.787 or 78.7%.", param, ctx)
