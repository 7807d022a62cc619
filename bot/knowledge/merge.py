"""Files changed at two places: on disk by whoever runs the bot, from the chat by its admins. Nothing is lost unsaid.

Where only one side changed a file, that side counts. Where both did, the file on disk does, and the example questions
that were taught from the chat are carried over into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import EditError
from bot.knowledge import parse, source
from bot.knowledge.difference import Difference, Help, difference, successors
from bot.knowledge.edit import add_example
from bot.knowledge.library import Library

Files = Mapping[str, str]
"""Texts by the names of their files."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The files that come of it."""

    files: Files
    carried: tuple[Help, ...] = ()
    """Examples from the chat that stand in the files from disk now."""
    dropped: tuple[str, ...] = ()
    """Names of files of which something from the chat could not be carried over."""


def merge(base: Files, chat: Files, disk: Files) -> Merged:
    """*base* is what was on disk when *chat* was last put in order with it; *disk* is there now."""
    files: dict[str, str] = {}
    carried: list[Help] = []
    dropped: list[str] = []
    for name in dict.fromkeys((*disk, *chat)):
        was, ours, theirs = base.get(name), chat.get(name), disk.get(name)
        if theirs in (was, ours) or ours == was:
            chosen = ours if theirs == was else theirs
        else:
            chosen, taught, whole = _carried(was, ours, theirs)
            carried += taught
            dropped += [] if whole else [name]
        if chosen is not None:
            files[name] = chosen
    return Merged(files, tuple(carried), tuple(dropped))


def _carried(was: str | None, ours: str | None, theirs: str | None) -> tuple[str | None, list[Help], bool]:
    """The text from disk with what was taught, that, and whether it was all that the chat changed."""
    before, here, there = (_alone(text) for text in (was, ours, theirs))
    if theirs is None or before is None or here is None or there is None:
        return theirs, [], ours is None
    changed = difference(before, here)
    now = successors(here, there)
    kept: list[Help] = []
    whole = changed == Difference(examples_added=changed.examples_added)
    for taught in changed.examples_added:
        try:
            theirs = add_example(theirs, now[taught.place][1], taught.question)
            kept.append(taught)
        except KeyError:
            whole = False
        except EditError as error:
            whole = whole and error.why == "known"
    return theirs, kept, whole


def _alone(text: str | None) -> Library | None:
    """The library of one report, without any lexicon; None for what is no report."""
    report = None if text is None else parse.report(source.read(text.encode("utf-8", "surrogatepass"), ""))
    return Library((report,), (), "") if report else None
