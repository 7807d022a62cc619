"""The Telegram edge: was the bot asked, what is sent back."""

import sys

# PTB and httpx load these where they find them: passports' keys, a second web server, a command line, 14 MB that
# nobody here uses. They are found missing while both are imported, and only then.
_UNUSED = [name for name in ("cryptography", "tornado", "click") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_UNUSED))  # type: ignore[arg-type]
try:
    import telegram.ext  # noqa: F401
finally:
    for _name in _UNUSED:
        del sys.modules[_name]
