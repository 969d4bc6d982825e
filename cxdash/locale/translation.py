"""The one translation function: gettext catalogues in this folder, English as the source language.

Messages are literals with named `str.format` fields, so that a translator sees whole sentences:
`t("{n} rows were set aside", n=count(12))`. `N_` marks a literal for extraction and returns it
untranslated, for tables made at import time whose entries are translated when shown.
"""

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "cxdash"
CATALOGUES = Path(__file__).parent / "catalogues"
_language: ContextVar[str] = ContextVar("cxdash_language", default="en")


def set_language(language: str) -> None:
    """Use `language` (an ISO 639 code) for the current thread or task; unknown ones fall back to English."""
    _language.set(language)


def language() -> str:
    """The ISO 639 code of the language in use."""
    return _language.get()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """The message itself, marked for the catalogue."""
    return message


def t(message: str, /, **values: object) -> str:
    """The message in the current language, its `{fields}` filled with already formatted values."""
    translated = _catalogue(language()).gettext(message)
    return translated.format(**values) if values else translated


def tn(singular: str, plural: str, n: int, /, **values: object) -> str:
    """As `t`, with the plural form that `n` asks for in the current language."""
    return _catalogue(language()).ngettext(singular, plural, n).format(**values)
