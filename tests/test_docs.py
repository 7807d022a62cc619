"""The README is true: every command, setting and key stands in it, and its examples work."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.knowledge import parse, source
from bot.knowledge.model import Panelist, Point, Report
from bot.settings import Settings
from bot.telegram.commands import COMMANDS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", [c.name for c in COMMANDS])
def test_every_telegram_command_is_in_the_readme(name: str) -> None:
    """Each command of the table of commands is explained."""
    assert f"`/{name}" in README


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme_and_the_example(name: str) -> None:
    """Each setting stands in the settings table and in .env.example."""
    assert f"| `BOT_{name.upper()}` |" in README
    assert f"BOT_{name.upper()}=" in (ROOT / ".env.example").read_text("utf-8")


def test_every_command_of_the_terminal_is_in_the_readme() -> None:
    """Each subcommand and each of its options is explained."""
    help_text = _parser().format_help()
    names = re.search(r"COMMAND\n((?:    .*\n)+)", help_text)
    assert names is not None
    for name in re.findall(r"^    (\w+) ", names[1], re.MULTILINE):
        assert re.search(rf"\| `{name}\b", README), name
    for option in ("--json", "--explain", "--knowledge", "--wrong", "--calibrate"):
        assert option in README


@pytest.mark.parametrize("kind", [Report, Panelist, Point])
def test_every_key_of_a_knowledge_file_is_in_the_readme(kind: type[Report] | type[Panelist] | type[Point]) -> None:
    """Each key that an editor can write is shown by example."""
    for name in kind.model_fields:
        assert re.search(rf"\b{name}:", README), name


@pytest.mark.parametrize("number", [0, 1])
def test_the_examples_of_knowledge_files_are_right(number: int, tmp_path: Path) -> None:
    """The first example is a whole file that check accepts; the second one holds only keys that exist."""
    text = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[number]
    if number == 1:
        text = "id: x\ntitle: T\ndate: 2022-03-14\norganizers: [A]\n" + text.replace(
            "takeaway_examples:", "takeaway: Fair sharing.\ntakeaway_examples:"
        )
    read = source.read(text.encode(), str(tmp_path / "x.yaml"))
    assert parse.report(read) is not None, read.problems


def _imported(module: str, seen: set[str]) -> set[str]:
    """What a module of the tests imports, itself or by other modules of the tests."""
    if module in seen:
        return seen
    seen.add(module)
    path = ROOT / module.replace(".", "/")
    file = path / "__main__.py" if path.is_dir() else path.with_suffix(".py")
    if module.startswith("tests.") and file.is_file():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                for name in (node.module, *names):
                    _imported(name, seen)
            elif isinstance(node, ast.Import):
                seen.update(alias.name for alias in node.names)
    return seen


@pytest.mark.parametrize("script", ["bench_edge", "bench_match", "bench_models", "faults"])
def test_the_extras_that_a_measurement_needs_are_named(script: str) -> None:
    """Where the README first says how it is started stands what to install, and it is enough."""
    found = re.search(rf"`python -m tests\.{script}[^`]*` \(`pip install -e '\.\[([\w,]+)\]'`", README)
    assert found is not None
    assert "pytest" not in _imported(f"tests.{script}", set()) or "test" in found[1].split(",")


@pytest.mark.parametrize("name", ["chat", "tests"])
def test_the_two_commands_are_one_line_each(name: str) -> None:
    """CI runs exactly these lines."""
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)\n```\n<!-- /{name} -->", README, re.DOTALL)
    assert found is not None
    assert "\n" not in found[1]
