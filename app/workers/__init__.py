"""What runs in the background: one module of chores and duties for each noun."""

import importlib
import pkgutil


def load() -> None:
    """Import every module of this package, which registers its chores and duties."""
    for module in pkgutil.iter_modules(__path__):
        if module.name != "run":
            importlib.import_module(f"{__name__}.{module.name}")
