"""``wirediff.toml`` read into frozen, validated values.

`load` gives the `Config` in force; `schema` lists every key that a file may hold; `editing` adds, changes and
removes entries of a file and keeps the rest of its text.
"""

from wirediff.config.errors import ConfigError, Mistake
from wirediff.config.loading import config_files, load, user_file
from wirediff.config.secrets import reveal
from wirediff.config.values import Alert, Config, Materiality, Origin

__all__ = [
    "Alert",
    "Config",
    "ConfigError",
    "Materiality",
    "Mistake",
    "Origin",
    "config_files",
    "load",
    "reveal",
    "user_file",
]
