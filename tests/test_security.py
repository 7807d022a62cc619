"""What no other file of tests has of security: secrets at rest, what is installed, the image."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from bot.settings import Settings, exposed
from tests.botapi import BotApi
from tests.conftest import ROOT
from tests.test_run import OLD, environment, river, running

README = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")

# The token


def test_the_token_is_no_argument(tmp_path: Path) -> None:
    """Other users see a process's arguments, so there is no option for it, and none stands among a running bot's."""
    refused = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--token", "123"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    with BotApi() as api, running(api, tmp_path, knowledge=river(tmp_path)) as bot:
        shown = Path(f"/proc/{bot.process.pid}/cmdline")
        if shown.exists():  # on Linux
            assert api.token.encode() not in shown.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes on Windows")
@pytest.mark.parametrize("mode", [0o600, 0o400, 0o644, 0o640])
def test_a_token_file_that_others_can_read_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """With what to do about it; the token counts all the same."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "token"
    file.write_text("123456789:" + "T" * 35, "ascii")
    file.chmod(mode)
    read = Settings(token_file=file, data=None)
    assert read.require_token() == "123456789:" + "T" * 35
    warned = f"BOT_TOKEN_FILE: {file} can be read by other users of this machine (mode {mode:o}): chmod 600 {file}"
    assert exposed(read) == ([warned] if mode in (0o644, 0o640) else [])


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes on Windows")
def test_what_others_can_read_is_in_the_log(tmp_path: Path) -> None:
    """A token file, and a .env, which may hold the token, too; the bot runs. What is for its owner alone is not."""
    home, file = tmp_path / "home", tmp_path / "token"
    home.mkdir()
    (home / ".env").write_text("BOT_ADMIN_IDS=9\n", "ascii")
    for mode, warned in ((0o644, 1), (0o600, 0)):
        with BotApi() as api:
            file.write_text(api.token, "ascii")
            for secret in (file, home / ".env"):
                secret.chmod(mode)
            given: dict[str, Any] = {"token": "", "token_file": str(file), "knowledge": river(tmp_path)}
            with running(api, tmp_path, **given) as bot:
                pass
        said = "can be read by other users of this machine (mode 644): chmod 600"
        assert bot.log.count(f" BOT_TOKEN_FILE: {file} {said} {file}\n") == warned
        assert bot.log.count(f" .env {said} .env\n") == warned


# What others' code does


def test_the_model_tells_nobody(tmp_path: Path) -> None:
    """onnxruntime would give this machine a number, keep it in the home folder and send it to its makers."""
    with BotApi() as api:
        given = {"model": "minilm", "data": str(tmp_path / "data"), "knowledge": river(tmp_path)}
        own = environment(api, **given) | {"HOME": str(tmp_path)}
    own = {name: value for name, value in own.items() if not name.startswith("XDG_")}
    asked = [sys.executable, "-m", "bot", "ask", "--json", OLD]
    done = subprocess.run(asked, cwd=tmp_path, env=own, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["outcome"] == "answer"
    assert [p for p in tmp_path.rglob("*") if "Microsoft" in p.parts or p.name == "deviceid"] == []


# What is installed


def _wanted() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"]
    return [Requirement(line) for line in (*PROJECT["dependencies"], *extras["postgres"])]


def _locked() -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^([a-zA-Z0-9].*?) \\$", LOCK, re.MULTILINE):
        requirement = Requirement(line)
        found.setdefault(_canonical(requirement.name), []).append(requirement)
    return found


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_file_agrees_with_the_project() -> None:
    """Each thing that the project names is locked, to a version that it allows."""
    locked = _locked()
    for wanted in _wanted():
        pinned = locked.get(_canonical(wanted.name))
        assert pinned, f"{wanted.name}: not locked; renew requirements.lock (README, Dependencies)"
        for one in pinned:
            [version] = [s.version for s in one.specifier if s.operator == "=="]
            assert wanted.specifier.contains(version), f"{one} is not {wanted}"


def test_the_lock_file_is_whole() -> None:
    """What the locked things need themselves is locked too, as far as it is installed here."""
    locked = _locked()
    missing = set()
    for name in locked:
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for need in map(Requirement, needs):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                missing |= {(name, need.name)} - {(name, n) for n in (need.name,) if _canonical(n) in locked}
    assert missing == set()


def test_the_lock_file_holds_hashes_and_no_addresses() -> None:
    """Every line is a pinned version, a hash or a comment: no index, no address, no path."""
    versions = re.findall(r"^[a-zA-Z0-9][^\n]*\n", LOCK, re.MULTILINE)
    assert len(versions) > 50
    for number, line in enumerate(LOCK.splitlines(), 1):
        assert re.fullmatch(r"#.*|[a-z0-9._-]+==[^ ]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), (
            f"requirements.lock:{number}: {line}"
        )
    assert not re.search(r"://|--index|--find-links|@ ", LOCK)
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.partition("\n")[2])[1:]:
        assert "--hash=sha256:" in block


# The image


def test_the_image_installs_what_is_locked_and_runs_as_nobody() -> None:
    """By hash and without building anything; not as root; without a shell for its commands; no secret in a layer."""
    assert "--require-hashes --only-binary :all: -r requirements.lock" in DOCKERFILE
    assert DOCKERFILE.count("pip install") == 1
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    [user] = re.findall(r"^USER (\d+)$", last, re.MULTILINE)
    assert int(user) > 0
    assert last.index("\nUSER ") < last.index("\nENTRYPOINT ")
    for command in re.findall(r"^(?:ENTRYPOINT|CMD|HEALTHCHECK .*CMD) (.*)$", last, re.MULTILINE):
        assert command.startswith("[")
    assert not re.search(r"^(ARG|ENV).*(TOKEN|SECRET|PASSWORD)", DOCKERFILE, re.MULTILINE)
    assert ".env" in (ROOT / ".dockerignore").read_text("utf-8").split()


# The table of threats in the README


def test_each_threat_names_tests_that_exist() -> None:
    """A row of the table is worth what its tests are."""
    table = README.partition("\n## Security\n")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| who"))]
    assert len(rows) >= 12
    for row in rows:
        named = re.findall(r"`(test_\w+)(?:::(test_\w+))?`", row.rstrip(" |").rpartition("|")[2])
        assert named, row
        for file, function in named:
            source = (ROOT / "tests" / f"{file}.py").read_text("utf-8")
            found = re.search(rf"^(async )?def {function}\(", source, re.MULTILINE)
            assert found or not function, f"{file}::{function}"
