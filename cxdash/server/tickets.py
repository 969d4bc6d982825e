"""Tickets for one upload each: signed by this process, valid for two minutes, good for the session they name."""

import secrets
import threading
import time
from dataclasses import dataclass

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.locale.translation import language

LIFETIME_S = 120

# Sessions, too, end with the process: nothing is lost when its key does.
_signer = URLSafeTimedSerializer(secrets.token_bytes(32), salt="upload ticket")
_used: dict[str, float] = {}
_using = threading.Lock()


@dataclass(frozen=True)
class Ticket:
    """Who may upload one file: the session that will claim it, and the language it is spoken to in."""

    session: str
    language: str


def issue(session: str) -> str:
    """A ticket for one file of this session, in the current language."""
    return _signer.dumps([secrets.token_hex(8), session, language()])


def redeem(text: str) -> Ticket:
    """The ticket in this text, which is worth nothing from now on; CxdashError for any other text."""
    try:
        number, session, spoken = _signer.loads(text, max_age=LIFETIME_S)
    except SignatureExpired:
        raise CxdashError(t("The page waited too long before it sent the file."), t("Drop the file again.")) from None
    except BadSignature:
        raise _refused() from None
    now = time.monotonic()
    with _using:
        for old in [each for each, until in _used.items() if until < now]:
            del _used[old]
        if number in _used:
            raise _refused()
        _used[number] = now + LIFETIME_S + 1
    return Ticket(session, spoken)


def _refused() -> CxdashError:
    return CxdashError(t("This upload was not asked for by a page of cxdash."), t("Reload the page and try again."))
