"""The knowledge that answers now, and its exchange for a newer one while questions go on."""

from bot.live.live import Live
from bot.live.proposal import Proposal
from bot.live.revision import Revision

__all__ = ["Live", "Proposal", "Revision"]
