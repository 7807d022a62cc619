"""The Telegram edge: was the bot asked, what is sent back."""

from types import ModuleType

from bot.telegram.memory import absent

_httpx = ModuleType("httpx")
vars(_httpx).update(dict.fromkeys(("AsyncClient", "Proxy", "URL"), object))

# PTB loads these where it finds them: passports' keys, a second web server, a command line, 14 MB that nobody here
# uses. Of httpx it names types; a call through it is made only by a Bot that is given no other way to the server.
with absent("cryptography", "tornado", "click", httpx=_httpx):
    import telegram.ext  # noqa: F401
