"""The house's laws that a machine can see: who imports whom, where SQL lives, how long a file is."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = sorted(path for room in ("cxdash", "pages", "sample_data") for path in (ROOT / room).rglob("*.py"))
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET|CREATE\s+(TABLE|VIEW)|GROUP\s+BY)\b", re.DOTALL
)
ROOMS_OF_SQL = ("ingest", "mart", "queries", "vault")
URL = re.compile(r"https?://[^\s\"'<>)]+")
# Names that stand in a document without anything being fetched from there.
NAMES_NOT_ADDRESSES = ("http://www.w3.org/", "https://vega.github.io/schema/", "http://localhost", "http://127.0.0.1")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def texts_in(tree: ast.AST) -> Iterator[ast.Constant]:
    """String constants that are no docstrings, parts of f-strings included."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a statement."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_import_contracts_are_kept() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "room", ["cxdash.queries", "cxdash.answers", "cxdash.ingest", "cxdash.mart", "cxdash.vault", "cxdash.cli"]
)
def test_no_room_of_the_core_pulls_the_app_in(room: str) -> None:
    folder = ROOT / room.replace(".", "/")
    modules = [f"{room}.{path.stem}" for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    assert modules
    assert "streamlit" not in loaded_by(f"import {', '.join(modules)}")


@pytest.mark.parametrize("command", ["--help", "uploads --help", "scores --help"])
def test_help_waits_for_nothing_heavy(command: str) -> None:
    statement = (
        "import os\nfrom cxdash.cli import main\nout = sys.stdout\nsys.stdout = open(os.devnull, 'w')\n"
        f"try:\n    main({command.split()!r})\nexcept SystemExit:\n    sys.stdout = out"
    )
    heavy = {"streamlit", "pandas", "numpy", "duckdb", "pyarrow", "scipy", "altair", "sqlalchemy", "pydantic"}
    assert not loaded_by(statement) & heavy


def test_history_waits_for_the_ledger_only() -> None:
    assert not loaded_by("import cxdash.cli.history") & {
        "streamlit",
        "pandas",
        "numpy",
        "duckdb",
        "pyarrow",
        "scipy",
        "altair",
    }


def test_the_shell_is_not_beside_the_pages() -> None:
    # A folder `pages/` beside the main script makes Streamlit run pages without the shell around them.
    assert not (ROOT / "cxdash" / "ui" / "pages").exists()


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_module_has_its_sentence(path: Path) -> None:
    docstring = ast.get_docstring(tree_of(path))
    assert docstring or path.read_text(encoding="utf-8").strip() == ""
    assert docstring or path.name == "__init__.py"


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_file_holds_one_thought(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= (80 if path.parent == ROOT / "pages" else 300), "which two thoughts does it hold?"


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    long = [
        f"{node.name} has {node.end_lineno - node.lineno} lines"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno > 50
    ]
    assert not long


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_sql_lives_in_its_rooms(path: Path) -> None:
    if path.is_relative_to(ROOT / "cxdash") and path.relative_to(ROOT / "cxdash").parts[0] in ROOMS_OF_SQL:
        return
    assert [node.value for node in texts_in(tree_of(path)) if SQL.search(str(node.value))] == []


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_no_value_is_written_into_sql(path: Path) -> None:
    """No string is put between quotes inside SQL, and none is made with `%` or `.format`: values are bound."""
    written = [
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.JoinedStr) and _quotes_a_value(node)) or _formats_sql(node)
    ]
    assert written == []


def _quotes_a_value(text: ast.JoinedStr) -> bool:
    if not SQL.search("".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in text.values)):
        return False
    return any(
        isinstance(before, ast.Constant) and str(before.value).endswith("'") and not _constant(part.value)
        for before, part in pairwise(text.values)
        if isinstance(part, ast.FormattedValue)
    )


def _constant(node: ast.expr) -> bool:
    """Whether an expression is made of constants of the code, which are written in capitals."""
    names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    fields = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    return all(name.isupper() for name in (fields or names))


def _formats_sql(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        template: ast.AST = node.left
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        template = node.func.value
    else:
        return False
    return isinstance(template, ast.Constant) and bool(SQL.search(str(template.value)))


def shown_files() -> list[Path]:
    """What a browser gets from us: pages, ui, charts, server, their assets, and the theme."""
    rooms = [ROOT / "pages", *(ROOT / "cxdash" / room for room in ("ui", "charts", "server"))]
    kinds = {".py", ".css", ".js", ".html", ".svg", ".json", ".toml"}
    found = [path for room in rooms for path in room.rglob("*") if path.suffix in kinds]
    return sorted([*found, *(ROOT / ".streamlit").glob("*.toml"), *ROOT.glob("app.py")])


@pytest.mark.parametrize("path", shown_files(), ids=name_of)
def test_nothing_shown_points_outside(path: Path) -> None:
    urls = URL.findall(path.read_text(encoding="utf-8"))
    assert [url for url in urls if not url.startswith(NAMES_NOT_ADDRESSES)] == []


def test_requirements_are_pinned() -> None:
    for file in (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        assert lines
        assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    files = [*OURS, *ROOT.glob("*.md"), *ROOT.glob("*.toml"), ROOT / "Makefile", *(ROOT / "tests").rglob("*.py")]
    machine = re.compile(r"(?<![\w./])/(home|root|Users|work|mnt)/\w")
    assert [name_of(path) for path in files if machine.search(path.read_text(encoding="utf-8"))] == []
