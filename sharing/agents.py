"""Which programs fetch links without anybody looking: link scanners, previewers, mail proxies, crawlers, prefetchers.

A list can only know those that say who they are. That is why a view is never counted from a request for the page, but
from the page itself once somebody sees it; the list keeps the others from being counted as downloads or openings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

KNOWN: dict[str, str] = {
    "Slack": r"slackbot|slack-imgproxy",
    "Microsoft Teams": r"skypeuripreview|microsoft ?teams|msteams",
    "Microsoft Defender": r"safelinks|microsoft ?defender|ms-?office; ?mso|msoffice existence discovery|bingpreview",
    "WhatsApp": r"whatsapp/",
    "Facebook": r"facebookexternalhit|facebot|meta-externalagent|meta-externalfetcher",
    "X": r"twitterbot",
    "LinkedIn": r"linkedinbot",
    "Discord": r"discordbot",
    "Telegram": r"telegrambot",
    "Signal": r"^signal[-/]",
    "Viber": r"^viber",
    "Apple link preview": r"applebot|com\.apple\.messages|linkpresentation",
    "Google": r"googlebot|google-read-aloud|google-pagerenderer|googleother|google-inspectiontool|apis-google"
    r"|feedfetcher-google|mediapartners-google|google-safety|google web preview",
    "Bing": r"bingbot|adidxbot|msnbot",
    "Yahoo": r"slurp|yahoo! ?link ?preview",
    "Yandex": r"yandex(?:bot|images|accessibility|metrika)",
    "Baidu": r"baiduspider",
    "DuckDuckGo": r"duckduckbot",
    "Proofpoint": r"proofpoint|urldefense",
    "Mimecast": r"mimecast",
    "Barracuda": r"barracuda",
    "Cisco": r"ironport|cisco.{0,12}(?:umbrella|talos|esa)",
    "Symantec": r"symantec|messagelabs|bluecoat",
    "Trend Micro": r"trend ?micro|trendmicro",
    "Sophos": r"sophos",
    "Zscaler": r"zscaler",
    "FireEye": r"fireeye|trellix",
    "Palo Alto Networks": r"palo ?alto|expanse",
    "Kaspersky": r"kaspersky",
    "ESET": r"\beset\b",
    "VirusTotal": r"virustotal",
    "urlscan": r"urlscan",
    "Embedly": r"embedly|iframely|outbrain|quora link preview|pinterest(?:bot)?/|redditbot|vkshare|tumblr/"
    r"|bitlybot|flipboard|nuzzel|skypeuri|snap url preview|notionembedder|trello|jira|atlassian",
    "Monitoring": r"uptimerobot|pingdom|statuscake|site24x7|better ?uptime|newrelicpinger|datadog",
}
PROXIES: dict[str, str] = {
    "Google image proxy": r"googleimageproxy|ggpht\.com",
    "Yahoo mail proxy": r"yahoomailproxy",
    "Outlook image proxy": r"outlookimageproxy|owa-imageproxy",
    "DuckDuckGo e-mail protection": r"duckduckgo-?email",
}
# Apple's Mail Privacy Protection fetches every picture when the mail arrives, under this bare name.
APPLE_MAIL_PRIVACY = re.compile(r"mozilla/5\.0", re.IGNORECASE)
PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|scan(?:ner)?\b|preview|fetcher|monitor|headless|phantomjs|lighthouse|archiver"
    r"|^(?:curl|wget|libwww|lwp|python|java|go-http|okhttp|axios|node|ruby|php|perl|http|guzzle|aiohttp|apache-http"
    r"|restsharp|postman|insomnia|dart|scrapy|winhttp|faraday|undici|got\b|superagent|reqwest|hyper)",
    re.IGNORECASE,
)
SCANNERS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in KNOWN.items()]
MAIL_PROXIES = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in PROXIES.items()]


@dataclass(frozen=True)
class Machine:
    """A program, by the name that people know it under; `opens_late` when it fetches only once its user looks."""

    name: str
    opens_late: bool = False


def machine_behind(method: str, headers: Mapping[str, str]) -> Machine | None:
    """The program that sent a request, or None where it may have been a person's browser."""
    agent = headers.get("User-Agent", "").strip()
    for name, pattern in MAIL_PROXIES:
        if pattern.search(agent):
            return Machine(name, opens_late=True)
    if APPLE_MAIL_PRIVACY.fullmatch(agent):
        return Machine("Apple Mail privacy proxy")
    for name, pattern in SCANNERS:
        if pattern.search(agent):
            return Machine(name)
    if not agent or PROGRAM.search(agent):
        return Machine("Unnamed program" if not agent else "Program")
    if is_prefetch(headers):
        return Machine("Prefetch")
    return Machine("HEAD request") if method == "HEAD" else None


def is_prefetch(headers: Mapping[str, str]) -> bool:
    """Whether a browser or proxy fetches on suspicion, before anybody asked."""
    purposes = (headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(re.search(r"prefetch|prerender|preview", purpose, re.IGNORECASE) for purpose in purposes)


def wants_privacy(headers: Mapping[str, str]) -> bool:
    """Whether the visitor's browser asks not to be followed: Do-Not-Track or Global Privacy Control."""
    return headers.get("DNT", "").strip() == "1" or headers.get("Sec-GPC", "").strip() == "1"
