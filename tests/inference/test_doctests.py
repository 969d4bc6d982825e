"""Every public function of the room shows an example, and every example is true."""

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import cxdash.inference

MODULES = [
    importlib.import_module(f"cxdash.inference.{info.name}") for info in pkgutil.iter_modules(cxdash.inference.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module, raise_on_error=False).failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_public_functions_have_examples(module: ModuleType) -> None:
    public = [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    ]
    assert [function.__name__ for function in public if ">>>" not in (function.__doc__ or "")] == []
