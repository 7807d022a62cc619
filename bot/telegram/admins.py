"""What the bot's admins do, in private: the knowledge read again."""

from __future__ import annotations

import logging

from bot.errors import KnowledgeError
from bot.telegram.arrival import Arrival
from bot.telegram.markup import View, text

_log = logging.getLogger(__name__)


async def reload(arrival: Arrival) -> View:
    """/reload: read the knowledge again; a bad file changes nothing."""
    state, say = arrival.state, arrival.say
    try:
        before, after = await state.live.reload()
    except KnowledgeError as error:
        problems = [str(p) for p in error.problems]
        return text(say("reload-refused", problems=len(problems)), *problems)
    if before is after:
        return text(say("reload-unchanged"))
    state.conversations.clear()
    lines = [
        say(
            "reload-report",
            title=r.title,
            panelists=len(r.panelists),
            points=sum(len(p.points) for p in r.panelists),
        )
        for r in after.library.reports
    ]
    _log.info("knowledge reloaded, revision %s", after.library.revision)
    return text(say("reload-done"), *lines)
