"""The house: which room may know which, read from the source, so that a wrong import fails before it settles in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge.library import SHIPPED
from tests.conftest import ROOT

MODULES = sorted((ROOT / "bot").rglob("*.py"))
MAX_LINES = 300

# The rooms from the inside out. A room may import itself and rooms of the lines above it, never one beside or below.
HOUSE = (
    ("errors", "language", "logs"),
    ("knowledge",),
    ("matching",),
    ("embedding", "resources", "settings", "live", "storage", "explanation"),
    ("app", "importing"),
    ("evaluation", "telegram", "terminal"),
    ("__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(HOUSE) for room in rooms}

# What some rooms may know of the rooms inside them, where that is less than everything.
ONLY = {
    "language": ("bot.language",),
    "knowledge": ("bot.knowledge", "bot.language", "bot.errors"),
    "matching": ("bot.matching", "bot.knowledge.model", "bot.language"),
    "storage": ("bot.storage", "bot.language", "bot.errors"),
    "importing": ("bot.importing", "bot.knowledge", "bot.language", "bot.errors", "bot.resources"),
}

# Files, the network, the clock, chance, other processes and the loop: none of it belongs into matching.
IMPURE = frozenset(
    """
    os io pathlib shutil tempfile glob mmap sqlite3 subprocess multiprocessing socket ssl select http urllib httpx
    aiohttp requests asyncio anyio time random secrets sys logging telegram importlib pydantic_settings
    """.split()
)
IMPURE_CALLS = frozenset({"open", "input", "print", "exec", "eval", "__import__", "breakpoint"})


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    return [*module.split("."), "__init__"][1]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


NAMES = {_name(p): p for p in MODULES}


def _imports(path: Path) -> Iterator[str]:
    """Every module that *path* imports, wherever the import stands, as a full dotted name."""
    package = _name(path) if path.name == "__init__.py" else _name(path).rpartition(".")[0]
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, (base, node.module)))
            for alias in node.names:
                # ``from bot.knowledge import parse`` imports the module, ``… import Report`` something in it.
                inner = f"{source}.{alias.name}"
                yield inner if inner in NAMES else source


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def _known(path: Path) -> list[str]:
    """The modules of the bot that *path* imports; ``bot`` itself holds nothing but the version."""
    return [m for m in _imports(path) if m.startswith("bot.")]


def test_the_reader_of_imports_sees_them_all(tmp_path: Path) -> None:
    """The rules below rest on it: imports in functions, of modules from packages and relative ones are all seen."""
    assert "bot.telegram.runner" in set(_imports(ROOT / "bot" / "__main__.py"))
    assert {"bot.knowledge.parse", "bot.knowledge.model", "bot.errors"} <= set(
        _imports(ROOT / "bot" / "knowledge" / "library.py")
    )
    assert len(NAMES) == len(MODULES) > 30


def test_each_room_has_its_place() -> None:
    """The picture of the house is complete: whoever adds a room says how far inside it lies."""
    rooms = {_room(name) for name in NAMES} - {"__init__"}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_inward(path: Path) -> None:
    """A module imports its own room and rooms further inside; the edges know each other as little as the core them."""
    room = _room(_name(path))
    if room == "__init__":
        assert _known(path) == []
        return
    outward = [m for m in _known(path) if _room(m) != room and LEVEL[_room(m)] >= LEVEL[room]]
    assert outward == []


@pytest.mark.parametrize("room", ONLY)
def test_the_core_knows_little(room: str) -> None:
    """Language knows no other room, knowledge only language and errors, matching only values and language."""
    paths = [p for name, p in NAMES.items() if _room(name) == room]
    assert paths
    strange = [(_name(p), m) for p in paths for m in _known(p) if not any(_within(m, a) for a in ONLY[room])]
    assert strange == []


@pytest.mark.parametrize("room", ["language", "matching"])
def test_the_core_is_pure(room: str) -> None:
    """No file, network, clock, chance, log or Telegram: the same question gives the same answer anywhere."""
    found: list[tuple[str, str]] = []
    for name, path in NAMES.items():
        if _room(name) == room:
            found += [(name, m) for m in _imports(path) if m.split(".")[0] in IMPURE]
            calls = (n.func for n in ast.walk(_tree(path)) if isinstance(n, ast.Call))
            found += [(name, f.id) for f in calls if isinstance(f, ast.Name) and f.id in IMPURE_CALLS]
    assert found == []


def test_only_the_edge_knows_telegram() -> None:
    """python-telegram-bot is imported in its room and nowhere else, and there it is imported."""
    users = {name for name, path in NAMES.items() if any(_within(m, "telegram") for m in _imports(path))}
    assert users
    assert {u for u in users if not _within(u, "bot.telegram")} == set()


TELEGRAM = {
    "delivery": ("admin", "chats", "catalogue", "arrival", "intake", "routes"),
    "chats": ("admin", "delivery", "intake", "routes", "runner"),
    "admin": ("delivery", "intake", "routes", "runner"),
}
"""What each room of the Telegram edge does not know: delivery nothing of what is said, chats nothing of admins."""


@pytest.mark.parametrize("room", TELEGRAM)
def test_the_rooms_of_the_edge_keep_apart(room: str) -> None:
    """Updates and sends, what people do and what admins do are three things; the tables bring them together."""
    paths = [p for name, p in NAMES.items() if _within(name, f"bot.telegram.{room}")]
    assert len(paths) > 1
    strange = [
        (_name(p), m)
        for p in paths
        for m in _known(p)
        for other in TELEGRAM[room]
        if _within(m, f"bot.telegram.{other}")
    ]
    assert strange == []


def test_only_storage_knows_the_database() -> None:
    """SQLAlchemy, Alembic and the drivers are imported in their room and nowhere else."""
    libraries = ("sqlalchemy", "alembic", "aiosqlite", "asyncpg", "sqlite3")
    users = {name for name, path in NAMES.items() for m in _imports(path) if any(_within(m, lib) for lib in libraries)}
    assert users
    assert {u for u in users if not _within(u, "bot.storage")} == set()


def test_the_environment_is_read_in_one_place() -> None:
    """Neither ``environ`` nor ``getenv`` nor the settings library is used outside of the settings."""
    readers = set()
    for name, path in NAMES.items():
        for node in ast.walk(_tree(path)):
            names = {node.attr} if isinstance(node, ast.Attribute) else set()
            names |= {a.name for a in node.names} if isinstance(node, ast.ImportFrom) else set()
            if names & {"environ", "environb", "getenv", "getenvb", "BaseSettings", "load_dotenv", "dotenv_values"}:
                readers.add(name)
    assert readers == {"bot.settings"}


def test_nothing_swallows_a_cancellation() -> None:
    """Python 3.11's asyncio.wait_for does where the result comes at the same moment: a stop would not be heard."""
    calls = (node.func for path in MODULES for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    assert not [f.lineno for f in calls if isinstance(f, ast.Attribute) and f.attr == "wait_for"]


def _is_data(path: Path) -> bool:
    """Whether a module holds nothing but words: no function and no class."""
    return not any(
        isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda) for n in ast.walk(_tree(path))
    )


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_grows_too_long(path: Path) -> None:
    """At most 300 lines, so that a module is read in one go; a module of words alone may be longer."""
    assert _is_data(path) or len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_each_module_says_what_it_is(path: Path) -> None:
    """A docstring in which a stranger reads what the module is for."""
    assert (ast.get_docstring(_tree(path)) or "").strip()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.y*ml")), ids=lambda p: p.name)
def test_the_first_line_of_a_knowledge_file_names_its_schema(path: Path) -> None:
    """Editors' tools find the schema by it, so the file that it names has to be there."""
    first = path.read_text("utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert named[1] == ("lexicon.schema.json" if path.name == "lexicon.yaml" else "report.schema.json")
    assert (path.parent / named[1]).is_file()
