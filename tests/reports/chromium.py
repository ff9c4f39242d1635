"""A page in a real Chromium whose every request, console line, error and dialog is kept."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")


class Watched:
    """*told* is what the page did beside being read; it is empty for a page that only reads."""

    def __init__(self, browser: Browser, address: str, **options: object) -> None:
        self.told: list[str] = []
        self.page: Page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        self.page.on("request", lambda request: self.told.append(f"request {request.url}"))
        self.page.on("console", lambda message: self.told.append(f"console {message.text}"))
        self.page.on("pageerror", lambda error: self.told.append(f"error {error}"))
        self.page.on("dialog", lambda dialog: (self.told.append("dialog"), dialog.dismiss()))
        self.page.set_default_timeout(8_000)
        self.page.goto(address, timeout=30_000)
        self.told.remove(f"request {address}")
