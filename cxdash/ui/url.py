"""The whole state of what is seen lives in the address: a link shows the same picture on another machine.

Values in the address are codes and data, never translated labels, so a link made in one language opens in another.
Widgets that take part are drawn by `select` and its like; `open_address` runs before them, `write_address` after them.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

PREFIX = "url_"
_KEPT, _WRITTEN, _PAGE = "_address", "_address_written", "_address_page"

Parameters = dict[str, list[str]]
Days = tuple[date, date]


def open_address(page: str) -> None:
    """Take over what the address says when it is not what this session wrote last (a link, reload or back button).

    Going to another page by the navigation clears the address; then the session's own state is kept.
    """
    asked: Parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    moved = st.session_state.get(_PAGE) not in (None, page)
    st.session_state[_PAGE] = page
    if asked != st.session_state.get(_WRITTEN) and not (moved and not asked):
        for key in [key for key in st.session_state if str(key).startswith(PREFIX)]:
            del st.session_state[key]
        st.session_state[_KEPT] = asked
    st.session_state.setdefault(_KEPT, {})


def write_address() -> None:
    """Put the present state into the address bar."""
    kept: Parameters = {name: values for name, values in st.session_state[_KEPT].items() if values}
    if kept != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(kept)
    st.session_state[_WRITTEN] = kept


def values(name: str) -> list[str]:
    """What the state says for a name; empty when it says nothing."""
    return list(st.session_state.get(_KEPT, {}).get(name, []))


def names() -> list[str]:
    """The names that the state holds values for."""
    return list(st.session_state.get(_KEPT, {}))


def put(name: str, chosen: Sequence[str]) -> None:
    """Set a name's values, none at all removes it; usable in callbacks."""
    st.session_state[_KEPT] = {**st.session_state.get(_KEPT, {}), name: list(chosen)}
    st.session_state.pop(PREFIX + name, None)


def clear(*cleared: str) -> None:
    """Forget the values of these names."""
    for name in cleared:
        put(name, [])


def one(name: str, allowed: Sequence[str], default: str) -> str:
    """The state's value for a name when it is an allowed one, else the default."""
    return next((value for value in values(name) if value in allowed), default)


Drawn = Callable[..., str | None]


def select(
    label: str,
    name: str,
    options: Sequence[str],
    default: str,
    *,
    shown: Callable[[str], str] = str,
    widget: Drawn | None = None,
    **looks: object,
) -> str:
    """A single choice kept in the address under `name`; the default is not written there."""
    key, current = PREFIX + name, one(name, options, default)
    if st.session_state.get(key) not in options:
        st.session_state[key] = current
    draw: Drawn = widget or st.selectbox
    chosen = draw(label, options=options, format_func=shown, key=key, **looks) or default
    st.session_state[_KEPT][name] = [] if chosen == default else [chosen]
    return chosen


def select_many(
    label: str, name: str, options: Sequence[str], *, shown: Callable[[str], str] = str, **looks: object
) -> list[str]:
    """Any number of values kept in the address under `name`; unknown values in the address are dropped."""
    key = PREFIX + name
    if key not in st.session_state:
        st.session_state[key] = [value for value in values(name) if value in options]
    # `looks` is any of the widget's own arguments, which its overloads name one by one.
    chosen = st.multiselect(label, options=options, format_func=shown, key=key, **looks)  # type: ignore[call-overload]
    st.session_state[_KEPT][name] = list(chosen)
    return list(chosen)


def select_days(
    label: str, name: str, default: Days, *, read: Callable[[str], Days | None], width: int | None = None
) -> Days:
    """A first and a last day kept in the address under `name` as first..last, which `read` reads."""
    key, before = PREFIX + name, read(next(iter(values(name)), "")) or default
    if key not in st.session_state:
        st.session_state[key] = before
    picked: object = st.date_input(label, key=key, width=width or "stretch")
    # While the second day is not chosen yet, the earlier choice stands.
    pair = (picked[0], picked[1]) if isinstance(picked, tuple) and len(picked) == 2 else before
    st.session_state[_KEPT][name] = ["..".join(day.isoformat() for day in pair)]
    return pair
