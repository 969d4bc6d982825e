"""How an experiment's units are split over its variants, and what may be said of them without giving few away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxdash.inference.privacy import suppress
from cxdash.inference.sample_ratio import SampleRatio, sample_ratio
from cxdash.vocabulary.thresholds import State, Thresholds


def hidden_arms(counts: Mapping[str, int], privacy: int) -> frozenset[str]:
    """The variants whose numbers must not be shown: those of fewer units, and who would give them away from a total."""
    return frozenset(str(variant) for (variant,) in suppress({(name,): n for name, n in counts.items()}, privacy))


@dataclass(frozen=True)
class Split:
    """The units of each variant, `ratio` the test of their split; hidden numbers are None in both, and in `total`.

    `hidden` names the variants that must not be read, `states` says how each may be shown.
    """

    units: Mapping[str, int | None]
    states: Mapping[str, State]
    total: int | None
    ratio: SampleRatio | None

    @property
    def hidden(self) -> frozenset[str]:
        """The variants of which nothing but the name may be shown."""
        return frozenset(variant for variant, state in self.states.items() if state == "hidden")


def split(units: Mapping[str, int], thresholds: Thresholds) -> Split:
    """The split of `units` as it may be shown; `ratio` is None when there are no variants.

    Without a declared plan every variant was meant to get the same number of units.
    """
    hidden = hidden_arms(units, thresholds.privacy)
    ratio = sample_ratio(list(units.values()), [1.0] * len(units)) if units else None
    if ratio and hidden:
        # From the statistic and a known total the units could be worked out.
        ratio = replace(ratio, pvalue=None, chi2=None)
    together = sum(units[variant] for variant in hidden)
    return Split(
        {variant: None if variant in hidden else n for variant, n in units.items()},
        {variant: "hidden" if variant in hidden else thresholds.state(n) for variant, n in units.items()},
        None if 0 < together < thresholds.privacy else sum(units.values()),
        ratio,
    )
