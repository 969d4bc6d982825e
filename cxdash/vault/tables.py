"""The ledger's tables, in SQL that SQLite and PostgreSQL both speak."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

metadata = MetaData()

# `bytes`, `read`, … are the words of the file's report; an upload is live until `undone_at` is set.
uploads = Table(
    "uploads",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("format", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("read", BigInteger, nullable=False),
    Column("loaded", BigInteger, nullable=False),
    Column("set_aside", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("values_set_aside", BigInteger, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("shape", String, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("first_at", DateTime),
    Column("last_at", DateTime),
    Column("loaded_at", DateTime, nullable=False, unique=True),
    Column("undone_at", DateTime),
)
_live = text("undone_at IS NULL")
# One content is live once, whoever loads it and however many at a time.
Index("uploads_live_content", uploads.c.sha256, unique=True, sqlite_where=_live, postgresql_where=_live)

mappings = Table(
    "mappings",
    metadata,
    Column("shape", String, primary_key=True),
    Column("mapping", JSON, nullable=False),
    # Whether a person gave or confirmed it; else it was recognised, in a file of so many records.
    Column("by_person", Boolean, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("updated_at", DateTime, nullable=False),
)

# What a person decided about one column of a kind of file, by its id in the survey tool or by its name.
column_mappings = Table(
    "column_mappings",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("entries", JSON, nullable=False),
    Column("updated_at", DateTime, nullable=False),
)

journeys = Table(
    "journeys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("is_default", Boolean, nullable=False),
)
_default = text("is_default")
Index("journeys_one_default", journeys.c.is_default, unique=True, sqlite_where=_default, postgresql_where=_default)

stages = Table(
    "stages",
    metadata,
    Column("journey", ForeignKey("journeys.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("journey", "position"),
)

touchpoints = Table(
    "touchpoints",
    metadata,
    Column("journey", Integer, primary_key=True),
    Column("name", String, primary_key=True),
    Column("stage", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("targets", JSON, nullable=False),
    Column("moment_of_truth", Boolean, nullable=False),
    ForeignKeyConstraint(["journey", "stage"], ["stages.journey", "stages.name"], ondelete="CASCADE"),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("action", String, nullable=False),
    Column("object", String, nullable=False),
    Column("details", JSON, nullable=False),
)
