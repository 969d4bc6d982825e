"""What the words mean: scales, metrics, thresholds, journey templates, canonical tables and their synonyms."""
