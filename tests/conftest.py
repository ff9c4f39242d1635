"""What all tests share: the reader's own configuration and environment do not reach into them, nor a busy machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

KEPT = ("WIREDIFF_DATA",)
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No WIREDIFF_* variable and no user's file, here and in child processes."""
    for name in [name for name in os.environ if name.startswith("WIREDIFF_") and name not in KEPT]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(_empty(tmp_path_factory)))


def _empty(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "no-configuration"
    folder.mkdir(exist_ok=True)
    return folder
