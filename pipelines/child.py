"""What runs in an extracting child process: page after page, each under a limit of processor time.

Imported by the fork server before any page comes, so that children start with the libraries loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler import apart
from pipelines.extract import look

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def serve(pipe: Connection[Any, Any], seconds: float, memory: int) -> None:
    """Answer (body, headers, address, known) as `pipelines.extract.look` does until the pipe ends."""
    apart.serve(pipe, look, seconds, memory)
