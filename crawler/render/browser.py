"""Which browser renders, how it is started, and what is missing where none can be."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from crawler.outlets import Outlet, Policy

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NOWHERE = "http://127.0.0.1:9"  # the proxy of all that no page asks for: the browser's own errands fail
MEMORY = 2**30  # bytes of one process of the browser
FLAGS = (
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in older ones
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # names are resolved by the gate alone
    "--js-flags=--max-old-space-size=512",
)


def browser_of(policy: Policy) -> str | None:
    """The path of the browser: the configured one, else the first that the system has."""
    wanted = (policy.browser,) if policy.browser else NAMES
    return next((path for name in wanted if (path := shutil.which(name))), None)


def trouble(outlets: Iterable[Outlet], policy: Policy) -> str | None:
    """Why pages of *outlets* that ask for it cannot be rendered, and the mend; None where nothing is amiss."""
    asking = [outlet.id for outlet in outlets if outlet.render and not outlet.paused]
    if not asking:
        return None
    which = f"render = true of {asking[0]} needs"
    if find_spec("scrapy_playwright") is None:
        return f"{which} Playwright: pip install 'wirediff[render]'"
    if browser_of(policy) is None:
        missing = f"there is no {policy.browser}" if policy.browser else "none is installed"
        return f'{which} a Chromium, and {missing}: apt install chromium, or set browser = "/path" under [crawl]'
    return None


def why_not(policy: Policy, message: str) -> str:
    """Why the browser does not start, by what Playwright says of it, with the mend where one is known."""
    if "sandboxing failed" in message:
        return "Chromium finds no sandbox here: allow unprivileged user namespaces to the user who crawls"
    return f"{browser_of(policy)} does not start as a Chromium: {message.splitlines()[0]}"


@contextmanager
def bounded() -> Iterator[None]:
    """What is started within this may take 1 GiB of memory a process: a page that eats more ends, its browser stays."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def is_sandboxed() -> bool:
    """Whether Chromium runs pages in its sandbox: as root it has none."""
    return os.geteuid() != 0


def playwright_settings(policy: Policy) -> dict[str, Any]:
    """What scrapy-playwright reads."""
    return {
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": browser_of(policy),
            "chromium_sandbox": is_sandboxed(),
            "proxy": {"server": NOWHERE, "bypass": "<-loopback>"},
            "args": list(FLAGS),
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": policy.timeout.total_seconds() * 1000,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,  # the page's own: the proxy decides what goes on
    }
