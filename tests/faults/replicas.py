"""Three replicas behind nginx with one PostgreSQL; one of them is killed every two seconds."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

from tests.botapi import BotApi, Call
from tests.databases import Server
from tests.faults.bench import ADMIN, START_SECONDS, Bench, Outcome, bench, free_port, person, webhook
from tests.faults.cases import notices, told_more
from tests.test_run import KNOWLEDGE, NEW, OLD

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")

ServedCase = Callable[[Path, Server, float], Outcome]
_CONFIGURATION = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream bots {{ {servers} keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://bots; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_connect_timeout 1s; proxy_next_upstream error timeout;
    }}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, port: int, upstream: Sequence[int]) -> Iterator[None]:
    """nginx on *port*, before what listens on the *upstream* ports."""
    assert NGINX is not None
    folder.mkdir(parents=True, exist_ok=True)
    listed = " ".join(f"server 127.0.0.1:{p} max_fails=1 fail_timeout=1s;" for p in upstream)
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_CONFIGURATION.format(folder=folder, user=user, servers=listed, port=port), "utf-8")
    process = subprocess.Popen([NGINX, "-p", folder, "-c", file, "-e", folder / "nginx.log"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def fleet(folder: Path, server: Server, api: BotApi, **more: str) -> Iterator[list[Bench]]:
    """Three bots that share a database, behind nginx, with *more* settings. The first of them counts."""
    port, ports = free_port(), [free_port() for _ in range(3)]
    api.add_chat(person(ADMIN))
    name = f"bots{port}"
    server.sql(f"CREATE DATABASE {name}")
    url = server.address(name)
    benches = []
    for n, own in enumerate(ports):
        settings = webhook(port) | {"webhook_listen": f"127.0.0.1:{own}", "database_url": url} | more
        (folder / str(n)).mkdir(parents=True)
        benches.append(Bench(api, folder / str(n), settings))
    with nginx(folder / "nginx", port, ports):
        try:
            for bench in benches:
                bench.start(ready=False)
            for bench in benches:
                bench.until(lambda b=bench: revision(b.port) > 0 and "running as @" in b.log, START_SECONDS)
            yield benches
        finally:
            for bench in benches:
                if bench.running:
                    bench.kill()


def killed_at_random(folder: Path, server: Server, size: float) -> Outcome:
    """Questions without a pause, and every two seconds one of three is killed and started again."""
    with BotApi() as api, fleet(folder, server, api) as benches:
        counting = benches[0]
        counting.begin()
        chance = random.Random(1)
        kills, seconds = 0, 40 * size
        until = time.monotonic() + seconds
        kill_at = time.monotonic() + 2
        while time.monotonic() < until:
            counting.ask(10, chats=10)
            time.sleep(0.2)
            if time.monotonic() > kill_at:
                kill_at += 2
                victim = chance.choice(benches)
                if victim.running:
                    victim.kill()
                    kills += 1
                victim.start(ready=False)
        counting.wait(90)
        note = f"{kills} kills in {seconds:.0f} s; {api.redelivered} posts had to be sent again"
        return counting.outcome("three replicas, one killed every 2 s", note=note, kills=kills)


UNKNOWN: Final = "Which vessels may enter the port after sunset?"


def changed(folder: Path, server: Server, size: float) -> Outcome:
    """A file that changes under BOT_WATCH, a question taught and taken back: how long until every replica knows."""
    file = folder / "river.yaml"
    file.write_text(KNOWLEDGE, "utf-8")
    with BotApi() as api, fleet(folder / "fleet", server, api, knowledge=str(file), watch="1") as benches:
        first = benches[0]

        def told(words: str, after: int) -> Call:
            def found() -> list[Call]:
                calls = [c for c in api.sent[after:] if c.method in ("sendMessage", "editMessageText") and c.result]
                return [c for c in calls if c.parameters["chat_id"] == ADMIN and words in str(c.result)]

            first.until(found, 20)
            return found()[0]

        def press(under: Call, label: str, words: str) -> Call:
            rows = under.result["reply_markup"]["inline_keyboard"] if under.result else []
            [data] = [b["callback_data"] for row in rows for b in row if label in b["text"]]
            after = len(api.sent)
            api.press(under, data, user=person(ADMIN))
            return told(words, after)

        def all_know(number: int, since: float) -> float:
            first.until(lambda: all(revision(b.port) == number for b in benches), 20)
            return time.monotonic() - since

        people = count(1000)

        def answers(question: str) -> set[bool]:
            """Whether the point is the answer, for so many people that each replica is asked."""
            chats = [next(people) for _ in range(6)]
            for chat in chats:
                api.message(question, user=person(chat))

            def got() -> list[str]:
                sent = [c.result for c in api.calls("sendMessage") if c.result]
                return [m["text"] for m in sent if m["chat"]["id"] in chats]

            first.until(lambda: len(got()) >= len(chats), 20)
            return {NEW in found for found in got()}

        begun = len(api.sent)
        file.write_text(KNOWLEDGE.replace(OLD, NEW), "utf-8")
        watched = all_know(2, time.monotonic())
        told("taken over as revision 2", begun)
        wrong = answers(NEW) != {True}
        wrong |= answers(UNKNOWN) != {False}
        after = len(api.sent)
        api.message("/unanswered", user=person(ADMIN))
        learnt = press(told("New: 1 of 1", after), NEW[:8], "Learnt")
        taught = all_know(3, learnt.at)
        wrong |= answers(UNKNOWN) != {True}
        undone = press(learnt, "Undo", "New: 1 of 1")
        unlearnt = all_know(4, undone.at)
        wrong |= answers(UNKNOWN) != {False}
        news = [c for c in api.sent[begun:] if re.search("taken over|Nothing changed", str(c.parameters.get("text")))]
        measured = {"a file": watched, "a taught question": taught, "taken back": unlearnt}
        times = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in measured.items())
        note = f"{times}; the admin was told {len(news)} time"
        return Outcome("a change reaches all three replicas", 24, 6 * wrong, 0, note=note, measured=measured)


def _away(name: str, begin: Callable[[Server], None], end: Callable[[Server], None]) -> ServedCase:
    def case(folder: Path, server: Server, size: float) -> Outcome:
        server.sql("CREATE DATABASE away")
        with bench(folder, database_url=server.address("away")) as b:
            b.begin()
            third = max(20, round(100 * size))
            b.ask(third)
            b.wait()
            told = len(b.api.calls("sendMessage"))
            begin(server)
            try:
                b.ask(third)
                b.wait(60)
                told_more(b, told)
            finally:
                end(server)
            b.ask(third)
            b.wait(60)
            return b.outcome(name, note=f"the admin was told {len(notices(b, told))} time")

    return case


SERVED: Final[dict[str, ServedCase]] = {
    "gone": _away("PostgreSQL gone", Server.stop, Server.start),
    "hangs": _away("PostgreSQL hangs", lambda s: s.signal(signal.SIGSTOP), lambda s: s.signal(signal.SIGCONT)),
    "replicas": killed_at_random,
    "changed": changed,
}
"""Cases with a PostgreSQL server of their own."""


def revision(port: int) -> int:
    """The number of the revision that a replica answers from."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as response:
        for line in response.read().decode().splitlines():
            if line.startswith("panelbot_knowledge_revision{"):
                return int(float(line.rsplit(" ", 1)[1]))
    return -1
