"""How several choices of one cell are kept in a canonical file: as one text with a mark between them."""

MARK = " | "
"""What stands between choices that were put into one cell."""
