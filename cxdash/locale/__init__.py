"""Languages and formats: every string a person sees passes `t`, every number and date a formatter."""

from cxdash.locale.translation import N_, t, tn

__all__ = ["N_", "t", "tn"]
