"""``python -m bot import`` as a person starts it: what it writes, says and refuses; and its call for other programs."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import random
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from types import MappingProxyType, ModuleType

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from bot.__main__ import main
from bot.errors import BotError
from bot.importing import child, importer, process, reading, understanding, writing
from bot.importing.document import UnreadableError
from bot.importing.importer import Imported
from bot.importing.writing import WritingError
from bot.knowledge import library
from bot.knowledge.model import Point
from tests import reportwriting
from tests.conftest import ROOT
from tests.reportwriting import Style
from tests.test_cli import PATIENCE, QUIET, bot

REPORT = """\
Post Event Report on “Gardens in town”

Organized by Allotment Society, Bee Keepers Club
Date: 3-4-2020

Mr. Basil Stone
Builder

Ms. Rose Field
Gardener, Hill Street

Dr. Hazel Brook
Engineer

First Panelist: Rose Feild
Topic: Compost
Recommendations made by panelist:
• Compost needs air and worms.
• Slugs hate coffee grounds, so that
they stay away.

Second Panelist: Basil Stone
Topic: Walls
Recommendations made by panelist:
• A dry stone wall needs no mortar.

Take away from the event:
Dig.
"""
CLEAN = REPORT.replace("Dr. Hazel Brook\nEngineer\n\n", "")


async def read(data: bytes, name: str, existing: bytes | None = None) -> Imported:
    """The knowledge file of a report, as the command and the bot's admins get it."""
    return importer.built(await process.read(data, name), name, "report", existing)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in which one participant never speaks."""
    file = tmp_path / "garden report.txt"
    file.write_text(REPORT, "utf-8")
    return file


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The same as ``bot``, within this process, which is quicker."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as end:  # argparse's
            status = int(end.code or 0)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), errors.getvalue())


# ------------------------------------------------------------------ what is written


def test_a_clean_report_is_imported_in_silence(tmp_path: Path) -> None:
    """Exit status 0; the file has the report's own words and passes check; a word to the editor ends it."""
    source, out = tmp_path / "garden.txt", tmp_path / "x.yaml"
    source.write_text(CLEAN, "utf-8")
    done = bot("import", source, "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    (read,) = library.load([out]).reports
    assert (read.id, read.title, str(read.date), read.date_as_written) == (
        "x",
        "Gardens in town",
        "2020-04-03",
        "3-4-2020",
    )
    assert read.organizers == ("Allotment Society", "Bee Keepers Club")
    rose, basil = read.panelists
    assert (rose.name, rose.aliases, rose.role, rose.topic) == (
        "Rose Feild", ("Ms. Rose Field",), "Gardener, Hill Street", "Compost",
    )  # fmt: skip
    assert [p.text for p in rose.points] == [
        "Compost needs air and worms.", "Slugs hate coffee grounds, so that they stay away.",
    ]  # fmt: skip
    assert (basil.role, read.takeaway) == ("Builder", "Dig.")
    assert "look" in done.stdout or "see whether" in done.stdout
    assert done.stdout.endswith(f"python -m bot chat --knowledge {out}\n")


def test_the_command_at_the_end_works(report: Path, tmp_path: Path) -> None:
    """It can be copied: a conversation with the new knowledge."""
    done = bot("import", report, "-o", tmp_path / "my garden.yaml")
    command = done.stdout.rstrip().rsplit("\n", 1)[1].strip()
    assert re.fullmatch(r"python -m bot chat --knowledge '.*my garden\.yaml'", command)
    talk = bot("chat", "--knowledge", tmp_path / "my garden.yaml", typed=b"What did Rose Field say about slugs?\n")
    assert "Slugs hate coffee grounds" in talk.stdout


def test_what_is_unclear_is_listed_with_its_line(report: Path, tmp_path: Path) -> None:
    """Exit status 3, and each thing as ``file:line: what``."""
    report.write_text(
        REPORT.replace("Take away", "Third Panelist: Zinc Roof\nTopic: Rain\n\nTake away") + "\nSee you soon\n", "utf-8"
    )
    done = run("import", report, "-o", tmp_path / "x.yaml")
    assert done.returncode == 3
    said = done.stdout
    assert f"{report}:12: Dr. Hazel Brook is a participant and never speaks" in said
    assert re.search(rf"{re.escape(str(report))}:27: Zinc Roof has no points and is left out", said)
    assert f"{report}:33: left out: “See you soon”" in said
    assert len(library.load([tmp_path / "x.yaml"]).reports[0].panelists) == 2


def test_nothing_is_overwritten_unless_asked(report: Path, tmp_path: Path) -> None:
    """Without --force an existing file stays as it is, byte for byte."""
    out = tmp_path / "x.yaml"
    out.write_text("mine", "utf-8")
    refused = run("import", report, "-o", out)
    assert refused.returncode == 1
    assert refused.stderr == f"{out}: is there already; --update merges, --force writes it anew\n"
    assert out.read_text("utf-8") == "mine"
    assert run("import", report, "-o", out, "--force").returncode == 3
    assert len(library.load([out]).reports) == 1


def test_without_a_name_the_file_is_here_and_called_like_the_report(report: Path, tmp_path: Path) -> None:
    """In the current folder; an output folder gets the same name."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    assert bot("import", report, cwd=tmp_path, env=_env()).returncode == 3
    assert run("import", report, "-o", folder).returncode == 3
    assert (tmp_path / "garden-report.yaml").is_file()
    assert library.load([folder]).reports[0].id == "garden-report"


def _env() -> dict[str, str]:
    """The environment of a process that runs elsewhere and finds this package."""
    return {**QUIET, "PYTHONPATH": str(ROOT)}


def test_the_id_is_no_other_reports(report: Path, tmp_path: Path) -> None:
    """A file beside it that has the id keeps it: both load together."""
    (tmp_path / "other.yaml").write_text("id: x\ntitle: T\n", "utf-8")
    assert run("import", report, "-o", tmp_path / "x.yaml").returncode == 3
    assert library.load([tmp_path / "x.yaml"]).reports[0].id == "x-2"


def test_the_schema_is_named_where_it_lies(report: Path, tmp_path: Path) -> None:
    """An editor's tools find it; where there is none, the file does not claim one."""
    run("import", report, "-o", tmp_path / "a.yaml")
    (tmp_path / "report.schema.json").write_text("{}", "utf-8")
    run("import", report, "-o", tmp_path / "b.yaml")
    assert not (tmp_path / "a.yaml").read_text("utf-8").startswith("# yaml-language-server")
    assert (tmp_path / "b.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=report.schema.json\n")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["import"], 2), (["import", "{report}", "--force", "--update"], 2), (["import", "{report}", "-o", "x.txt"], 2),
        (["import", "{tmp}/none.txt"], 1), (["import", "{tmp}"], 1),
        (["import", "{report}", "-o", "{tmp}/no/x.yaml"], 1),
    ],
)  # fmt: skip
def test_wrong_use_and_missing_files(arguments: list[str], status: int, report: Path, tmp_path: Path) -> None:
    """Exit status 2 for what cannot be meant, 1 for what is not there; never a traceback."""
    done = run(*(a.format(report=report, tmp=tmp_path) for a in arguments))
    assert done.returncode == status
    assert done.stderr.splitlines()[-1].strip()
    assert "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == [report.name]


@pytest.mark.parametrize("missing", ["Date: 3-4-2020\n", "Post Event Report on “Gardens in town”\n", "• "])
def test_what_nobody_can_guess_is_asked_for(missing: str, tmp_path: Path) -> None:
    """Without date, title or points nothing is written, and one line says what to add."""
    file = tmp_path / "r.txt"
    file.write_text(REPORT.replace(missing, "") if missing != "• " else REPORT.split("First Panelist")[0], "utf-8")
    done = run("import", file, "-o", tmp_path / "x.yaml")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x.yaml").exists()


def test_what_the_report_lacks_is_not_made_up(tmp_path: Path) -> None:
    """No office, topic, organiser or takeaway: the file says so in words of its own, and each is a warning."""
    file, out = tmp_path / "r.txt", tmp_path / "x.yaml"
    file.write_text(
        "Topic: Gardens\nDate: 3-4-2020\n\nSpeaker 1: Rose Field\n• Compost needs air and worms.\n", "utf-8"
    )
    done = run("import", file, "-o", out)
    assert done.returncode == 3
    (read,) = library.load([out]).reports
    (rose,) = read.panelists
    assert (rose.role, rose.topic, read.organizers) == ("Speaker", "Gardens", (writing.NO_ORGANIZERS,))
    assert read.takeaway == writing.NO_TAKEAWAY
    for what in ("no office of Rose Field", "no topic of Rose Field", "no organiser", "no takeaway"):
        assert what in done.stdout


# ------------------------------------------------------------------ encodings and formats

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_of_windows(encoding: str, end: str) -> None:
    """The text is the same, and lines are counted the same."""
    data = REPORT.replace("\n", end).encode(encoding)
    found = asyncio.run(read(data, "r.txt"))
    assert found.report.panelists[0].points[0].text == "Compost needs air and worms."
    assert found.warnings == ("r.txt:12: Dr. Hazel Brook is a participant and never speaks",)


def test_urdu_stays_urdu() -> None:
    """Also in UTF-16 without a mark, where few bytes are zero."""
    urdu = "کھاد کو ہوا اور کیچوے چاہییں۔"
    text = "\n".join(line if "•" not in line else f"• {urdu} {n}" for n, line in enumerate(REPORT.splitlines()))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        found = asyncio.run(read(text.encode(encoding), "r.txt"))
        assert found.report.panelists[0].points[0].text.startswith(urdu)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=400))
@settings(deadline=None, max_examples=40)
def test_any_text_is_written_so_that_it_is_read_the_same(text: str) -> None:
    """What YAML could take for something else is quoted; what is folded comes back word for word."""
    squeezed = " ".join(text.split())
    if not any(c.isalnum() for c in squeezed):
        return
    draft = understanding.understand(reading.read(CLEAN.encode(), "r.txt"))
    draft.panelists[0].points[0] = squeezed
    draft.panelists[0].topic = squeezed[:200].strip()
    try:
        made = importer.built(draft, "r.txt", "r")
    except BotError as error:
        assert "not written" in str(error)  # noqa: PT017 - a text that another one equals, or of which nothing is left
        return
    assert made.report.panelists[0].points[0].text == squeezed
    assert made.report.panelists[0].topic == squeezed[:200].strip()


# ------------------------------------------------------------------ hostile input


def _word(parts: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """A Word file with *parts* replaced or added."""
    document = docx.Document()
    document.add_paragraph("hello")
    plain, out = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, parts.get(entry.filename, old.read(entry)))
        for name in sorted(set(parts) - set(old.namelist())):
            new.writestr(name, parts[name])
    return out.getvalue()


_SPACE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = b'<w:document xmlns:w="' + _SPACE + b'"><w:body>%s</w:body></w:document>'
_ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def _body(inner: bytes, before: bytes = b"") -> bytes:
    return _word({"word/document.xml": b'<?xml version="1.0"?>' + before + _BODY % inner})


def _pdf() -> bytes:
    return reportwriting.as_pdf(reportwriting.load(ROOT / "tests" / "reports" / "newsroom-ai.yaml"), Style())


def _encrypted(user: str, owner: str | None = None) -> bytes:
    out = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pdf())))
    writer.encrypt(user, owner, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def _lying() -> bytes:
    """A zip bomb that says it is small."""
    data = bytearray(_body(b"<w:p/>" * 8_000_000))
    at = data.rfind(b"word/document.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def _junk(seed: int) -> bytes:
    return random.Random(seed).randbytes(50_000)


def _macros() -> bytes:
    return _word({"word/vbaProject.bin": b"x"})


def _entity() -> bytes:
    return _body(b"<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", _ENTITY)


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("r.txt", lambda: b"", "is empty"),
    "white space": ("r.txt", lambda: b" \r\n\t\r\n", "is empty"),
    "empty Word file": ("r.docx", lambda: b"", "is empty"),
    "junk as Word": ("r.docx", lambda: _junk(1), "is no Word file"),
    "junk as text": ("r.txt", lambda: _junk(2), "is no text"),
    "junk as PDF": ("r.pdf", lambda: _junk(3), "is no PDF"),
    "a PDF named text": ("r.txt", _pdf, "is named .txt and is a .pdf file"),
    "a zip named Word": ("r.docx", lambda: _zip(), "is no Word file"),
    "truncated PDF": ("r.pdf", lambda: _pdf()[:-900], "is cut off"),
    "PDF without its middle": ("r.pdf", lambda: _pdf()[:400] + _pdf()[-400:], ""),
    "truncated Word file": ("r.docx", lambda: _word()[:9000], "is no Word file, or a damaged one"),
    "zip bomb": ("r.docx", lambda: _body(b" " * 133_200_000), "unpacks to 127 MB"),
    "zip bomb of a picture": ("r.docx", lambda: _word({"word/a.png": bytes(127_000_000)}), "unpacks to 121 MB"),
    "zip bomb that lies": ("r.docx", _lying, ""),
    "many elements": ("r.docx", lambda: _body(b"<w:p/>" * 1_900_000), ""),
    "20 MB in a line": ("r.txt", lambda: b"a " * 10_000_000, "is larger than 4 MB"),
    "3 MB in a line": ("r.md", lambda: b"*a " * 1_000_000, "has a line of 3,000,000 characters"),
    "brackets": ("r.md", lambda: (b"[" * 2000 + b"\n") * 900, "takes too long"),
    "encrypted PDF": ("r.pdf", lambda: _encrypted("secret"), "is encrypted"),
    "PDF with an owner's password": ("r.pdf", lambda: _encrypted("", "secret"), "is encrypted"),
    "encrypted Word file": ("r.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "is encrypted"),
    "macros": ("r.docx", _macros, "holds macros"),
    "macros by name": ("r.docm", _word, "can hold macros"),
    "external entity": ("r.docx", _entity, "declares XML entities"),
    "entity in styles": ("r.docx", lambda: _word({"word/styles.xml": _ENTITY + b"<x/>"}), "declares XML entities"),
    "another format": ("r.rtf", lambda: b"{\\rtf1 hello}", "is RTF"),
    "no report": ("r.txt", lambda: b"Dear Sir,\n\nplease find the report attached.\n", "no panelist was found"),
}  # fmt: skip


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
async def test_hostile_files_are_refused_in_one_line(case: str) -> None:
    """Whatever is in the file: one line that begins with its name, and no harm to the process that asked."""
    name, made, said = HOSTILE[case]
    with pytest.raises(UnreadableError) as refusal:
        await process.read(made(), name)
    assert str(refusal.value).startswith(f"{name}: {said}")
    assert "\n" not in str(refusal.value)


def test_a_markdown_report_may_end_in_anything(tmp_path: Path) -> None:
    """A fenced block with an empty line in it, a line break in HTML: read like any other lines, each with its line."""
    source = tmp_path / "r.md"
    head = CLEAN.replace("Take away from the event:\nDig.\n", "Take away from the event:\n\nDig.\n")
    last = head.count("\n") + 1
    for end, left_out in (
        ("## Appendix\n\n```\nfirst row\n\nsecond row\n```\n", (last + 3, last + 5)),
        ("## Appendix\n\nfirst row<br>second row", (last + 2, last + 2)),
    ):
        source.write_text(head + end, "utf-8")
        lines = reading.read(source.read_bytes(), "r.md").lines
        assert [(x.text, x.place) for x in lines[-2:]] == list(zip(("first row", "second row"), left_out, strict=True))
        done = run("import", source, "-o", tmp_path / "x.yaml", "--force")
        assert (done.returncode, done.stderr) == (3, "")


@pytest.mark.parametrize(
    ("stumbles", "error", "name", "ours"),
    [
        (reading, IndexError, "r.txt", True),
        (reading, IndexError, "r.md", True),
        (understanding, KeyError, "r.docx", True),
        (reading, ImportError, "r.pdf", True),
        (reading, KeyError, "r.docx", False),
        (reading, RecursionError, "r.pdf", False),
    ],
)
def test_a_mistake_of_the_bots_own_is_called_so(
    stumbles: ModuleType,
    error: type[Exception],
    name: str,
    ours: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whoever sent a report is not told to save it anew for a mistake in the code; the log says where it is.

    Only a Word file or a PDF can be damaged, and only while it is read. No word of the report is in either.
    """

    def fail(*_: object) -> None:
        raise error("words of the report")

    if stumbles is understanding:
        monkeypatch.setattr(reading, "read", lambda *_: object())
    monkeypatch.setattr(stumbles, "read" if stumbles is reading else "understand", fail)
    caplog.set_level(logging.ERROR)
    with pytest.raises(UnreadableError) as refusal:
        process.drafted(json.dumps(child.outcome(b"x", name)).encode())
    place = f"{error.__name__} at test_import.py:"
    assert (place in str(refusal.value)) is (place in caplog.text) is ours
    assert ("save it again" in str(refusal.value)) is not ours
    assert "\n" not in str(refusal.value)
    assert "words of" not in str(refusal.value) + caplog.text
    caplog.clear()  # no other test may log an error


@pytest.mark.parametrize("case", ["many elements", "macros", "truncated PDF", "20 MB in a line"])
def test_a_refused_file_leaves_nothing_behind(case: str, tmp_path: Path) -> None:
    """The command: exit status 1, one line, no file, and no process of it takes more than a part of 300 MB."""
    name, made, _ = HOSTILE[case]
    file = tmp_path / name
    file.write_bytes(made())
    code = (
        "import resource, subprocess, sys; s = subprocess.run(sys.argv[1:]).returncode; "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(s)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "bot", "import", str(file), "-o", str(tmp_path / "x.yaml")],
        env=QUIET, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert int(done.stdout) * 1024 < 220 * 1024 * 1024  # the bytes of the larger process; the other one has some 60 MB
    assert [p.name for p in tmp_path.iterdir()] == [name]


async def test_cancelling_ends_the_process() -> None:
    """Whoever stops waiting (the bot, when it shuts down) leaves no process behind."""
    task = asyncio.create_task(process.read(HOSTILE["brackets"][1](), "r.md"))
    running: list[str] = []
    while not running:
        await asyncio.sleep(0.05)
        running = _children()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _children() == []


def _children() -> list[str]:
    """The processes that read a report for this one."""
    out = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = entry.read_text().rsplit(")", 1)[1].split()
            command = (entry.parent / "cmdline").read_bytes()
            if int(fields[1]) == os.getpid() and child.__name__.encode() in command and fields[0] != "Z":
                out.append(entry.parent.name)
    return out


# ------------------------------------------------------------------ the file


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Two imports at once: the second one is refused, the first one's file stays."""
    file = tmp_path / "x.yaml"
    writing.save("first", file, overwrite=False)
    with pytest.raises(WritingError, match="is there already"):
        writing.save("second", file, overwrite=False)
    writing.save("third", file, overwrite=True)
    assert file.read_text("utf-8") == "third"
    assert [p.name for p in tmp_path.iterdir()] == ["x.yaml"]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """One line, as for every other error."""
    with pytest.raises(WritingError, match=r"cannot be written \(.+\)"):
        writing.save("text", tmp_path / "no" / "x.yaml", overwrite=False)


def test_ids_of_points_are_those_of_their_words() -> None:
    """So an import of the same report anywhere gives the same ids, and buttons keep pointing at the same point."""
    one = asyncio.run(read(CLEAN.encode(), "a.txt"))
    two = asyncio.run(read(CLEAN.replace("\n", "\r\n").encode("utf-16"), "b.txt"))
    ids = [[p.id for x in found.report.panelists for p in x.points] for found in (one, two)]
    assert ids[0] == ids[1]
    assert ids[0] == [Point(text=p.text).key for x in one.report.panelists for p in x.points]
