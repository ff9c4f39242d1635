"""``${NAME}`` in the configuration: secrets stay in the environment and are filled in only where they are used."""

from __future__ import annotations

import os
import re

from wirediff.config.errors import ConfigError

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def missing(text: str) -> list[str]:
    """The variables that *text* names and the environment lacks."""
    return [name for name in _NAME.findall(text) if name not in os.environ]


def reveal(text: str) -> str:
    """*text* with its ``${NAME}`` filled in (ConfigError where the environment lacks one)."""
    if absent := missing(text):
        raise ConfigError(
            f"the environment has no {absent[0]}, which the configuration names: export {absent[0]}=..."
        )
    return _NAME.sub(lambda found: os.environ[found[1]], text)
