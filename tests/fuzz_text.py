"""``python -m tests.fuzz_text [SECONDS [MILLISECONDS]]``: texts that reach new lines of the matcher, by atheris.

Each is answered as a message is, by words alone, and as the longest message made of it. It stops at the first text that
raises, that gives a score that is no probability, or that takes more than MILLISECONDS of processor time; such a text
is written to ``crash-…`` in the current folder. What is instrumented is slower by far, so a second process without that
measures whatever took long, with nothing remembered of its words.
"""

from __future__ import annotations

import argparse
import atexit
import json
import subprocess
import sys
import time
from contextlib import nullcontext

PLAIN = "--plain"
if PLAIN in sys.argv:
    instrumented = nullcontext()
else:
    import atheris

    instrumented = atheris.instrument_imports(include=["bot.language", "bot.matching"])

with instrumented:
    from bot import app
    from bot.knowledge.library import SHIPPED
    from bot.language.text import MAX_CHARACTERS
    from bot.logs import visible
    from bot.matching import courtesy
    from bot.telegram.chats import manners
    from bot.telegram.memory import settle
    from tests.bench.limits import forgetting

_WORDS = "what did khosa say about privacy پولیس کیا kya kaha facebook group ka admin who else 3rd panelist".split()
_answerer = app.load([SHIPPED], app.OFF)


def answered(text: str) -> float:
    """Processor time in seconds to answer a message: its question is looked for, and all of it is answered."""
    begun = time.process_time()
    manners.question_of(_answerer, text)
    answer = _answerer.answer(text)
    took = time.process_time() - begun
    courtesy.small_talk(answer)
    assert all(0.0 <= result.score <= 1.0 for result in answer.results)
    assert len(visible(text).splitlines()) <= 1
    return took


class Fuzz:
    """What was tried so far."""

    def __init__(self, most: float) -> None:
        """*most* seconds are allowed."""
        self.most = most
        self.count = 0
        self.worst = 0.0
        self._plain = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz_text", PLAIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def one(self, data: bytes) -> None:
        """Answer one text made of *data*."""
        self.count += 1
        text = _text(data)
        if answered(text) > max(self.worst, self.most / 2):
            took = min(self._measured(text) for _ in range(10))
            self.worst = max(self.worst, took)
            assert took <= self.most, f"{took * 1000:.1f} ms for {text!r}"

    def _measured(self, text: str) -> float:
        assert self._plain.stdin is not None
        assert self._plain.stdout is not None
        print(json.dumps(text), file=self._plain.stdin, flush=True)
        return float(self._plain.stdout.readline())


def _text(data: bytes) -> str:
    """Words that are known among any characters, often repeated up to the longest message."""
    given = atheris.FuzzedDataProvider(data)

    def part() -> str:
        word = given.ConsumeBool()
        return str(
            given.PickValueInList(_WORDS) + " " if word else given.ConsumeUnicode(given.ConsumeIntInRange(1, 60))
        )

    text = "".join(part() for _ in range(given.ConsumeIntInRange(1, 12))) or " "
    return (text * (MAX_CHARACTERS // len(text) + 1) if given.ConsumeBool() else text)[:MAX_CHARACTERS]


def main() -> None:
    """Fuzz for so many seconds."""
    if PLAIN in sys.argv:
        forget = forgetting()
        settle()
        for line in sys.stdin:
            forget()
            print(answered(json.loads(line)), flush=True)
        return
    parser = argparse.ArgumentParser("python -m tests.fuzz_text", description="Looks for texts that take long.")
    parser.add_argument("seconds", nargs="?", type=int, default=300, metavar="SECONDS", help="(default: 300)")
    parser.add_argument("milliseconds", nargs="?", type=float, default=20, metavar="MILLISECONDS", help="(default: 20)")
    wish = parser.parse_args()
    fuzz = Fuzz(wish.milliseconds / 1000)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={wish.seconds}", "-max_len=2048"], fuzz.one, enable_python_coverage=True
    )
    # Fuzz() ends the process by itself.
    atexit.register(lambda: print(f"{fuzz.count} texts, the slowest {fuzz.worst * 1000:.1f} ms", flush=True))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
