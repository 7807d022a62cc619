"""Two programs with one token: whoever was here first goes on, and the other one steps back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

_SETTLED_SECONDS: Final = 5.0
"""Who has polled alone for so long was here first."""
_FIRST_SECONDS: Final = 1.0
"""After which the first one goes on; less than the other one listens, or each would think itself alone."""
LISTEN_PAUSE_SECONDS: Final = 1.5
"""Between two looks at what there is: in that time the first one has taken it."""
_PAUSES: Final = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Short at first: the other one may just be ending."""
_LISTEN_SECONDS: Final = 3.0
_TOO_OFTEN: Final = 4
"""Two of which each was here first (one of them slept meanwhile) would take turns for ever."""


class Precedence:
    """Decides after a refusal (409) how long to wait, and whether what comes then is still the other one's.

    Telegram gives updates to whoever asked last, and refuses whoever asked before. So one that stepped back first asks
    and takes nothing; only when it has not been refused for a while is it alone.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._alone_since = self._refused_at = clock()
        self._listens_until = 0.0
        self._stepped_back = self._in_a_row = 0

    @property
    def listens(self) -> bool:
        """Whether what comes is to be left alone: the other program may be there still."""
        return self._clock() < self._listens_until

    def refused(self) -> float:
        """Telegram refused for the other program's sake; the seconds to wait."""
        now = self._clock()
        self._in_a_row = self._in_a_row + 1 if now - self._refused_at < _SETTLED_SECONDS else 1
        self._refused_at = now
        if now - self._alone_since > _SETTLED_SECONDS and self._in_a_row < _TOO_OFTEN:
            self._stepped_back = 0
            return _FIRST_SECONDS
        pause = _PAUSES[min(self._stepped_back, len(_PAUSES) - 1)]
        self._stepped_back += 1
        self._listens_until = self._alone_since = now + pause + _LISTEN_SECONDS
        return pause
