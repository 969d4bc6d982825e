"""The shell every page runs in, and the parts pages are made of."""
