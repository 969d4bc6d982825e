"""What every test may use: the reference data beside the repository, and an empty data folder."""

from pathlib import Path

import pytest
from hypothesis import settings

from cxdash.ingest.sample import load_sample
from cxdash.vault.home import Home

ROOT = Path(__file__).parents[1]

# The suite says the same twice; `make test-deep` looks at other examples each time.
settings.register_profile("suite", derandomize=True, database=None)
settings.register_profile("deep", derandomize=False, print_blob=True)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files of short tests before those with long ones, and those with a browser at the end."""
    ranks = {item.path: 0 for item in items}
    for item in items:
        rank = 2 if item.get_closest_marker("browser") else 1 if item.get_closest_marker("slow") else 0
        ranks[item.path] = max(ranks[item.path], rank)
    items.sort(key=lambda item: ranks[item.path])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files and oracle cases that lies beside the repository where it is developed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(
            "the reference data is not beside this checkout; the same laws are tested on the project's own data"
        )
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample company, loaded once; tests only read it."""
    folder = tmp_path_factory.mktemp("sample")
    load_sample(Home.open(folder))
    return folder
