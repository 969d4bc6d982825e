"""The same answers as files: tables as CSV and workbooks."""
