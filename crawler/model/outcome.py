"""What became of an attempt to look, and whose fault it is when nothing was seen."""

from enum import StrEnum


class Fault(StrEnum):
    """Who has to act before a failed look can succeed."""

    NOBODY = "nobody"
    THEIRS = "theirs"
    OURS = "ours"
    UNCLEAR = "unclear"


class Outcome(StrEnum):
    """The result of one look at one address. Only OK has facts to judge by; the rest never accuse anybody."""

    OK = "ok"
    NOT_FOUND = "not-found"
    SOFT_NOT_FOUND = "soft-not-found"
    HTTP_ERROR = "http-error"
    TIMEOUT = "timeout"
    DNS_FAILED = "dns-failed"
    TLS_FAILED = "tls-failed"
    REFUSED = "refused"
    DROPPED = "dropped"
    BLOCKED = "blocked"
    ROBOTS_FORBIDDEN = "robots-forbidden"
    TRUNCATED = "truncated"
    TOO_LARGE = "too-large"
    REDIRECT_LOOP = "redirect-loop"
    OFF_SITE = "off-site"
    UNREADABLE = "unreadable"
    NEEDS_BROWSER = "needs-browser"
    ADDRESS_FORBIDDEN = "address-forbidden"
    BUDGET_SPENT = "budget-spent"
    NO_ROUTE = "no-route"
    OUR_FAULT = "our-fault"

    @property
    def fault(self) -> Fault:
        """Whose fault the outcome is; UNCLEAR where one vantage point cannot tell an outage of theirs from ours."""
        return _FAULTS.get(self, Fault.UNCLEAR)


_FAULTS = {
    Outcome.OK: Fault.NOBODY,
    Outcome.NOT_FOUND: Fault.THEIRS,
    Outcome.SOFT_NOT_FOUND: Fault.THEIRS,
    Outcome.REDIRECT_LOOP: Fault.THEIRS,
    Outcome.ROBOTS_FORBIDDEN: Fault.NOBODY,
    Outcome.OFF_SITE: Fault.NOBODY,
    Outcome.NEEDS_BROWSER: Fault.OURS,
    Outcome.ADDRESS_FORBIDDEN: Fault.OURS,
    Outcome.BUDGET_SPENT: Fault.OURS,
    Outcome.NO_ROUTE: Fault.OURS,
    Outcome.TOO_LARGE: Fault.OURS,
    Outcome.UNREADABLE: Fault.OURS,
    Outcome.OUR_FAULT: Fault.OURS,
}
