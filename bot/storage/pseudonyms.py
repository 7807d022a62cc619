"""Keyed hashes in the place of people and of messages in chats: the database can tell them apart, not name them."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

_LATELY = 4096
"""People whose pseudonym is remembered: each of their messages asks for it."""


@lru_cache(_LATELY)
def of_person(secret: bytes, user_id: int) -> bytes:
    """The pseudonym of a user."""
    return _hash(secret, f"user {user_id}")


def of_message(secret: bytes, chat_id: int, message_id: int) -> bytes:
    """The pseudonym of a message in a chat: a private chat's id is a user's id."""
    return _hash(secret, f"message {chat_id} {message_id}")


def of_answer(secret: bytes, occasion: str) -> str:
    """The name of what answers on an *occasion*: twelve url-safe characters, the same each time."""
    # Not by the hash of the others: before each answer is sent, it takes five times as long.
    name = hashlib.blake2b(occasion.encode("utf-8", "surrogatepass"), key=secret, digest_size=9, person=b"answer")
    return urlsafe_b64encode(name.digest()).decode()


def _hash(secret: bytes, text: str) -> bytes:
    mac = _keyed(secret).copy()
    mac.update(text.encode())
    return mac.digest()[:16]


@lru_cache(4)
def _keyed(secret: bytes) -> hmac.HMAC:
    """To be copied. ``hmac.digest`` does it in one go and lets other threads run meanwhile: to have its turn again
    takes far longer than the hash."""
    return hmac.new(secret, digestmod="sha256")
