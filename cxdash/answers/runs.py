"""How long an experiment has run: whether it is still running, ready to be read, or stopped."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from cxdash.locale import formats, t, tn

RunState = Literal["running", "ready", "stopped", "unknown"]

LEAST_DAYS = 7
"""Run times are whole weeks, since days of the week differ: the least is one."""

QUIET_DAYS = 7
"""So many days without a new unit, while other data goes on, are an experiment that stopped."""

PLANNED_WEEKS = 4
"""A run of 28 daily looks is what the stopping rules were measured at."""


@dataclass(frozen=True)
class Run:
    """The days of the first and the last exposure (None without times), and the last day that any data is of."""

    first_on: date | None
    last_on: date | None
    data_until: date | None = None

    @property
    def days(self) -> int | None:
        """How many days it has run, the first and the last included."""
        return None if self.first_on is None or self.last_on is None else (self.last_on - self.first_on).days + 1

    @property
    def state(self) -> RunState:
        """Stopped without new units for a week of other data, else ready from the minimum run on."""
        if self.days is None or self.last_on is None:
            return "unknown"
        if self.data_until is not None and self.data_until - self.last_on >= timedelta(days=QUIET_DAYS):
            return "stopped"
        return "ready" if self.days >= LEAST_DAYS else "running"

    @property
    def because(self) -> str:
        """What the state stands on, in a sentence."""
        days, words = self.days or 0, {"n": formats.count(self.days), "last": formats.date(self.last_on)}
        if self.state == "running":
            return tn(
                "It has run for {n} day of at least {least}: too early to decide.",
                "It has run for {n} days of at least {least}: too early to decide.",
                days,
                least=formats.count(LEAST_DAYS),
                **words,
            )
        if self.state == "ready":
            return tn("It has run for {n} day, until {last}.", "It has run for {n} days, until {last}.", days, **words)
        if self.state == "stopped":
            return tn(
                "It ran for {n} day; no new units since {last}, with data until {until}.",
                "It ran for {n} days; no new units since {last}, with data until {until}.",
                days,
                until=formats.date(self.data_until),
                **words,
            )
        return t("No unit has a time, so nobody can tell how long it has run.")

    def tuned_at(self, first_week: int) -> int | None:
        """The units N* at which a confidence sequence is made tightest: the run that the first week promises.

        `first_week` are the units of the first seven days. Those stay as they are however long the experiment goes on,
        so every later look uses the same N*, without which the interval would not hold at any time. None until the
        week is over, and without units in it.
        """
        if self.days is None or self.days <= LEAST_DAYS or not first_week:
            return None
        return PLANNED_WEEKS * first_week

    def document(self) -> dict[str, object]:
        """The run as the command line prints it."""
        return {
            "state_of_test": self.state,
            "state_because": self.because,
            "first_on": self.first_on and self.first_on.isoformat(),
            "last_on": self.last_on and self.last_on.isoformat(),
        }


def run_of(row: dict[str, Any], data_until: date | None = None) -> Run:
    """The run of an experiment from its row of `cxdash.queries.experiments.experiments`."""
    return Run(row["first_on"], row["last_on"], data_until)
