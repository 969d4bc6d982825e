"""Every real file: its format and kind, and where each of its records went, with nothing said but its name."""

from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.recognition.unrelated import NAME_THEM
from tests.ingest.exports.tables import seen

pytestmark = pytest.mark.slow

# format, kind, (read, loaded, set aside, duplicates, values set aside)
FILES = {
    "ab_cookie_cats/cookie_cats.csv": ("csv", "experiment", (90189, 90189, 0, 0, 0)),
    "ab_landing_page/countries.csv": ("csv", "customers", (290584, 290584, 0, 0, 0)),
    "airline_satisfaction/airline_passenger_satisfaction.zip": ("csv", "survey", (129880, 129880, 0, 0, 0)),
    "call_centre/01 Call-Center-Dataset.xlsx": ("xlsx", "survey", (5000, 4054, 946, 0, 0)),
    "cdnow/cdnow_customers_summary.csv": ("csv", "customers", (2357, 2357, 0, 0, 0)),
    "export_google_forms/overwatch_survey_raw.csv": ("google_forms", "survey", (1196, 1196, 0, 0, 0)),
    "export_qualtrics/impressive_climate_qualtrics.csv": ("qualtrics", "survey", (452, 452, 0, 0, 0)),
    "export_qualtrics/qualtRics_sample.csv": ("qualtrics", "survey", (1, 1, 0, 0, 0)),
    "export_qualtrics/qualtRics_sample_legacy.csv": ("qualtrics_legacy", "survey", (1, 1, 0, 0, 0)),
    "export_surveymonkey/StarWars.csv": ("surveymonkey", "survey", (1186, 1186, 0, 0, 0)),
    "export_surveymonkey/comma-survey.csv": ("surveymonkey", "survey", (1129, 1099, 30, 0, 0)),
    "export_surveymonkey/flying-etiquette.csv": ("surveymonkey", "survey", (1040, 858, 182, 0, 0)),
    "export_surveymonkey/food-world-cup-data.csv": ("surveymonkey", "survey", (1373, 1373, 0, 0, 0)),
    "olist/olist_classified_public_dataset.csv": ("csv", "survey", (3584, 3584, 0, 0, 0)),
    "olist/subset2017_customers.csv": ("csv", "customers", (10000, 10000, 0, 0, 0)),
    "process_logs/receipt.csv": ("event_log", "interactions", (8577, 8577, 0, 0, 0)),
    "process_logs/running-example.csv": ("event_log", "interactions", (42, 42, 0, 0, 0)),
    "right_to_left/ATT.csv": ("csv", "survey", (2154, 2154, 0, 0, 0)),
    "right_to_left/PROD.csv": ("csv", "survey", (4272, 4272, 0, 0, 0)),
    "right_to_left/RES2.csv": ("csv", "survey", (2642, 2642, 0, 0, 0)),
    "right_to_left/arabic_PROD_windows-1256.csv": ("csv", "survey", (4272, 4272, 0, 0, 0)),
    "right_to_left/dev.tsv": ("csv", "survey", (846, 846, 0, 0, 0)),
    "right_to_left/hebrew_dev_windows-1255.tsv": ("csv", "survey", (846, 846, 0, 0, 0)),
    "right_to_left/persian_diji_comments_windows-1256.csv": ("csv", "survey", (1919, 1919, 0, 0, 23)),
    "right_to_left/snappfood_test.csv": ("csv", "survey", (7000, 7000, 0, 0, 0)),
    "right_to_left/taaghche_val.csv": ("csv", "survey", (3022, 3022, 0, 0, 0)),
    "support_tickets_simulated/customer_support_tickets.csv": ("csv", "survey", (5000, 3724, 1276, 0, 0)),
    "spss_sav/srw_spssio_test.sav": ("sav", "customers", (9, 9, 0, 0, 0)),
    "telco_churn/Telco-Customer-Churn.csv": ("csv", "customers", (7043, 7043, 0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_recognised_and_all_of_it_accounted_for(shared: Path, tmp_path: Path, file: str) -> None:
    found = seen(shared / "data" / file, tmp_path)
    form, kind, counts = FILES[file]
    assert (found.raw.format, found.document["kind"], found.raw.records) == (form, kind, counts[0])
    assert found.load().counts == counts


# Files with nothing in them that this program is about: what they seem to hold is said, and nothing is invented.
UNRELATED = {
    "olist/subset2017_products.csv": "a list of “product_id”",
    "right_to_left/digikala_apple_phones.xlsx": "holds “product_title”, “like_ratio”",
    "spss_sav/haven_datetime.sav": "holds “date”",
    "spss_sav/haven_iris.sav": "holds numbers",
    "spss_sav/haven_labelled-str.sav": "holds “gender”",
    "spss_sav/haven_umlauts.sav": "holds",
    "spss_sav/haven_variable-label.sav": "holds “Gender”",
    "spss_sav/pyreadstat_hebrews.sav": "holds numbers",
    "spss_sav/pyreadstat_missing_char.sav": "holds",
    "spss_sav/pyreadstat_missing_test.sav": "holds",
    "spss_sav/pyreadstat_ordered_category.sav": "holds",
    "spss_sav/pyreadstat_sample.por": "holds",
    "spss_sav/pyreadstat_sample.sav": "holds",
    "spss_sav/pyreadstat_sample.zsav": "holds",
    "spss_sav/pyreadstat_sample_large.sav": "holds",
    "spss_sav/pyreadstat_sample_missing.sav": "holds",
    "spss_sav/pyreadstat_simple_alltypes.sav": "holds",
    "spss_sav/srw_chinese_chars.sav.zip": "holds numbers",
    "spss_sav/srw_german.sav": "holds",
    "spss_sav/srw_greetings.sav": "holds",
    "spss_sav/srw_metadata_copy_test.sav": "a list of “running integer number”",
    "spss_sav/srw_scheiß Encoding.sav": "holds numbers",
    "spss_sav/srw_test_dates.sav": "holds “var_datetime”",
    "spss_sav/srw_zlib_compressed.zsav": "holds",
}  # fmt: skip


@pytest.mark.parametrize("file", UNRELATED)
def test_a_file_without_answers_events_or_customers_says_what_is_missing(
    shared: Path, tmp_path: Path, file: str
) -> None:
    found = seen(shared / "data" / file, tmp_path)
    assert found.document["confidence"] <= 0.2
    assert found.messages[-1] == NAME_THEM
    assert "no score, no comment, no event, no customer id, no variant" in found.messages[-2]
    with pytest.raises(CxdashError, match=UNRELATED[file]) as refused:
        found.load()
    assert refused.value.hint == NAME_THEM


def test_responses_without_answers_are_told_which_role_is_missing(shared: Path, tmp_path: Path) -> None:
    found = seen(shared / "data" / "spss_sav/pyreadstat_test_width.sav", tmp_path)
    assert found.document["confidence"] <= 0.2
    with pytest.raises(CxdashError, match="survey needs"):
        found.load()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("negatives/html_page_named.csv", "web page"),
        ("negatives/lfs_pointer_named.csv", "Git LFS"),
    ],
)
def test_what_is_no_table_is_refused(shared: Path, tmp_path: Path, file: str, reason: str) -> None:
    with pytest.raises(CxdashError, match=reason):
        seen(shared / "data" / file, tmp_path)
