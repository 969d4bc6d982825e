"""Foreign files become canonical rows, and rows set aside with their reasons."""
