"""The law of counting: every record that was read is loaded, set aside or a duplicate."""

from collections.abc import Mapping

COUNTS = ("read", "loaded", "set_aside", "duplicates", "values_set_aside")


def check_counts(report: Mapping[str, int]) -> None:
    """Raise AssertionError when the counts of a report do not add up: a defect of this product, never of a file."""
    accounted = report["loaded"] + report["set_aside"] + report["duplicates"]
    if report["read"] != accounted or min(report[name] for name in COUNTS) < 0:
        raise AssertionError(f"{report['read']} records were read, {accounted} are accounted for")
