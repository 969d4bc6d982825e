"""Journeys: stages in the order a customer meets them, each with its touchpoints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cxdash.vocabulary.journey_templates import OTHER, TEMPLATES, Template


@dataclass(frozen=True)
class Touchpoint:
    """A moment in which a customer meets the company; `targets` are {metric: value in the metric's unit}."""

    name: str
    targets: Mapping[str, float] = field(default_factory=dict)
    moment_of_truth: bool = False


@dataclass(frozen=True)
class Stage:
    """A part of a journey, with its touchpoints in order."""

    name: str
    touchpoints: tuple[Touchpoint, ...] = ()


@dataclass(frozen=True)
class Journey:
    """Stages in the order a customer goes through them."""

    name: str
    stages: tuple[Stage, ...] = ()

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """Every touchpoint, in the order of the journey."""
        return tuple(touchpoint for stage in self.stages for touchpoint in stage.touchpoints)

    def stage_of(self, touchpoint: str) -> str | None:
        """The name of the stage a touchpoint stands in, or None."""
        return next((stage.name for stage in self.stages if touchpoint in (p.name for p in stage.touchpoints)), None)


def assign(touchpoints: Iterable[str]) -> Journey:
    """The journey template that places most of these touchpoints, with each of them in its stage.

    Touchpoints that no keyword places stand in a last stage "Other" (an `N_` message, as are the names of the
    template and its stages). Stages without touchpoints are left out. The order within a stage is the order given.
    """
    names = list(dict.fromkeys(touchpoints))
    template = max(TEMPLATES, key=lambda each: sum(each.stage_of(name) is not None for name in names))
    placed = {name: template.stage_of(name) or OTHER for name in names}
    order = [stage.name for stage in template.stages] + [OTHER]
    stages = tuple(
        Stage(stage, tuple(Touchpoint(name) for name in names if placed[name] == stage))
        for stage in order
        if stage in placed.values()
    )
    return Journey(template.name, stages)


__all__ = ["OTHER", "Journey", "Stage", "Template", "Touchpoint", "assign"]
