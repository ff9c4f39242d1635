"""The library's face loads nothing before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wirediff


def test_importing_wirediff_loads_no_comparison() -> None:
    code = "import sys, wirediff; print(any(name.startswith(('comparison', 'rapidfuzz')) for name in sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_every_name_of_the_face_is_there() -> None:
    assert all(callable(getattr(wirediff, name)) for name in wirediff.__all__)


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        wirediff.nonsense  # noqa: B018 - the access is the test
