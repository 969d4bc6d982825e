"""Rows become pictures: a function per kind of chart, no data access, no statistics."""
