"""Navigation, style, filter bar, page, address: what one run of the script does, in this order."""

from pathlib import Path

import streamlit as st

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.ui import session, url
from cxdash.ui.empty import no_data
from cxdash.ui.failure import show_failure
from cxdash.ui.filter_bar import filter_bar, look_at_everything

STATIC = Path(__file__).parent / "static"
STYLE, LOGO = STATIC / "style.css", STATIC / "logo.svg"


def run(pages: Path) -> None:
    """Run the page that the address names, inside the shell."""
    session.begin_run()
    listed = _pages(pages)
    page = st.navigation(list(listed.values()), position="top")
    name = next(name for name, known in listed.items() if known == page)
    st.session_state["_pages"] = listed
    st.logo(str(LOGO), size="large")
    st.html(STYLE)
    try:
        url.open_address(name)
        _show(name, page)
        url.write_address()
    except CxdashError as error:
        show_failure(error)


def _pages(folder: Path) -> dict[str, "st.Page"]:
    """The pages by absolute path: Streamlit's own discovery would run them without this shell."""
    listed = (
        ("journey", t("Journey"), "route"),
        ("touchpoints", t("Touchpoints"), "touch_app"),
        ("segments", t("Segments"), "groups"),
        ("experiments", t("Experiments"), "science"),
        ("data", t("Data"), "database"),
    )
    return {
        name: st.Page(
            folder / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=name, default=name == "journey"
        )
        for name, title, icon in listed
    }


def _show(name: str, page: "st.Page") -> None:
    """The data page always; the others once there is data, under the filter bar where it applies."""
    if name == "data":
        # What is wrong with an upload can be put right on this page, so that it is there whatever is wrong.
        look_at_everything()
        page.run()
        return
    if session.is_behind():
        st.caption(
            t("New data is being prepared; these are the numbers of before. The next click or a reload shows it."),
        )
    if session.contents().empty:
        no_data()
    else:
        # An experiment is judged over all its units: filtering them after the fact would break the randomisation.
        if name == "experiments":
            look_at_everything()
        else:
            filter_bar()
        page.run()
