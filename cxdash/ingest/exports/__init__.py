"""Known exports of survey and ticket tools, recognised by their structure: a step between reading and recognition.

To add one: a file with its evidence and its plan, a line in `EXPORTS`, and a made-up table in the tests.
"""

from typing import Final

import duckdb

from cxdash.ingest.exports.delighted import DELIGHTED
from cxdash.ingest.exports.event_log import EVENT_LOG
from cxdash.ingest.exports.formbricks import FORMBRICKS
from cxdash.ingest.exports.ga4 import GA4
from cxdash.ingest.exports.google_forms import GOOGLE_FORMS
from cxdash.ingest.exports.growthbook import GROWTHBOOK
from cxdash.ingest.exports.hubspot import HUBSPOT
from cxdash.ingest.exports.intercom import INTERCOM
from cxdash.ingest.exports.jira import JIRA
from cxdash.ingest.exports.limesurvey import LIMESURVEY
from cxdash.ingest.exports.medallia import MEDALLIA
from cxdash.ingest.exports.microsoft_forms import MICROSOFT_FORMS
from cxdash.ingest.exports.qualtrics import QUALTRICS
from cxdash.ingest.exports.qualtrics_legacy import QUALTRICS_LEGACY
from cxdash.ingest.exports.salesforce import SALESFORCE
from cxdash.ingest.exports.shape import Export, Hints, look, rewrite
from cxdash.ingest.exports.surveymonkey import SURVEYMONKEY
from cxdash.ingest.exports.typeform import TYPEFORM
from cxdash.ingest.exports.zendesk import ZENDESK
from cxdash.ingest.raw import RawTable

EXPORTS: Final[tuple[Export, ...]] = (
    QUALTRICS, QUALTRICS_LEGACY, SURVEYMONKEY, GOOGLE_FORMS, MICROSOFT_FORMS, TYPEFORM, LIMESURVEY,
    ZENDESK, JIRA, SALESFORCE, HUBSPOT, DELIGHTED, INTERCOM, GA4, FORMBRICKS, GROWTHBOOK, MEDALLIA, EVENT_LOG,
)  # fmt: skip
CONVINCING = 0.5
"""Evidence below which a table is taken for nobody's export."""


def recognised(con: duckdb.DuckDBPyConnection, raw: RawTable) -> tuple[RawTable, Hints] | None:
    """The table as its export means it, and what is known of its columns; None for a table of no known tool.

    Rewrites the table `raw` of `con`: header rows and footers leave it, question texts name the columns, options of
    one question share one. `format` becomes the export's name. The same file is always rewritten in the same way, so
    that a mapping made for it fits again.
    """
    if not raw.header:
        return None
    seen = look(con, raw)
    surest = max(EXPORTS, key=lambda export: export.evidence(seen))
    if surest.evidence(seen) < CONVINCING:
        return None
    return rewrite(seen, raw, surest.name, surest.plan(seen))


__all__ = ["EXPORTS", "Export", "Hints", "recognised"]
