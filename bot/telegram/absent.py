"""Packages that others load where they find them, and nobody here uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def absent(*packages: str, **instead: ModuleType) -> Iterator[None]:
    """Within this, *packages* that are not loaded yet are found missing; *instead*: what is found in their place."""
    given = {**dict.fromkeys(packages), **instead}
    hidden = {name: module for name, module in given.items() if name not in sys.modules}
    sys.modules.update(hidden)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
