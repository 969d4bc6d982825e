"""Mistakes in tables, drivers, charts, survival, journeys, and in what is kept private."""

from tests.mutation.mutant import Mutant

MUTANTS = (
    Mutant(
        "suppression without complement",
        "privacy",
        "if not inside or (len(inside) > 1 and sum(inside) >= privacy):",
        "if inside is not None:",
        ("privacy",),
    ),
    Mutant(
        "suppression line by line only",
        "privacy",
        "waiting = _hide_around_exposed(lines, cells, hidden, privacy)",
        "waiting = []",
        ("privacy",),
    ),
    Mutant(
        "hidden cells taken as possibly empty",
        "disclosure",
        "free = np.flatnonzero(_can_be_more(totals, above))",
        "free = np.flatnonzero(above >= 0)",
        ("privacy",),
    ),
    Mutant(
        "ties that count for nobody",
        "ordinal",
        "there * (below + here / 2)",
        "there * below",
        ("experience_methods",),
    ),
    Mutant(
        "rank test without its correction for ties", "ordinal", "* between / tied", "* between", ("tables_and_series",)
    ),
    Mutant("people in two columns counted as two", "crosstab", " - 2 * both / (n1 * n2))", ")", ("tables_and_series",)),
    Mutant(
        "a chart that trusts every answer to be independent",
        "control_charts",
        "float(np.abs(np.diff((x - centre) / sigma)).mean()) / D2 if laney else 1.0",
        "1.0",
        ("experience_methods",),
    ),
    Mutant(
        "a chart of single values by their standard deviation",
        "control_charts",
        "reach = 3 * moving_range / D2",
        "reach = 3 * float(x.std(ddof=1))",
        ("experience_methods",),
    ),
    Mutant(
        "neighbouring weeks taken as independent",
        "trends",
        "for lag in range(1, lags + 1):",
        "for lag in range(1, 1):",
        ("tables_and_series",),
    ),
    Mutant(
        "importance as squared slopes",
        "drivers",
        "importance = shapley(among, with_outcome) if few",
        "importance = [float(s * s) for s in slope] if few",
        ("experience_methods",),
    ),
    Mutant(
        "those who leave at a time no longer at risk then",
        "survival",
        'at_risk = len(time) - np.searchsorted(np.sort(time), times, side="left")\n',
        'at_risk = len(time) - np.searchsorted(np.sort(time), times, side="right")\n',
        ("experience_methods",),
    ),
    Mutant(
        "cohorts that are too young counted as lost",
        "retention",
        "if start + age > last_full:",
        "if start > last_full:",
        ("tables_and_series",),
    ),
    Mutant(
        "a touchpoint that is skipped rather than taken away",
        "paths",
        "moves[:, place[without]] = 0.0",
        "moves[place[without], :] = 0.0",
        ("experience_methods",),
    ),
)
