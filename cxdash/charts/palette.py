"""The colours of every chart, for light and for dark: better is blue, worse is orange, undecided is grey.

Okabe and Ito's colours, safe for the common kinds of colour blindness. Text colours reach 4.5:1 and marks that carry
meaning 3:1 on `surface` (WCAG 2.2 AA); a test computes both.
"""

from dataclasses import dataclass

from cxdash.charts.rows import Verdict

READABLE = 4.5


@dataclass(frozen=True)
class Palette:
    """Hex colours by what they mean. `low`, `middle`, `high` are the anchors of diverging scales."""

    surface: str
    ink: str
    muted: str
    line: str
    lane: str
    better: str
    worse: str
    neutral: str
    accent: str
    target: str
    low: tuple[str, ...]
    middle: str
    high: tuple[str, ...]

    def verdict(self, verdict: Verdict | None) -> str:
        """The colour of a verdict; not decided yet is neutral."""
        return {"better": self.better, "worse": self.worse}.get(verdict or "", self.neutral)

    def diverging(self, position: float) -> str:
        """The colour at −1 (worst) … 0 … +1 (best)."""
        ramp = (*self.low, self.middle, *self.high)
        return _between(ramp, (min(max(position, -1.0), 1.0) + 1) / 2)

    def sequential(self, position: float) -> str:
        """The colour at 0 (none) … 1 (most), from the lane's tint to the accent."""
        return _between((self.lane, *self.high[:2]), min(max(position, 0.0), 1.0))

    def ink_on(self, background: str) -> str:
        """Black or white, whichever reads better on `background`: one of them always reaches 4.5:1."""
        return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, background))

    def quiet_ink_on(self, background: str) -> str:
        """The muted ink where it reads on `background`, else as `ink_on`."""
        return self.muted if contrast(self.muted, background) >= READABLE else self.ink_on(background)


LIGHT = Palette(
    surface="#FFFFFF",
    ink="#0F1720",
    muted="#55626F",
    line="#E4E9EE",
    lane="#F3F6F9",
    better="#0072B2",
    worse="#D55E00",
    neutral="#6B7885",
    accent="#0072B2",
    target="#0F1720",
    low=("#B34E00", "#E58A45", "#F6CDAF"),
    middle="#E6EAEE",
    high=("#A9D0E8", "#4B95C6", "#005A8D"),
)
DARK = Palette(
    surface="#10161D",
    ink="#EEF2F6",
    muted="#A6B2BE",
    line="#27313B",
    lane="#1A222B",
    better="#56B4E9",
    worse="#F08A3C",
    neutral="#8E9BA8",
    accent="#56B4E9",
    target="#EEF2F6",
    low=("#F59A55", "#B8682C", "#6B4022"),
    middle="#323D48",
    high=("#24537A", "#3786BC", "#74C4F2"),
)


def palette(dark: bool) -> Palette:
    """The palette of the theme in use."""
    return DARK if dark else LIGHT


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(ramp: tuple[str, ...], position: float) -> str:
    place = position * (len(ramp) - 1)
    index = min(int(place), len(ramp) - 2)
    start, end, share = _channels(ramp[index]), _channels(ramp[index + 1]), place - index
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(start, end, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
