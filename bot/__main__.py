"""``python -m bot``: the commands.

Exit status 0 fine, 1 refused or found wrong, 2 wrong use or settings, 3 done with warnings.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import io
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot import __version__, app, logs, settings
from bot.errors import BotError, KnowledgeError
from bot.knowledge import library
from bot.settings import Settings

OK, REFUSED, WRONG_USE = 0, 1, 2
_log = logging.getLogger("bot")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        configured = settings.load()
        logs.configure(configured.log_level, as_json=configured.log_json, secrets=_secrets(configured))
        for line in settings.unknown():
            _log.warning("%s", line)
        status = int(options.command(options, configured))
        sys.stdout.flush()
        return status
    except BotError as error:
        print(error, file=sys.stderr)
        return WRONG_USE if error.wrong_use else REFUSED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return OK
    except BrokenPipeError:
        # The reader went away (`ask - | head`): nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _parser() -> argparse.ArgumentParser:
    anywhere = argparse.ArgumentParser(add_help=False)
    anywhere.add_argument(
        "--knowledge", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="a knowledge file or a folder of them"
    )
    parser = argparse.ArgumentParser(
        prog="python -m bot", parents=[anywhere], description="Ask what was said at an event; run the Telegram bot."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[anywhere], help=text, description=text)
        sub.set_defaults(command=run)
        return sub

    command("chat", _chat, "a conversation in the terminal")
    ask = command("ask", _ask, "answer one question, or one a line from standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--explain", action="store_true", help="show why")
    ask.add_argument("question", nargs="+", metavar="QUESTION", help="the question, or - to read one a line")
    command("run", _run, "run the Telegram bot")
    check = command("check", _check, "say what is wrong in knowledge files")
    check.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="files or folders (default: the knowledge)")
    bring = command("import", _import, "turn a report (.txt, .md, .docx, .pdf) into a knowledge file")
    bring.add_argument("report", metavar="REPORT", type=Path, help="the report")
    bring.add_argument("-o", "--out", metavar="FILE", type=Path, help="the knowledge file (default: its name, here)")
    how = bring.add_mutually_exclusive_group()
    how.add_argument("--force", action="store_true", help="write a file anew that is there already")
    how.add_argument("--update", action="store_true", help="merge with a file that is there already")
    bring.set_defaults(refuse=bring.error)
    evaluate = command("eval", _eval, "measure the answers on labelled questions")
    evaluate.add_argument("questions", nargs="+", metavar="QUESTIONS", type=Path, help="a .jsonl or .yaml file")
    evaluate.add_argument("--wrong", action="store_true", help="list every question that went wrong")
    evaluate.add_argument("--points", action="store_true", help="say what an editor can mend: weak points, fights")
    evaluate.add_argument("--html", metavar="FILE", type=Path, help="write a report with plots")
    for name, text in _BOUNDS:
        evaluate.add_argument(f"--{name}", metavar="SHARE", type=_share, help=text)
    evaluate.add_argument("--calibrate", action="store_true", help="fit the matcher's numbers to these questions")
    evaluate.set_defaults(refuse=evaluate.error)
    return parser


_BOUNDS = (
    ("right", "fail if less than this share is right first, such as 0.9"),
    ("helped", "fail if less is right or has the right one among the choices"),
    ("misled", "fail if more is answered wrongly"),
    ("refused", "fail if less of the none-questions is declined"),
    ("none-misled", "fail if more of the none-questions is answered"),
)


def _share(text: str) -> float:
    with suppress(ValueError):
        if 0 <= (value := float(text)) <= 1:
            return value
    raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1, such as 0.9")


def _secrets(configured: Settings) -> tuple[str, ...]:
    token = configured.token.get_secret_value() if configured.token else ""
    address = configured.database_url.get_secret_value()
    password = urlsplit(address).password or ""
    # A password as short as a word would black out words.
    webhook = (configured.webhook_secret.get_secret_value(), configured.metrics_token.get_secret_value())
    return (token, address, *webhook, *((password, unquote(password)) if len(password) >= 8 else ()))


def _paths(options: argparse.Namespace, configured: Settings) -> list[Path]:
    return [getattr(options, "knowledge", configured.knowledge)]


def _chat(options: argparse.Namespace, configured: Settings) -> int:
    from bot import terminal

    terminal.chat(app.load(_paths(options, configured), configured.model, configured.data))
    return OK


def _ask(options: argparse.Namespace, configured: Settings) -> int:
    from bot import terminal

    answerer = app.load(_paths(options, configured), configured.model, configured.data)
    several = len(answerer.reports) > 1
    for question in _questions(options.question):
        answer = answerer.answer(question)
        print(terminal.as_json(question, answer) if options.json else terminal.as_text(answer, many_reports=several))
        if options.explain:
            print(terminal.explained(answerer, answer), file=sys.stderr if options.json else sys.stdout)
        sys.stdout.flush()
    return OK


def _questions(words: Sequence[str]) -> Iterable[str]:
    if list(words) != ["-"]:
        return [" ".join(words)]
    return (line for raw in sys.stdin if (line := raw.rstrip("\r\n")).strip())


def _run(options: argparse.Namespace, configured: Settings) -> int:
    configured.require_token()
    # Before the edge is imported: memory that only reading needs is its afterwards.
    app.prepare()
    from bot.telegram.catalogue import catalogues

    catalogues()
    from bot.telegram import runner

    with suppress(AttributeError, OSError, RuntimeError, ValueError):  # there is no stderr
        # A crash in a library says what it was at work on; the process would end without a word.
        faulthandler.enable()
    for line in settings.exposed(configured):
        _log.warning("%s", line)
    with asyncio.Runner(loop_factory=runner.new_loop) as loop:
        status = loop.run(runner.run(configured, _paths(options, configured)))
        # Python would wait for every thread: a model being loaded, a knowledge being read, a name being looked up. All
        # that has to be finished is finished by now.
        logging.shutdown()
        os._exit(status)


def _check(options: argparse.Namespace, configured: Settings) -> int:
    paths = options.paths or _paths(options, configured)
    try:
        known = library.load(paths, reports_required=not all(p.name == library.LEXICON_NAME for p in paths))
    except KnowledgeError as error:
        if error.wrong_use:
            raise
        print(error)
        print(f"{len(error.problems)} problem{'s' if len(error.problems) > 1 else ''}")
        return REFUSED
    for report in known.reports:
        points = sum(len(p.points) for p in report.panelists)
        print(f"{report.id}: {len(report.panelists)} panelists, {points} points, fine")
    print(f"lexicon: {len(known.lexicon)} meanings, fine")
    return OK


def _import(options: argparse.Namespace, configured: Settings) -> int:
    from bot.evaluation.meter import Meter
    from bot.importing import command

    wish = command.Wish(options.report, options.out, options.force, options.update)
    if wish.target.suffix not in command.SUFFIXES:
        options.refuse(f"{wish.target}: give the knowledge file a name that ends in .yaml")
    with Meter() as meter:
        meter.stage(f"reading {wish.report.name}")
        draft = command.read(wish)
    return command.write(wish, draft)


def _eval(options: argparse.Namespace, configured: Settings) -> int:
    from bot.evaluation import command
    from bot.evaluation.judge import Bounds

    bounds = Bounds(**{name.replace("-", "_"): getattr(options, name.replace("-", "_")) for name, _ in _BOUNDS})
    wish = command.Wish(options.wrong, options.points, options.html, bounds)
    paths = _paths(options, configured)
    if not options.calibrate:
        return command.evaluate(options.questions, paths, configured.model, wish)
    if wish != command.Wish():
        options.refuse("--calibrate measures nothing; give it without --wrong, --points, --html and bounds")
    return command.calibrate(options.questions, paths, configured.model)


if __name__ == "__main__":
    sys.exit(main())
