"""What runs in an extracting child process: page after page, each under a limit of processor time.

Imported by the fork server before any page comes: children start with the libraries loaded, and with all that these
load at their first page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler import apart
from pipelines.extract import look

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_SENTENCE = "The ferry ran aground off the bay on Tuesday with forty people on board, the harbour police said. "
_PAGE = f"<html><title>Ferry aground</title><p>{'</p><p>'.join([_SENTENCE] * 6)}</p></html>"  # in no language it names

look(_PAGE.encode(), {"content-type": "text/html"}, "https://outlet.example/", None)


def serve(pipe: Connection[Any, Any], seconds: float, memory: int) -> None:
    """Answer (body, headers, address, known) as `pipelines.extract.look` does until the pipe ends."""
    apart.serve(pipe, look, seconds, memory)
