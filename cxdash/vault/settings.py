"""Settings of a data folder, each with its default."""

import secrets
from typing import Any

from sqlalchemy import select

from cxdash.vault import tables
from cxdash.vault.brought import targets
from cxdash.vault.home import Home
from cxdash.vault.ledger import note
from cxdash.vocabulary.thresholds import DEFAULT_THRESHOLDS, Thresholds

DEFAULTS: dict[str, Any] = {
    "privacy": DEFAULT_THRESHOLDS.privacy,
    "reliability": DEFAULT_THRESHOLDS.reliability,
    # What the whole company aims at, {metric: value in the metric's unit}; touchpoints have their own in the journey.
    # While nobody says it, what live uploads bring.
    "targets": {},
    # Days for which the files stay as they came; 0: only while they are read.
    "raw_retention_days": 90,
}

_SALT = "identity_salt"


def get(home: Home, key: str) -> Any:
    """The value of a setting, or its default; KeyError for a name that is no setting."""
    with home.ledger.read() as connection:
        row = connection.execute(select(tables.settings.c.value).where(tables.settings.c.key == key)).first()
    if row is not None:
        return row[0]
    return targets(home) if key == "targets" else DEFAULTS[key]


def put(home: Home, key: str, value: Any) -> None:
    """Keep a value (anything JSON can say) for a setting; KeyError for a name that is no setting.

    The value that holds already is nobody's decision, and not kept: with what brought it, it may change again.
    """
    if key not in DEFAULTS:
        raise KeyError(key)
    if value == get(home, key):
        return
    settings = tables.settings
    with home.ledger.write() as connection:
        connection.execute(settings.delete().where(settings.c.key == key))
        connection.execute(settings.insert().values(key=key, value=value))
        note(connection, "set", key, value=value)


def thresholds(home: Home) -> Thresholds:
    """The privacy and reliability thresholds in force."""
    return Thresholds(privacy=get(home, "privacy"), reliability=get(home, "reliability"))


def identity_salt(home: Home) -> str:
    """The data folder's own secret for hashing personal ids, made when it is first asked for; never in the audit."""
    settings = tables.settings
    wanted = select(settings.c.value).where(settings.c.key == _SALT)
    with home.ledger.read() as connection:
        known = connection.execute(wanted).scalar()
    if known is None:
        with home.ledger.write() as connection:
            known = connection.execute(wanted).scalar()
            if known is None:
                known = secrets.token_hex(32)
                connection.execute(settings.insert().values(key=_SALT, value=known))
    return str(known)
