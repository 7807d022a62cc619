"""Slow work in a thread, so that those who ask meanwhile hardly notice it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

T = TypeVar("T")

_lock = Lock()
_working = 0


async def aside(work: Callable[[], T]) -> T:
    """What *work* gives, done in a thread."""

    def quietly() -> T:
        with without_collections():
            return work()

    return await asyncio.to_thread(quietly)


@contextmanager
def without_collections() -> Iterator[None]:
    """Build something large without looking for garbage meanwhile.

    The collector stops every thread while it looks through all objects, of which a knowledge has a million: a fifth of
    a second each time. What was built stays, so it is never looked through again; once nothing refers to it, it goes
    as ever.
    """
    global _working
    with _lock:
        _working += 1
        if _working == 1:
            gc.collect()
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            _working -= 1
            if not _working:
                gc.freeze()
                gc.enable()
