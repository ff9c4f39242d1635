"""How a crawl behaves, as Scrapy settings made of one `Policy`: who asks, how fast, how much, and what is off."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from crawler.outlets import Policy
from crawler.render.browser import playwright_settings

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

ROBOT = "wirediff"  # the product token that robots.txt may name
POLICY = "WIREDIFF_POLICY"
AT_ONCE = 128  # requests under way in all, one for each host
HANDLER = "crawler.handler.PoliteHandler"

FIXED: dict[str, Any] = {
    "TWISTED_DNS_RESOLVER": "crawler.reach.GuardedResolver",
    "DOWNLOAD_HANDLERS": {
        "http": HANDLER, "https": HANDLER, "data": None, "file": None, "ftp": None, "s3": None,
    },
    # Scrapy loads all that stands in its own lists, even what is off: two HTTP clients among them. So these are ours.
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    },
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.asking.GateMiddleware": 50,
        "crawler.asking.RobotsMiddleware": 100,
        "crawler.asking.ReservationsMiddleware": 150,
        "crawler.pace.PaceMiddleware": 200,
        "crawler.render.middleware.RenderMiddleware": 250,
        "crawler.redirects.RetryOnceMiddleware": 550,
        "crawler.redirects.RedirectMiddleware": 600,
    },
    "SPIDER_MIDDLEWARES_BASE": {},  # what they look after is looked after before a request is made
    "EXTENSIONS_BASE": {
        "scrapy.extensions.corestats.CoreStats": 0,
        "scrapy.extensions.closespider.CloseSpider": 0,
        "scrapy.extensions.feedexport.FeedExporter": 0,
        "scrapy.extensions.logcount.LogCount": 0,
        "scrapy.extensions.logstats.LogStats": 0,
    },
    "EXTENSIONS": {"crawler.stopping.PromptStop": 0},
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "CONCURRENT_REQUESTS": AT_ONCE,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,  # of one answer: Scrapy makes as many tasks for each; what is discovered waits for nothing
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_WARNSIZE": 0,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    },
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,  # ours is obeyed, in its place
    "REFERER_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,  # else the callback's source is read and parsed for every answer
    "REMOTE_CONTROL_ENABLED": False,
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
}  # fmt: skip


def settings_for(policy: Policy) -> dict[str, Any]:
    """The Scrapy settings of a crawl by *policy*."""
    return {
        **FIXED,
        POLICY: policy,
        "USER_AGENT": user_agent(policy),
        "DOWNLOAD_DELAY": policy.pace.total_seconds(),
        "DOWNLOAD_TIMEOUT": policy.timeout.total_seconds(),
        "DOWNLOAD_MAXSIZE": policy.max_body,
        "CLOSESPIDER_TIMEOUT": policy.batch_deadline.total_seconds(),
        **playwright_settings(policy),
    }


def user_agent(policy: Policy) -> str:
    """Who asks, and how to reach them; a contact's control characters are dropped.

    >>> user_agent(Policy(contact="desk@outlet.example")).endswith("(+desk@outlet.example)")
    True
    """
    contact = "".join(c for c in policy.contact if c.isascii() and c.isprintable()).strip()
    return f"{ROBOT}/{_version()}" + (f" (+{contact})" if contact else "")


def policy_of(settings: BaseSettings) -> Policy:
    """The policy that *settings* were made of; the careful default where they were made by hand."""
    policy = settings.get(POLICY)
    return policy if isinstance(policy, Policy) else Policy()


def _version() -> str:
    try:
        return version("wirediff")
    except PackageNotFoundError:
        return "0"
