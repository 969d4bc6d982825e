"""Pure functions on sufficient statistics: counts and moments in, estimates, differences and verdicts out."""
