"""Every string a person may see can be translated: literals only, all of them in the catalogue, none bare."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from tests.catalogue import FOLDERS, ROOT, fresh, messages

SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
SHOWN_BY_STREAMLIT = sorted(path for folder in ("pages", "cxdash/ui") for path in (ROOT / folder).rglob("*.py"))
CATALOGUE = ROOT / "cxdash" / "locale" / "catalogues" / "cxdash.pot"

# Streamlit's commands whose first argument is shown, and the keywords that are shown wherever they stand.
SPEAKING = {
    "write", "markdown", "caption", "title", "header", "subheader", "text", "badge", "metric", "button",
    "download_button", "link_button", "menu_button", "selectbox", "multiselect", "text_input", "text_area",
    "number_input", "date_input", "time_input", "radio", "checkbox", "toggle", "slider", "select_slider", "pills",
    "segmented_control", "file_uploader", "form_submit_button", "error", "warning", "info", "success", "toast",
    "expander", "popover", "tabs", "dialog", "spinner", "status", "progress", "feedback", "chat_input", "Column",
    "TextColumn", "NumberColumn", "DateColumn", "DatetimeColumn", "ProgressColumn", "CheckboxColumn",
    "SelectboxColumn", "LineChartColumn", "LinkColumn", "ButtonColumn", "MultiselectColumn", "ListColumn",
}  # fmt: skip
SHOWN_KEYWORDS = {
    "help",
    "placeholder",
    "label",
    "caption",
    "page_title",
    "title",
    "body",
    "alt",
    "delta_description",
    "text",
    "on_label",
}
REFUSALS = {"CxdashError", "NoAnswerError"}
ARGPARSE = {"help", "description", "metavar", "title", "epilog"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls_in(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the last part of the name that is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def bare(node: ast.expr) -> str | None:
    """The words of an expression that is shown as it stands, None when it is translated or holds no letters."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = re.sub(r":material/\w+:|:[a-z_]+:|\bcxdash\b", "", node.value)
        return words if re.search(r"[^\W\d_]{2}", words) else None
    if isinstance(node, ast.JoinedStr):
        return next(filter(None, (bare(part) for part in node.values if isinstance(part, ast.Constant))), None)
    if isinstance(node, ast.BinOp):
        return bare(node.left) or bare(node.right)
    if isinstance(node, ast.IfExp):
        return bare(node.body) or bare(node.orelse)
    if isinstance(node, ast.BoolOp):
        return next(filter(None, map(bare, node.values)), None)
    if isinstance(node, ast.List | ast.Tuple):
        return next(filter(None, map(bare, node.elts)), None)
    return None


def strays(node: ast.Call, positions: int, keywords: set[str]) -> list[str]:
    shown = [*node.args[:positions], *(keyword.value for keyword in node.keywords if keyword.arg in keywords)]
    return [f"line {node.lineno}: {words}" for words in map(bare, shown) if words]


def test_catalogue_is_what_the_code_says() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == fresh(), "run `make catalogue`"


def literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def stored(node: ast.expr) -> bool:
    """A message that `N_` marked elsewhere: a name, a field or an entry, never something composed here."""
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_messages_are_literals(path: Path) -> None:
    composed = []
    for name, node in calls_in(path):
        if name == "t" and not (node.args and (literal(node.args[0]) or stored(node.args[0]))):
            composed.append(ast.unparse(node))
        if (name == "N_" and not all(map(literal, node.args))) or (
            name == "tn" and not all(map(literal, node.args[:2]))
        ):
            composed.append(ast.unparse(node))
    assert composed == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_messages_get_the_fields_they_name(path: Path) -> None:
    wrong = []
    for name, node in calls_in(path):
        forms = node.args[: {"t": 1, "tn": 2}.get(name, 0)]
        given = {keyword.arg for keyword in node.keywords}
        if None in given:  # **values: known when it runs
            continue
        for form in filter(literal, forms):
            needed = {field for _, field, _, _ in Formatter().parse(str(ast.literal_eval(form))) if field is not None}
            if (needed or given) and not (needed == given or (name == "tn" and needed <= given)):
                wrong.append(ast.unparse(node))
    assert wrong == []


@pytest.mark.parametrize("path", SHOWN_BY_STREAMLIT, ids=name_of)
def test_pages_say_nothing_untranslated(path: Path) -> None:
    found = [
        stray
        for name, node in calls_in(path)
        for stray in strays(node, 1 if name in SPEAKING and of_streamlit(node) else 0, SHOWN_KEYWORDS)
    ]
    assert found == []


def of_streamlit(node: ast.Call) -> bool:
    """Whether a call is a method of something, as Streamlit's commands are, but not of a string or a log."""
    if not isinstance(node.func, ast.Attribute) or isinstance(node.func.value, ast.Constant):
        return False
    return not re.search(r"\b(log|logger|logging)\b", ast.unparse(node.func.value), re.IGNORECASE)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_refusals_and_help_are_translated(path: Path) -> None:
    found = []
    for name, node in calls_in(path):
        if name in REFUSALS:
            found += strays(node, 2, {"message", "hint"})
        elif path.is_relative_to(ROOT / "cxdash" / "cli"):
            found += strays(node, 0, ARGPARSE)
    assert found == []


def test_messages_read_as_messages() -> None:
    """No positional fields, and no space at an end that a translator would lose."""
    ids = [
        form
        for message in messages()
        for form in (message.id if isinstance(message.id, tuple) else (message.id,))
        if form
    ]
    assert ids
    assert [each for each in ids if re.search(r"\{\d*\}", each)] == []
    assert [each for each in ids if each != each.strip() and each != "usage: "] == []


@pytest.mark.parametrize(
    "language", sorted(path.parent.parent.name for path in CATALOGUE.parent.glob("*/LC_MESSAGES/*.po"))
)
def test_translations_keep_the_fields(language: str) -> None:
    with (CATALOGUE.parent / language / "LC_MESSAGES" / "cxdash.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    for message in catalogue:
        if message.id and message.string:
            original, translated = (
                set(re.findall(r"\{(\w+)\}", " ".join(text) if isinstance(text, tuple) else text))
                for text in (message.id, message.string)
            )
            assert translated <= original, message.id
