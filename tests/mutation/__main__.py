"""Applies each wrong variant to a copy of the inference room and runs the tests that must notice; 1 if one does not.

`python -m tests.mutation` for all of them, with words to choose those whose mistake has one of them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.mutation import estimates, experience, experiments
from tests.mutation.mutant import Mutant

ROOT = Path(__file__).parents[2]
ROOM = Path("cxdash", "inference")
MUTANTS = (*estimates.MUTANTS, *experiments.MUTANTS, *experience.MUTANTS)
NOTHING = Mutant("no mistake at all", "", "", "", ())


def main(words: Sequence[str]) -> int:
    """Prints a line per mistake: who noticed, and after how long."""
    chosen = [mutant for mutant in MUTANTS if not words or any(word in mutant.mistake for word in words)]
    with copy_of_the_room() as tree:
        if not passes(
            tree, replace(NOTHING, tests=tuple(sorted({name for mutant in chosen for name in mutant.tests})))
        ):
            say("the tests fail without any mistake; there is nothing to learn from them")
            return 1
        survivors = [mutant for mutant in chosen if not noticed(tree, mutant)]
    say(f"{len(chosen) - len(survivors)} of {len(chosen)} mistakes were noticed")
    return 1 if survivors else 0


@contextmanager
def copy_of_the_room() -> Iterator[Path]:
    """A folder with the room, its tests and the settings of pytest, and nothing else: no oracle beside it either."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        tree = Path(folder, "a", "b")  # the oracle would lie two folders up
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / ROOM, tree / ROOM, ignore=leave_out)
        shutil.copytree(ROOT / "tests" / "inference", tree / "tests" / "inference", ignore=leave_out)
        shutil.copy(ROOT / "cxdash" / "__init__.py", tree / "cxdash" / "__init__.py")
        shutil.copy(ROOT / "pyproject.toml", tree / "pyproject.toml")
        yield tree


def noticed(tree: Path, mutant: Mutant) -> bool:
    """Whether the tests fail with the mistake in place, which is taken out again."""
    path = tree / ROOM / f"{mutant.module}.py"
    source = path.read_text("utf-8")
    if (places := source.count(mutant.right)) != 1:
        raise SystemExit(f"{mutant.mistake}: the code to change stands {places} times in {path.name}")
    path.write_text(source.replace(mutant.right, mutant.wrong), "utf-8")
    started = time.perf_counter()
    found = not passes(tree, mutant)
    path.write_text(source, "utf-8")
    seconds = time.perf_counter() - started
    say(f"{'noticed ' if found else 'SURVIVED'}  {seconds:5.1f} s  {mutant.module:<16} {mutant.mistake}")
    return found


def passes(tree: Path, mutant: Mutant) -> bool:
    """Whether the tests of the mutant pass in the copy as it is."""
    files = [str(Path("tests", "inference", f"test_{name}.py")) for name in mutant.tests]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", *files],
        cwd=tree,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{mutant.mistake}: the tests could not be run\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def say(line: str) -> None:
    """Writes a line at once: the whole takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
