"""The Telegram edge: was the bot asked, what is sent back."""

import sys
from types import ModuleType

# PTB loads these where it finds them: passports' keys, a second web server, a command line, 14 MB that nobody here
# uses. They are found missing while it is imported, and only then.
_UNUSED = [name for name in ("cryptography", "tornado", "click") if name not in sys.modules]
_HIDDEN: dict[str, ModuleType | None] = dict.fromkeys(_UNUSED)
if "httpx" not in sys.modules:
    # PTB names its types; a call through it is made only by a Bot that is given no other way to the server.
    _HIDDEN["httpx"] = _httpx = ModuleType("httpx")
    vars(_httpx).update(dict.fromkeys(("AsyncClient", "Proxy", "URL"), object))
sys.modules.update(_HIDDEN)  # type: ignore[arg-type]
try:
    import telegram.ext  # noqa: F401
finally:
    for _name in _HIDDEN:
        del sys.modules[_name]
