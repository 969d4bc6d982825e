"""What was set aside of an upload: which values and why, as a file to repair, and the way back in."""

from typing import Any

import streamlit as st

from cxdash.errors import CxdashError
from cxdash.ingest.repair_file import repair_file
from cxdash.ingest.set_aside import set_aside
from cxdash.locale import formats, t, tn
from cxdash.report.columns import COUNT, Column, Table, table
from cxdash.report.tables import as_csv
from cxdash.ui import session, upload_desk
from cxdash.ui.failure import show_failure
from cxdash.ui.frame import CSV, written
from cxdash.ui.job_parts import working_part
from cxdash.ui.text import plain
from cxdash.ui.upload_parts import show_dropped, upload_zone
from cxdash.vault.uploads import Upload

MOST_ROWS = 1000


def set_aside_part(upload: Upload) -> None:
    """The rows and values that were set aside, and what can be done about them."""
    try:
        rows = set_aside(session.home(), upload.id)
    except CxdashError as error:
        show_failure(error)
        return
    if rows:
        _table(rows)
        st.download_button(
            t("Download this list"),
            data=lambda: as_csv(_listed(rows)),
            file_name=f"cxdash-set-aside-{upload.id}.csv",
            mime=CSV,
            icon=":material/download:",
            key=f"set_aside_{upload.id}",
            on_click="ignore",
        )
    else:
        st.caption(t("Nothing of it was set aside."))
    if upload.live and (upload.set_aside or any(file.repairs == upload.id for file in upload_desk.desk())):
        _repair(upload)


def _table(rows: list[dict[str, Any]]) -> None:
    n = len(rows)
    st.caption(
        tn(
            "{n} record or value was set aside.",
            "{n} records or values were set aside.",
            n,
            n=formats.count(n),
        )
    )
    config = {t("Row"): st.column_config.NumberColumn(help=t("As a spreadsheet program counts."))}
    st.dataframe(written(_listed(rows[:MOST_ROWS])), hide_index=True, column_config=config, placeholder=formats.ABSENT)
    if n > MOST_ROWS:
        st.caption(t("The first {n} are shown; the download has them all.", n=formats.count(MOST_ROWS)))


def _listed(rows: list[dict[str, Any]]) -> Table:
    values = [row["value"] if row["value"] is not None else row["text"] or "" for row in rows]
    what = {"record": t("the whole record")}
    return table(
        Column(t("Row"), [row["row"] for row in rows], COUNT),
        Column(t("Column"), [row["column"] or "" for row in rows]),
        Column(t("Value"), values),
        Column(t("Reason"), [t(row["reason"]) if row["reason"] else "" for row in rows]),
        Column(t("What was set aside"), [what.get(row["level"], t("this value only")) for row in rows]),
    )


def _repair(upload: Upload) -> None:
    """The repair file, and the zone where it is dropped when it was repaired."""
    home = session.home()
    with st.container(border=True, key="card_repair"):
        title = t("Repair the records that were set aside")
        st.markdown(f"**{plain(title)}**")
        st.caption(
            plain(
                t(
                    "Download them, correct the cells in any spreadsheet or text editor, leave the columns “row” and "
                    "“reason” as they are, save as CSV, and drop the file here. The records join this upload."
                )
            )
        )
        if upload.set_aside:
            st.download_button(
                t("Download the records to repair"),
                data=lambda: repair_file(home, upload.id),
                file_name=f"cxdash-repair-{upload.id}.csv",
                mime=CSV,
                icon=":material/build:",
                key=f"repair_file_{upload.id}",
                on_click="ignore",
            )
            hint = t("The CSV file as you downloaded it, with your corrections.")
            upload_zone(f"repair_{upload.id}", t("Load the repaired records"), hint, upload.id)
        mine = [file for file in upload_desk.desk() if file.repairs == upload.id]
        working_part([file for file in mine if file.job])
        for file in mine:
            show_dropped(file)
