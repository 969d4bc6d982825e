"""What a person sees in a “how computed” panel, read back from the page as numbers."""

import re
from dataclasses import dataclass
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Panel:
    """The tables of an open panel: inputs by their symbol, results by their name, a number per column; all its text."""

    inputs: dict[str, tuple[float, ...]]
    named: dict[str, tuple[float, ...]]
    results: dict[str, float]
    text: str
    formulas: tuple[str, ...]

    def one(self, symbol: str) -> float:
        (found,) = self.inputs[symbol]
        return found


def panel_keys(at: AppTest) -> list[str]:
    """The panels of a page, open or not."""
    found = [re.search(r"-how_(.+)$", block.proto.id) for block in at.get("popover")]
    return [match.group(1) for match in found if match]


def offered(at: AppTest, key: str) -> list[str]:
    """The numbers that a panel explains, after opening it; one that explains a single number has no list."""
    at.session_state[f"how_{key}"] = True
    at.run()
    assert not at.exception
    return [str(option) for box in at.selectbox if box.key == f"explain_{key}" for option in box.options]


def opened(at: AppTest, key: str, title: str | None = None) -> Panel:
    """The panel opened, on the number of that title, and closed again for the next."""
    titles = offered(at, key)
    if titles:
        place = titles.index(title) if title else 0
        box = next(box for box in at.selectbox if box.key == f"explain_{key}")
        if box.value != place:
            box.set_value(place).run()
        assert not at.exception
    block = next(block for block in at.get("popover") if block.proto.id.endswith(f"-how_{key}"))
    texts = [str(element.value) for element in (*block.markdown, *block.caption)]
    found = Panel(
        {symbol: numbers for _, symbol, numbers in _rows(texts, "Inputs") if symbol},
        {name: numbers for name, _, numbers in _rows(texts, "Inputs")},
        {name: numbers[0] for name, _, numbers in _rows(texts, "Result") if numbers},
        "\n".join(texts).replace("\\", ""),
        tuple(element.value for element in block.latex),
    )
    at.session_state[f"how_{key}"] = False
    return found


def _rows(texts: list[str], table: str) -> list[tuple[str, str, tuple[float, ...]]]:
    rows = []
    for text in texts:
        if text.startswith(f"| **{table}**"):
            for line in text.splitlines()[2:]:
                name, symbol, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
                rows.append(
                    (_unescaped(name), symbol.strip("$"), tuple(map(number, filter(None, map(_unescaped, cells)))))
                )
    return rows


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def number(text: str) -> float:
    """A number as the panel writes it in English; one that is absent is NaN, one too small to write is 0."""
    if text.startswith("<"):
        return 0.0
    try:
        return float(text.replace(",", "").replace("−", "-").rstrip("%"))
    except ValueError:
        return float("nan")
