"""What was loaded: uploads with their counts, each to be opened, repaired and undone, and the data dictionary."""

from collections.abc import Sequence

import streamlit as st

from cxdash.locale import formats, t
from cxdash.report.columns import COUNT, Column, Table, table
from cxdash.ui import session
from cxdash.ui.drift_parts import drift_part
from cxdash.ui.frame import headed, written
from cxdash.ui.how_counts import contents_offers
from cxdash.ui.mapping_editor import kind_words
from cxdash.ui.repair_parts import set_aside_part
from cxdash.ui.text import heading, plain
from cxdash.ui.undo_parts import undo
from cxdash.ui.upload_parts import counts
from cxdash.vault import uploads
from cxdash.vault.uploads import Upload


def history_part() -> None:
    """Every upload, the newest first; one is opened by selecting its row."""
    found = uploads.history(session.home())
    if not found:
        return
    with st.container(border=True, key="card_history"):
        heading(t("What was loaded"))
        state = st.dataframe(
            written(_table(found)),
            hide_index=True,
            placeholder=formats.ABSENT,
            on_select="rerun",
            selection_mode="single-row",
            key="history",
        )
        st.caption(plain(t("Select a row to see what was set aside, or to undo the upload.")))
        picked = getattr(state, "selection", {}).get("rows", [])
        if picked and picked[0] < len(found):
            _opened(found[picked[0]])


def _table(found: Sequence[Upload]) -> Table:
    return table(
        Column(t("Name"), [upload.name for upload in found]),
        Column(t("Kind"), [kind_words(upload.kind) for upload in found]),
        *(Column(label, [getattr(upload, name) for upload in found], COUNT) for label, name in counts()),
        Column(t("Loaded at"), [formats.moment(upload.loaded_at) for upload in found]),
        Column(t("State"), [t("live") if upload.live else t("taken back") for upload in found]),
        Column(t("Upload"), [upload.id for upload in found]),
    )


def _opened(upload: Upload) -> None:
    with st.container(border=True, key="card_upload"):
        st.markdown(f"**{plain(upload.name)}**")
        if upload.live:
            st.button(
                t("Undo this upload"), icon=":material/undo:", key=f"undo_{upload.id}", on_click=undo, args=(upload.id,)
            )
        drift_part(upload)
        set_aside_part(upload)


def dictionary_part() -> None:
    """What the loaded data consists of, in numbers."""
    contents = session.contents()
    if contents.empty:
        return
    with st.container(border=True, key="card_dictionary"):
        rows = [
            (t("Survey records"), contents.responses),
            (t("Answers"), contents.answers),
            (t("Comments"), contents.comments),
            (t("Interactions"), contents.interactions),
            (t("Customers"), contents.customers),
            (t("Experiments"), contents.experiments),
        ]
        headed(t("What there is"), "dictionary", lambda: contents_offers(rows), kinds=())
        with st.grid(min_column_width=300):
            for label, n in rows:
                st.metric(label, formats.count(n), border=True)
        segments = ", ".join(segment.name for segment in session.context().dimensions.segments)
        parts = [formats.period(contents.first_on, contents.last_on)] if contents.last_on else []
        parts += [t("Segments: {names}", names=segments)] if segments else []
        st.caption(plain(" · ".join(parts)))
