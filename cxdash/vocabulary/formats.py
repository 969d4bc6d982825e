"""What the formats of files are called by those who use them: the tool that wrote the export, or the kind of file."""

from typing import Final

from cxdash.locale import N_, t

# The names of products and of file types are the same in every language.
_NAMED: Final = {
    "csv": "CSV", "parquet": "Parquet", "xlsx": "Excel (.xlsx)", "xls": "Excel (.xls)", "ods": "OpenDocument (.ods)",
    "sav": "SPSS (.sav)", "por": "SPSS (.por)", "dta": "Stata (.dta)", "xes": "XES", "json": "JSON",
    "qualtrics": "Qualtrics", "surveymonkey": "SurveyMonkey", "google_forms": "Google Forms",
    "microsoft_forms": "Microsoft Forms", "typeform": "Typeform", "limesurvey": "LimeSurvey", "zendesk": "Zendesk",
    "jira": "Jira", "salesforce": "Salesforce", "hubspot": "HubSpot", "delighted": "Delighted", "intercom": "Intercom",
    "ga4": "Google Analytics 4", "formbricks": "Formbricks", "growthbook": "GrowthBook", "medallia": "Medallia",
}  # fmt: skip
_DESCRIBED: Final = {"qualtrics_legacy": N_("Qualtrics (legacy)"), "event_log": N_("event log")}


def format_label(name: str) -> str:
    """What a person reads for the format's name in documents; the name itself where there is nothing better.

    >>> format_label("google_forms"), format_label("event_log")
    ('Google Forms', 'event log')
    """
    return t(_DESCRIBED[name]) if name in _DESCRIBED else _NAMED.get(name, name)
