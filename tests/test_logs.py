"""The log: no secret in it in whatever form, and nobody's text passes for a line of the bot's."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.logs import Formatter, Redaction, visible
from tests.conftest import ROOT

TOKEN = "123456789:AAtestsOnlyTokenOfTheLogs0000000000000"
OTHER_TOKEN = "987654321:BBsomebodyElsesTokenThatNobodyNamed_-00"
WEBHOOK = "W" * 20 + "-_" + "h" * 20
METRICS = 'quoted"and\\slashed'
PASSWORD = "pa/ss wörd@1%"
URL = f"postgresql://bot:{quote(PASSWORD, safe='')}@db.example.org/panel"
SECRETS = (TOKEN, URL, WEBHOOK, METRICS, PASSWORD, quote(PASSWORD, safe=""))

HOW: dict[str, Callable[[logging.Logger, str], None]] = {}


def how(log: Callable[[logging.Logger, str], None]) -> Callable[[logging.Logger, str], None]:
    HOW[log.__name__] = log
    return log


@how
def in_the_message(log: logging.Logger, secret: str) -> None:
    log.warning(f"got {secret} here")


@how
def as_an_argument(log: logging.Logger, secret: str) -> None:
    log.warning("got %s and %r", secret, {"key": [secret]})


@how
def in_an_address(log: logging.Logger, secret: str) -> None:
    log.warning("POST https://api.example.org/bot%s/sendMessage failed", quote(secret, safe=""))


@how
def in_json(log: logging.Logger, secret: str) -> None:
    log.warning("sent %s", json.dumps({"url": secret}))


@how
def in_an_exception(log: logging.Logger, secret: str) -> None:
    try:
        raise ValueError(f"cannot use {secret}")
    except ValueError:
        log.exception("failed")


@how
def in_the_cause_of_an_exception(log: logging.Logger, secret: str) -> None:
    try:
        try:
            raise ConnectionError(f"no way to {secret}")
        except ConnectionError as error:
            raise RuntimeError("sending failed") from error
    except RuntimeError:
        log.exception("failed")


@how
def in_the_context_of_an_exception(log: logging.Logger, secret: str) -> None:
    try:
        try:
            raise KeyError(secret)
        except KeyError:
            raise RuntimeError("while that was handled")  # noqa: B904
    except RuntimeError:
        log.exception("failed")


@how
def in_a_group_of_exceptions(log: logging.Logger, secret: str) -> None:
    error = ValueError("one")
    error.add_note(f"with {secret}")
    log.error("failed", exc_info=ExceptionGroup("several", [error, OSError(secret)]))


def _saying(name: str, secret: str, log: logging.Logger) -> None:
    HOW[name](log, secret)


def logged(log: Callable[[logging.Logger], None], *, as_json: bool, secrets: tuple[str, ...] = SECRETS) -> str:
    """What is written of what *log* logs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter(as_json=as_json, redaction=Redaction(secrets)))
    logger = logging.Logger("tested")
    logger.addHandler(handler)
    log(logger)
    return stream.getvalue()


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("name", HOW)
def test_no_secret_is_logged(name: str, as_json: bool) -> None:
    """By value, in whatever way it gets there and however it is written: as it is, encoded, quoted."""
    for secret in SECRETS:
        out = logged(partial(_saying, name, secret), as_json=as_json)
        assert "[secret]" in out
        for form in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1], json.dumps(json.dumps(secret))[2:-2]):
            assert form not in out
        found = json.loads(out) if as_json else {}
        assert not any(secret in str(value) for value in found.values())


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize(
    "text",
    [
        f"a token {OTHER_TOKEN}",
        f"https://api.telegram.org/bot{OTHER_TOKEN}/getMe",
        f"https://proxy.example.org/bot{quote(OTHER_TOKEN)}/getMe",
        "postgresql://bot:hunter2@db.example.org/panel",
        "postgresql+asyncpg://bot:hun:ter/2@3@db.example.org/panel",
        "redis://:hunter2@127.0.0.1",
        "{'url': 'https://x.example.org', 'secret_token': 'hunter2hunter2hunter2hunter2hunter2'}",
        '{"secret_token": "hunter2hunter2hunter2hunter2hunter2"}',
        "url=https%3A%2F%2Fx&secret_token=hunter2hunter2hunter2hunter2hunter2&x=1",
        "X-Telegram-Bot-Api-Secret-Token: hunter2hunter2hunter2hunter2hunter2",
        "[(b'x-telegram-bot-api-secret-token', b'hunter2hunter2hunter2hunter2hunter2')]",
        "Authorization: Bearer hunter2hunter2",
        "headers {'authorization': 'Bearer hunter2hunter2'}",
    ],
)
def test_what_looks_like_a_secret_is_hidden_too(text: str, as_json: bool) -> None:
    """Nobody named these: another bot's token, a database's password, a webhook's secret, a bearer token."""
    for log in (
        lambda logger: logger.warning("%s", text),
        lambda logger: logger.error("failed", exc_info=ValueError(text)),
    ):
        out = logged(log, as_json=as_json, secrets=())
        assert "[secret]" in out
        assert "hunter2" not in out
        assert "hun:ter" not in out
        assert OTHER_TOKEN.partition(":")[2] not in out


@pytest.mark.parametrize(
    "text",
    ["running as @panel_bot with revision 3f2a", "http://127.0.0.1:8080/updates", "12:30 the password was asked for"],
)
def test_what_is_no_secret_is_shown(text: str) -> None:
    """Redaction that hides everything would help nobody."""
    assert text in logged(lambda log: log.warning("%s", text), as_json=False)


FORGED = (
    "hello\n2026-01-01 00:00:00,000 ERROR bot: all is lost\r\x1b[2K\x1b[31mred \u202egnp.exe\u2069 \u2028 \x85 \ud800 "
    "\U000e0041"
)


def test_nobody_forges_a_line_of_the_log() -> None:
    """Line breaks, escapes for terminals and changes of direction in what people write are shown, not obeyed."""
    out = logged(lambda log: log.warning("a question: %s", FORGED), as_json=False)
    assert out.count("\n") == 1
    assert all(c.isprintable() for c in out[:-1])
    assert r"\n2026-01-01" in out
    assert r"\u202egnp.exe" in out


def test_nobody_forges_a_line_by_an_error() -> None:
    """What stands in an exception's text is indented, like all of its traceback."""

    def log(logger: logging.Logger) -> None:
        try:
            raise ValueError(FORGED)
        except ValueError:
            logger.exception("failed")

    first, *rest = logged(log, as_json=False).rstrip("\n").split("\n")
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ERROR tested: failed$", first)
    assert any("Traceback" in line for line in rest)
    assert all(line.startswith("  ") and line.isprintable() for line in rest)


def test_a_log_for_machines_gives_texts_as_they_were() -> None:
    """One line of printable characters, in which the text is whole."""
    out = logged(lambda log: log.warning("%s", FORGED), as_json=True)
    assert out.count("\n") == 1
    assert out[:-1].isprintable()
    assert json.loads(out)["message"] == FORGED


@given(st.text())
@example("ZWNJ stays: \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
@example(FORGED)
def test_any_text_is_one_line(text: str) -> None:
    """In text and in JSON; and from the JSON it comes back, unless it looked like a secret."""
    assert len(visible(text).splitlines()) <= 1
    out = logged(lambda log: log.warning("%s", text), as_json=True, secrets=())
    assert len(out.splitlines()) == 1
    assert json.loads(out)["message"] in (text, Redaction()(text))


@pytest.mark.parametrize("how_it_ends", ["full", "closed"])
def test_a_log_that_cannot_be_written_ends_nothing(how_it_ends: str) -> None:
    """The disk is full, or standard error is closed: whoever logs goes on."""
    broken = {
        "full": "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))",
        "closed": "import sys; sys.stderr.close()",
    }
    if how_it_ends == "full" and sys.platform == "win32":
        pytest.skip("no such limit on Windows")
    code = f"from bot import logs; import logging; logs.configure('INFO')\n{broken[how_it_ends]}\n"
    code += "for n in range(3): logging.getLogger('x').warning('y' * 100)\nprint('went on')"
    with tempfile.TemporaryFile() as errors:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, check=False
        )
    assert done.stdout == "went on\n"


ENDINGS = {
    "the program": f"raise ValueError({TOKEN!r})",
    "a thread": (
        f"import threading\ndef f(): raise ValueError({TOKEN!r})\nt = threading.Thread(target=f)\nt.start()\nt.join()"
    ),
    "a log call": f"import logging; logging.getLogger('x').warning('%d', {TOKEN!r})",
    "a task": (
        "import asyncio, gc\n"
        f"async def f(): raise ValueError({TOKEN!r})\n"
        "async def g():\n t = asyncio.create_task(f()); await asyncio.sleep(0); del t; gc.collect()\n"
        "asyncio.run(g())"
    ),
}


@pytest.mark.parametrize("what", ENDINGS)
def test_what_ends_by_an_error_shows_no_secret(what: str) -> None:
    """An error that nobody expected goes through the log, whatever it ends; a log call that is wrong itself, too."""
    code = f"from bot import logs\nlogs.configure('INFO', secrets=({TOKEN!r},))\n{ENDINGS[what]}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr
    assert TOKEN.partition(":")[2] not in done.stderr.replace(code, "")
    assert done.stdout == ""
