"""cxdash: a customer-experience dashboard. A file comes in at `ingest`, rests in the `vault`, is derived into
the `mart`, asked by `queries`, weighed by `answers` with `inference`, drawn by `charts`, and shown by the pages.

    errors       CxdashError(message, hint): written for the person at the screen
    vocabulary   what the words mean: scales, metrics, stages, canonical tables
    locale       translation and the formats of numbers and dates
    inference    pure functions on sufficient statistics: numbers in, numbers out
    ingest       file → canonical rows + rows set aside with reasons
    vault        the truth: immutable uploads, and the ledger that says which are live
    mart         the derived DuckDB database: derivation, data version, cursors, sandbox
    queries      every SELECT of the product; filters (SQL and words from one object)
    answers      a question answered: queries weighed by inference, the one thing pages, command line and exports share
    charts       rows → Altair charts, a function per kind of chart
    report       the same answers as tables, CSV and workbooks
    ui           the shell every page runs in, and the parts pages are made of
    server       the ASGI side: health, streaming upload, jobs, guards, security headers
    cli          `python -m cxdash …`: the same questions without a browser

Data moves one way; who may import whom is written, and tested, as import contracts in pyproject.toml.
"""

__version__ = "0.1.0"
