"""A crawl in a process of its own: a pickled job on standard input, the pickled items on standard output."""

import ipaddress
import pickle
import sys
from contextlib import redirect_stdout

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from crawler.manners import settings_for
from crawler.spiders.visits import VisitsSpider


@implementer(IHostnameResolver)
class Names:
    """A name server of one's own: each name with the addresses that it answers."""

    def __init__(self, names):
        self.names = names

    def resolveHostName(self, resolutionReceiver, hostName, portNumber=0, addressTypes=None, transportSemantics="TCP"):  # noqa: N802, N803
        resolutionReceiver.resolutionBegan(self)
        for text in self.names.get(hostName, ()):
            kind = IPv6Address if ipaddress.ip_address(text).version == 6 else IPv4Address
            resolutionReceiver.addressResolved(kind("TCP", text, portNumber))
        resolutionReceiver.resolutionComplete()
        return self


def crawl(job):
    policy = job.pop("policy")
    process = AsyncCrawlerProcess(Settings(settings_for(policy) | {"LOG_LEVEL": "INFO"} | job.pop("settings")))
    from twisted.internet import reactor

    reactor.installNameResolver(Names(job.pop("names")))
    crawler, items = process.create_crawler(VisitsSpider), []
    crawler.signals.connect(lambda item: items.append(item), signals.item_scraped, weak=False)  # noqa: PLW0108 - by name
    process.crawl(crawler, policy=policy, **job)
    process.start()
    return items


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        items = crawl(pickle.load(sys.stdin.buffer))
    sys.stdout.buffer.write(pickle.dumps(items))
