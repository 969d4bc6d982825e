"""Recognition: what kind of file a table is, and what each of its columns means."""
