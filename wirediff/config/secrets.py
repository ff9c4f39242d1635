"""``${NAME}`` in the configuration: a secret stays in the environment until the moment when it is used."""

from __future__ import annotations

import os
import re

from wirediff.config.errors import ConfigError, Mistake

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def missing(text: str) -> list[str]:
    """The variables that *text* names and the environment lacks."""
    return [name for name in _NAME.findall(text) if name not in os.environ]


def reveal(text: str) -> str:
    """*text* with its ``${NAME}`` filled in (ConfigError where the environment lacks one)."""
    if absent := missing(text):
        name = absent[0]
        raise ConfigError(Mistake("environment", 0, f"{name} is not set, but configured: export {name}=..."))
    return fill_in(text)


def fill_in(text: str) -> str:
    """*text* with the ``${NAME}`` that the environment has."""
    return _NAME.sub(lambda found: os.environ.get(found[1], found[0]), text)
