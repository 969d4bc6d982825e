"""An experiment of a million units, five metrics and three arms, against tea-tasting and gbstats in the same run.

Everybody starts from the same DuckDB table and ends with the effect, interval and p-value of each metric of both
treatments. Each peer is measured in every way it documents that can be run here; the fastest is what we are held
against. gbstats takes sums and brings no way to take them: here DuckDB does, as a warehouse would, or pandas, and that
counts. Ours is measured twice: one grouped query with the closed forms, and the answer that the product gives from its
mart, where the aggregates lie since the file was loaded.
"""

import importlib
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from cxdash.answers import experiments as answers
from cxdash.answers.context import Context, open_context
from cxdash.inference.experiments import compare_arms
from cxdash.inference.many_groups import estimate_many
from cxdash.inference.moments import Moments
from cxdash.inference.proportions import Share
from cxdash.inference.results import Difference
from cxdash.ingest import pipeline
from cxdash.vault.home import Home
from tests.benchmarks.measure import Measured, cpu_s

UNITS, CELLS = 1_000_000, 10_000
RUNS = 15
OURS = ("from a table", "from the mart")
ARMS = ("control", "one", "two")
BINARY, AMOUNTS, SCORE = ("ordered", "satisfied"), ("minutes", "revenue"), "recommend"
KINDS = {"ordered": "binary", "satisfied": "binary", "minutes": "mean", "revenue": "revenue", SCORE: "nps"}

_STATE = struct.Struct("<Qdd")

Way = Callable[[], object]
Connection = duckdb.DuckDBPyConnection


def measured() -> list[Measured]:
    """Every way of either peer, ours next to the fastest of each, and ten thousand NPS with their intervals."""
    with tempfile.TemporaryDirectory() as place, duckdb.connect(config={"threads": 2}) as con:
        _fill(con)
        context = _loaded(con, Path(place))
        ways = {
            OURS[0]: lambda: from_a_table(con),
            OURS[1]: lambda: answers.experiment(context, "units"),
            **_ways("tea-tasting", _tea_tasting(con)),
            **_ways("gbstats", _gbstats(con)),
        }
        seconds = _cpu_s(ways)
    counts = np.random.default_rng(0).multinomial(200, [0.5, 0.3, 0.2], CELLS)
    cells = "10,000 NPS with their intervals"
    return [Measured(cells, _cpu_s({cells: lambda: estimate_many(counts, "nps")})[cells]), *_held(seconds)]


def _held(seconds: dict[str, float]) -> Iterator[Measured]:
    """The ways of each peer, the fastest first, and ours held against it."""
    for peer in ("tea-tasting", "gbstats"):
        theirs = sorted((each for each in seconds if each.startswith(peer)), key=seconds.__getitem__)
        yield from (Measured(way, seconds[way]) for way in theirs)
        for way in OURS if theirs else ():
            yield Measured(f"experiment {way}, to {theirs[0]}", seconds[way], theirs[0])


def _ways(peer: str, ways: Iterator[tuple[str, Way]]) -> dict[str, Way]:
    """The peer's ways; none, and a line that says so, where the peer is not installed."""
    try:
        return {f"{peer} by {name}": way for name, way in ways}
    except ImportError as error:
        sys.stdout.write(f"{peer} is not measured: {error}.\n")
        return {}


def _cpu_s(ways: dict[str, Way]) -> dict[str, float]:
    """The least of each, measured in turns: what a shared machine adds to one run is not what the ratio is about."""
    for way in ways.values():
        way()  # imports and plans are made once
    turns = [{name: cpu_s(way) for name, way in ways.items()} for _ in range(RUNS)]
    return {name: min(turn[name] for turn in turns) for name in ways}


def _fill(con: Connection) -> None:
    """The table `units`: a row per unit with its arm and what was measured, the same in every run."""
    by_chance = [f"(hash(i * 11 + {salt}) % 1000003) / 1000003.0" for salt in range(6)]
    arms = ", ".join(f"'{arm}'" for arm in ARMS)
    con.execute(
        f"CREATE TABLE units AS SELECT 'u' || i AS unit, [{arms}][1 + floor(3 * {by_chance[0]})::INTEGER] AS arm, "
        f"({by_chance[1]} < 0.1)::INTEGER::DOUBLE AS ordered, ({by_chance[2]} < 0.7)::INTEGER::DOUBLE AS satisfied, "
        f"round(3 + 9 * {by_chance[3]}, 3)::DOUBLE AS minutes, "
        f"CASE WHEN {by_chance[1]} < 0.1 THEN round(exp(3 + {by_chance[4]}), 2) ELSE 0 END::DOUBLE AS revenue, "
        f"[-100, 0, 100, 100][1 + floor(4 * {by_chance[5]})::INTEGER]::DOUBLE AS {SCORE} FROM range({UNITS}) AS r(i)"
    )


def _loaded(con: Connection, folder: Path) -> Context:
    """The same units as a file in the product, with answers of 0 to 10 where the table has points."""
    answer = f"CASE {SCORE} WHEN 100 THEN 10 WHEN 0 THEN 8 ELSE 3 END AS {SCORE}"
    con.execute(f"COPY (SELECT * REPLACE ({answer}) FROM units) TO '{folder / 'units.csv'}' (HEADER)")
    columns = [{"source": "unit", "role": "unit_id"}, {"source": "arm", "role": "variant"}] + [
        {"source": name, "role": "metric", "name": name, "type": kind, "better": "high", "goal": "primary"}
        for name, kind in KINDS.items()
    ]
    home = Home.open(folder / "home")
    mapping = {"kind": "experiment", "timezone": "UTC", "columns": columns}
    pipeline.load(home, [folder / "units.csv"], mapping=mapping, name="units")
    return open_context(home)


def from_a_table(con: Connection) -> list[Difference]:
    """One grouped query for everything, then the closed forms."""
    shares = [f"COUNT({name}), SUM({name})" for name in BINARY]
    # What DuckDB's variance keeps while it adds up are the moments themselves: its state is n, mean and m2.
    spreads = [f"(VAR_SAMP({name}) EXPORT_STATE)::BLOB" for name in (*AMOUNTS, SCORE)]
    arms = {arm: _arm(numbers) for arm, *numbers in _grouped(con, [*shares, *spreads])}
    return [
        compare_arms(kind, base, other)  # type: ignore[call-overload]  # the kind decides which arm it takes
        for arm in ARMS[1:]
        for (kind, base), (_, other) in zip(arms[ARMS[0]], arms[arm], strict=True)
    ]


def _grouped(con: Connection, aggregates: Sequence[str]) -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT arm, {', '.join(aggregates)} FROM units GROUP BY arm").fetchall()


def _arm(numbers: Sequence[Any]) -> list[tuple[str, object]]:
    shares = [("binary", Share(yes, n)) for n, yes in (numbers[0:2], numbers[2:4])]
    *means, score = (Moments(*_STATE.unpack(state)) for state in numbers[4:7])
    return [*shares, *(("mean", moments) for moments in means), ("nps", _counts(score))]


def _counts(score: Moments) -> dict[int, int]:
    """How many promoters, passives and detractors have these moments: of −100, 0 and 100 they say it exactly."""
    apart, extreme = score.n * score.mean / 100, (score.m2 + score.n * score.mean**2) / 100**2
    promoters, detractors = round((extreme + apart) / 2), round((extreme - apart) / 2)
    return {100: promoters, 0: int(score.n) - promoters - detractors, -100: detractors}


def _tea_tasting(con: Connection) -> Iterator[tuple[str, Way]]:
    """Aggregates by DuckDB through narwhals or ibis, or by polars from a frame that is in memory already."""
    tea = importlib.import_module("tea_tasting")
    metrics = {name: tea.Proportion(name) for name in BINARY} | {name: tea.Mean(name) for name in (*AMOUNTS, SCORE)}
    analyze = partial(tea.Experiment(metrics, variant="arm").analyze, control=ARMS[0], all_variants=True)
    yield "narwhals", partial(analyze, con.table("units"))
    polars = importlib.import_module("polars")
    frame = polars.from_arrow(con.execute("SELECT * EXCLUDE (unit) FROM units").to_arrow_table())
    yield "polars", partial(analyze, frame)
    try:
        table = importlib.import_module("ibis").duckdb.from_connection(con).table("units")
        table.limit(1).to_pyarrow()
    except ImportError as error:
        sys.stdout.write(f"tea-tasting is not measured through ibis: {error}.\n")
    else:
        yield "ibis", partial(analyze, table)


def _gbstats(con: Connection) -> Iterator[tuple[str, Way]]:
    """Its two-sided tests on the sums it takes, which DuckDB or pandas has added up."""
    importlib.import_module("gbstats")
    frame = con.execute("SELECT * EXCLUDE (unit) FROM units").df()

    def by_duckdb() -> object:
        plain = [f"COUNT({name}), SUM({name})" for name in BINARY]
        squared = [f"COUNT({name}), SUM({name}), SUM({name} * {name})" for name in (*AMOUNTS, SCORE)]
        rows = _grouped(con, [*plain, *squared])
        places = (slice(0, 2), slice(2, 4), slice(4, 7), slice(7, 10), slice(10, 13))
        return _gbstats_tests({arm: [numbers[place] for place in places] for arm, *numbers in rows})

    def by_pandas() -> object:
        groups, squares = frame.groupby("arm")[list(KINDS)], frame[[*AMOUNTS, SCORE]] ** 2
        sums: list[dict[Any, Any]] = [
            found.to_dict("index") for found in (groups.count(), groups.sum(), squares.groupby(frame["arm"]).sum())
        ]
        return _gbstats_tests(
            {arm: [[each[arm][name] for each in sums if name in each[arm]] for name in KINDS] for arm in ARMS}
        )

    yield "DuckDB", by_duckdb
    yield "pandas", by_pandas


def _gbstats_tests(arms: dict[str, list[Sequence[float]]]) -> list[object]:
    statistics = importlib.import_module("gbstats.models.statistics")
    tests = importlib.import_module("gbstats.frequentist.tests")

    def statistic(numbers: Sequence[float]) -> object:
        if len(numbers) == 2:
            return statistics.ProportionStatistic(n=numbers[0], sum=numbers[1])
        return statistics.SampleMeanStatistic(n=numbers[0], sum=numbers[1], sum_squares=float(numbers[2]))

    return [
        tests.TwoSidedTTest(statistic(base), statistic(other)).compute_result()
        for arm in ARMS[1:]
        for base, other in zip(arms[ARMS[0]], arms[arm], strict=True)
    ]
