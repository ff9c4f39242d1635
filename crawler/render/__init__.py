"""Pages that scripts write (``render = true``): opened in a Chromium that reaches nothing but our own gate.

The page itself is fetched as any other; where it is HTML, a browser opens it, and all that its scripts ask for comes
through a proxy on loopback that is the crawl's own downloader. Nothing here imports Playwright before a page is
rendered: it comes with the extra ``render``.
"""

RENDERED = "X-Wirediff-Rendered"  # the header (and the flag of a response) by which a page says that a browser wrote it
WITHIN = "within_page"  # in the meta of what a page asks for: it comes with the visit of its page
