"""What a person calls the browser behind a User-Agent header: `Firefox on Windows`."""

from __future__ import annotations

import ipaddress

from django.utils.translation import gettext

# The first that is found counts: browsers carry the names of those they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_named(user_agent: str) -> str:
    """Browser and system, as far as the header tells."""
    agent = user_agent.replace("HeadlessChrome/", "Chrome/")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown device")


def is_handheld(user_agent: str) -> bool:
    """Whether it is a telephone or a tablet."""
    return any(mark in user_agent for mark in ("iPhone", "iPad", "Android", "Mobile"))


def place_named(address: str) -> str:
    """The address, with a word where it is none of the internet."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.is_loopback:
        return gettext("%(address)s (this machine)") % {"address": address}
    return gettext("%(address)s (local network)") % {"address": address} if found.is_private else address
