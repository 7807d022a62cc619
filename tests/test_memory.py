"""What the running bot does without, so that it stays small."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel import localedata

from bot import app
from bot.knowledge import library
from bot.knowledge.library import SHIPPED
from bot.storage.filejournal import FileJournal
from bot.telegram.catalogue import catalogues
from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.lanes import Lanes
from bot.telegram.delivery.notes import Notes
from bot.telegram.delivery.receiving import Receiving
from bot.telegram.updates import read
from tests.conftest import ROOT
from tests.driving import driven, from_files, panelist, write
from tests.recording import ANN, TOKEN, message

LATER = """
    sqlalchemy.orm sqlalchemy.ext.asyncio alembic asyncpg httpx cryptography tornado click uvicorn starlette watchfiles
    numpy.ma onnxruntime tokenizers symspellpy docx pypdfium2 markdown_it ruamel rich resvg_py bot.embedding.model
    bot.importing.vocabulary bot.evaluation
    """.split()
"""Loaded by whoever needs it, and some never."""


def test_what_is_not_needed_is_not_loaded() -> None:
    """With the knowledge read and a question answered, in a process of its own."""
    program = f"""
import sys
from bot import app
from bot.knowledge.library import SHIPPED
app.prepare()
from bot.telegram import runner
from bot.storage import database
app.load([SHIPPED], app.OFF).answer("What did they say about madrassas?")
print(*sorted({set(LATER)!r} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.stdout.split(), run.stderr, run.returncode) == ([], "", 0)


def test_the_webhook_needs_little_of_its_server() -> None:
    """Neither uvicorn's command line nor what it starts itself anew with; who wants that finds it afterwards."""
    program = """
import bot.telegram.delivery.webhook, sys
print(*{"click", "watchfiles", "multiprocessing", "uvicorn.main", "uvicorn.supervisors"} & set(sys.modules))
import watchfiles.main, uvicorn.main
print(callable(uvicorn.main.run), uvicorn.main.Server.__name__)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.stdout.split(), run.stderr, run.returncode) == (["True", "Server"], "", 0)


def test_long_docstrings_are_forgotten() -> None:
    """Of the packages that have many; what their functions do stays the same."""
    program = """
from bot.telegram import memory
import sqlalchemy, telegram
wordy = sqlalchemy.select, telegram.Bot.send_message
print(*(len(function.__doc__) > 1000 for function in wordy))
memory.forget_docstrings()
print(*(function.__doc__ for function in wordy))
print(str(sqlalchemy.select(sqlalchemy.literal(1))), telegram.Update(1).update_id)
print(memory.settle.__doc__[:9])
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    said = ["True True", "None None", "SELECT :param_1 AS anon_1 1", "Give back"]
    assert (run.stdout.splitlines(), run.stderr, run.returncode) == (said, "", 0)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the number of threads is known on Linux alone")
@pytest.mark.parametrize("model", [app.OFF, app.DEFAULT])
def test_no_thread_is_started_for_each_processor(model: str) -> None:
    """Nor at all: on a large machine they would be more than its container may have."""
    program = f"""
import os
from bot import app
from bot.knowledge.library import SHIPPED
app.load([SHIPPED], {model!r}).answer("What did they say about madrassas?")
print(len(os.listdir("/proc/self/task")))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.stdout.split(), run.stderr, run.returncode) == (["1"], "", 0)


def test_a_lexicon_is_kept_once() -> None:
    """Under whatever name it is read: from its file, or with the files of a revision."""
    read, built = library.load([SHIPPED]), library.build(library.load([SHIPPED]).files)
    assert read.lexicon
    assert read.lexicon is built.lexicon


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_numbers_are_written_after_the_rest_is_forgotten(code: str) -> None:
    """Of what babel knows of a language, its numbers and months stay."""
    assert "1,234" in catalogues()[code]("event-points", count=1234)


@pytest.mark.parametrize("name", [*sorted(catalogues()), "root"])
def test_what_no_text_names_is_forgotten(name: str) -> None:
    """Of each language, and of what all languages have in common."""
    kept = localedata.load(name)
    assert not {"unit_patterns", "unit_display_names", "languages", "time_zones", "date_fields"} & set(kept)
    assert {"months", "number_symbols"} <= set(kept)


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_question_leaves_no_garbage(tmp_path: Path, way: str) -> None:
    """All that is made for one goes by itself: the collector, which stops everybody, has next to nothing to find."""
    file = write(tmp_path / "river.yaml", panelist("Ada Boat", "Boats must be painted.", "Ferries need lights."))
    async with driven(from_files(file)) as bot:
        notes = Notes(FileJournal(tmp_path / "sent"), bot.state.unstored, TOKEN)
        handling = Handling(bot.application.process_update, bot.application.process_error, notes)
        lanes, receiving = Lanes(handling, notes), Receiving(handling, notes)

        async def ask(times: int) -> None:
            for n in range(times):
                update = read(message(f"Do boats number {n} need paint?", user=ANN | {"id": 100 + n}))
                if way == "webhook":
                    assert await receiving.take(update)
                else:
                    lanes.take(update)
                    while lanes.open:
                        lanes.changed.clear()
                        await lanes.changed.wait()

        await ask(5)
        gc.collect()
        gc.disable()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            await ask(40)
            gc.collect()
            left = Counter(type(thing).__name__ for thing in gc.garbage)
        finally:
            gc.set_debug(0)
            gc.garbage.clear()
            gc.enable()
    assert max(left.values(), default=0) < 40, left
