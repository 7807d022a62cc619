"""``python -m tests.bench_edge``: this whole bot beside bots that do nothing but echo, as the README's table.

Every bot is a process of its own, and so is the tests' Bot API server: one that answers at once, and one that takes
50 ms for each message. The questions are those of ``tests/questions``, each asked once (an echo bot gets the same).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.evaluation.questions import load
from tests.conftest import ROOT
from tests.edge.server import Server, Took, server
from tests.faults.bench import free_port, webhook

_SLOW = 0.05
_WARM = 20
_NOTICE = 50


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot."""

    name: str
    command: tuple[str, ...]
    webhook: bool = False
    settings: dict[str, str] = field(default_factory=dict)


def _echo(name: str, kind: str) -> Contestant:
    return Contestant(name, (sys.executable, "-m", "tests.edge.echo", kind), kind.endswith("webhook"))


def _ours(name: str, *, webhook: bool = False, **settings: str) -> Contestant:
    return Contestant(name, (sys.executable, "-m", "bot", "run"), webhook, settings)


CONTESTANTS = {
    "ptb": _echo("PTB echo, polling", "ptb-polling"),
    "ptb-webhook": _echo("PTB echo, webhook", "ptb-webhook"),
    "aiogram": _echo("aiogram echo, polling", "aiogram"),
    "off": _ours("this bot, polling, `BOT_MODEL=off`", model="off"),
    "off-webhook": _ours("this bot, webhook, `BOT_MODEL=off`", webhook=True, model="off"),
    "minilm": _ours("this bot, polling, `minilm`", model="minilm"),
    "minilm-webhook": _ours("this bot, webhook, `minilm`", webhook=True, model="minilm"),
    "bare": _echo("no framework, polling (what the server can do)", "bare-polling"),
    "bare-webhook": _echo("no framework, webhook (what the server can do)", "bare-webhook"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one bot did."""

    contestant: Contestant
    idle: float
    """Memory before the first question, MB."""
    quick: Took
    common: Took
    """As many messages of which only every twentieth is new: what most people ask."""
    slow: Took
    processor: float
    """Milliseconds of processor time a question, in the first run."""
    memory: float
    """Memory in the end, MB."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a Markdown table."""
    asked = _arguments(arguments)
    texts = questions(asked.messages)
    print(f"{machine()}\n\n{len(texts)} different questions from {asked.chats} chats\n")
    print("| bot | answers a second | a 20th of them, by all | 50 ms a send | CPU a question | memory, idle | after |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in asked.bots or CONTESTANTS:
        row = measured(CONTESTANTS[name], texts, asked.chats)
        cells = (row.contestant.name, *(f"{took.rate:,.0f}" for took in (row.quick, row.common, row.slow)))
        print("|", " | ".join(cells), "|", f"{row.processor:.2f} ms | {row.idle:.0f} MB | {row.memory:.0f} MB |")
        sys.stdout.flush()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench_edge", description=__doc__)
    parser.add_argument("bots", nargs="*", metavar="BOT", help=f"of: {', '.join(CONTESTANTS)} (default: all)")
    parser.add_argument("--messages", type=int, default=2000, help="how many questions (default: 2000)")
    parser.add_argument("--chats", type=int, default=200, help="from how many people (default: 200)")
    return parser.parse_args(arguments)


def questions(most: int) -> list[str]:
    """Different questions about the shipped report."""
    files = sorted((ROOT / "tests" / "questions").glob("extremism.*.jsonl"))
    sets = [found for file in files for found in load(file)]
    return list(dict.fromkeys(question.q for found in sets for question in found.questions))[:most]


def measured(contestant: Contestant, texts: Sequence[str], chats: int) -> Row:
    """Start a bot and a server, ask, and end both."""
    with tempfile.TemporaryDirectory() as folder, server() as api, _running(contestant, api, Path(folder)) as process:
        for n in range(_WARM):
            api.ask([f"hello {n}"], 1)
        idle, before = memory(process.pid), processor(process.pid)
        quick = api.ask(texts, chats)
        used = processor(process.pid) - before
        common = api.ask([*texts[: len(texts) // 20]] * 20, chats)
        api.delay(_SLOW)
        # Whoever minds how long the server takes learns it first.
        api.ask(texts[-_NOTICE:], _NOTICE)
        # A bot that sends one at a time takes a minute for a thousand.
        slow = api.ask(texts[: len(texts) // 4], chats)
        return Row(contestant, idle, quick, common, slow, 1000 * used / len(texts), memory(process.pid))


@contextmanager
def _running(contestant: Contestant, api: Server, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    port = free_port()
    given = {"token": api.token, "api_url": api.url, "database_url": f"sqlite:///{folder}/panelbot.db"}
    given |= {"data": str(folder), "log_level": "INFO", **contestant.settings}
    given |= webhook(port) if contestant.webhook else {}
    inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith("BOT_")}
    echo = {"ECHO_TOKEN": api.token, "ECHO_API": api.url, "ECHO_LISTEN": f"127.0.0.1:{port}"}
    ours = {f"BOT_{name.upper()}": value for name, value in given.items()}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            contestant.command,
            cwd=folder,
            env=inherited | {"PYTHONPATH": str(ROOT)} | echo | ours,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def machine() -> str:
    """On what it was measured."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    model = next(models, "processor unknown")
    return f"{model}, {os.cpu_count()} cores; {platform.system()}, Python {platform.python_version()}"


def memory(pid: int) -> float:
    """Resident memory of a process, MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor(pid: int) -> float:
    """Processor time of a process so far, seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
