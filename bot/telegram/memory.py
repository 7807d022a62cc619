"""What a process that runs for months does without."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FunctionType, ModuleType
from typing import Final

_COLLECTING: Final = 20_000, 10, 10
"""New objects after which garbage is looked for, and after how many times among older ones. Seldom: what a question
makes goes by itself."""
_ARENA_MAX: Final = -8  # <malloc.h>: M_ARENA_MAX
_EXPLAINED: Final = frozenset({"numpy", "pydantic", "sqlalchemy", "telegram"})
"""Packages with megabytes of docstrings."""
_MOST_CHARACTERS: Final = 100


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


def one_heap() -> None:
    """Let no thread have a heap of its own: memory that one gave back would not serve the others."""
    with suppress(OSError, AttributeError):  # the C library of Linux alone has it
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def forget_docstrings() -> None:
    """Drop the long docstrings of functions in large packages, as ``python -OO`` does; their place is filled anew."""
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and (thing.__module__ or "").partition(".")[0] in _EXPLAINED:
            code, docstring = thing.__code__, thing.__doc__
            if docstring is not None and len(docstring) > _MOST_CHARACTERS:
                thing.__doc__ = None
                if code.co_consts and code.co_consts[0] is docstring:
                    thing.__code__ = code.replace(co_consts=(None, *code.co_consts[1:]))


def settle() -> None:
    """Give back the memory in which the knowledge was read; what stays need not be looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTING)
    with suppress(OSError, AttributeError):  # the C library of Linux alone has it
        ctypes.CDLL(None).malloc_trim(0)
