"""What pages say of the rows of a bulk sending: their states, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from craftkit.lib.errors import Issues
from craftkit.lib.speech import spoken

RECIPIENT = re.compile(r"recipients\[(\d+)\]\.(\w+)")
# What concerns the row as a whole needs no place.
WHOLE = {"document", "request"}
# The columns of the page that asks for recipients.
COLUMNS = {
    "firstName": gettext_lazy("First name"),
    "lastName": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail"),
    "designation": gettext_lazy("What for"),
    "role": gettext_lazy("Role"),
}
SAID = {
    "queued": gettext_lazy("%(count)d waiting"),
    "faulty": gettext_lazy("%(count)d not possible"),
    "skipped": gettext_lazy("%(count)d held back"),
    "sent": gettext_lazy("%(count)d sent"),
    "viewed": gettext_lazy("%(count)d opened"),
    "completed": gettext_lazy("%(count)d completed"),
    "declined": gettext_lazy("%(count)d declined"),
    "expired": gettext_lazy("%(count)d expired"),
    "cancelled": gettext_lazy("%(count)d withdrawn"),
    "failed": gettext_lazy("%(count)d failed"),
}


def counted(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The states that there are, each with how many rows are in it."""
    return [(state, SAID[state] % {"count": count}) for state, count in counts.items()]


def faults_of(issues: Issues) -> list[str]:
    """What is wrong with a row, a line for each fault."""
    return [*map(spoken, issues["formErrors"]), *_at_places(issues["fieldErrors"])]


def _at_places(faults: Mapping[str, list[str]]) -> Iterator[str]:
    for path, texts in faults.items():
        place = "" if path in WHOLE else f"{RECIPIENT.sub(_recipient, path)}: "
        yield from (f"{place}{spoken(text)}" for text in texts)


def _recipient(found: re.Match[str]) -> str:
    """People count from one, and know columns by what is written above them."""
    field = COLUMNS.get(found[2], found[2])
    return _("Recipient %(number)d, %(field)s") % {"number": int(found[1]) + 1, "field": field}
