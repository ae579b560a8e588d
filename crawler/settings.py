"""Scrapy's settings for every gathering; `crawler.spiders.child` adds what the operator set."""

from crawler.warc import LARGEST_BODY

BOT_NAME = "mingjian"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# One connection per host, and no more often than the delay says: jitter would undercut it.
DOWNLOADER = "crawler.net.downloader.OneAtATime"
CONCURRENT_REQUESTS = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_MAXSIZE = LARGEST_BODY
DOWNLOAD_WARNSIZE = 0
# A body cut short is evidence, too: it is kept, marked, and has the outcome `truncated`.
DOWNLOAD_FAIL_ON_DATALOSS = False
# Old servers are to be read, not judged, here: the TLS probe reports on certificates and protocols.
DOWNLOAD_VERIFY_CERTIFICATES = False
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.0"
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:@SECLEVEL=0"

REDIRECT_MAX_TIMES = 5
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # What WARC tools everywhere can read back.
    "Accept-Encoding": "gzip, deflate",
}
# Only what is named here is loaded at all: the defaults would be, even switched off, at every start.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
DOWNLOAD_HANDLERS_BASE = dict.fromkeys(
    ("http", "https"), "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
)
DOWNLOADER_MIDDLEWARES = {
    "crawler.net.guard.Guard": 100,
    "crawler.net.robots.Robots": 110,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "crawler.net.recorder.Decoding": 590,
    "crawler.net.guard.Redirects": 600,
    "crawler.net.recorder.Recorder": 860,
}
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
HTTPPROXY_ENABLED = False
STATS_DUMP = False
LOG_LEVEL = "WARNING"
LOG_FILE_APPEND = True
