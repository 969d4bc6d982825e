"""Qualtrics before 2017: V1 to V10 and question codes, then one row of texts."""

from cxdash.ingest.exports.qualtrics import Question, plan_for
from cxdash.ingest.exports.questions import clean
from cxdash.ingest.exports.shape import Export, Look, Plan

_IDENTITIES = {
    "ResponseID": "_recordId",
    "ResponseSet": "responseSet",
    "Name": "name",
    "ExternalDataReference": "externalDataReference",
    "EmailAddress": "emailAddress",
    "IPAddress": "ipAddress",
    "Status": "status",
    "StartDate": "startDate",
    "EndDate": "endDate",
    "Finished": "finished",
    "LocationLatitude": "locationLatitude",
    "LocationLongitude": "locationLongitude",
    "LocationAccuracy": "locationAccuracy",
}


def evidence(look: Look) -> float:
    """V1 to V10 in the first row and, whatever the survey's language, ResponseID in the second."""
    if not look.rows or not {"V1", "V2", "V3"} <= set(look.header):
        return 0.0
    known = sum(text in _IDENTITIES for text in look.rows[0])
    return 1.0 if "ResponseID" in look.rows[0] and known >= 5 else 0.0


def plan(look: Look) -> Plan:
    """As the newer export, with the meaning of the first columns told by the second row."""
    asked = [
        Question(place, code, clean(text) or code, _IDENTITIES.get(text, code))
        for place, (code, text) in enumerate(zip(look.header, look.rows[0], strict=True))
    ]
    return plan_for(look, asked, 1)


QUALTRICS_LEGACY = Export("qualtrics_legacy", evidence, plan)
