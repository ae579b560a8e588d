"""The CMS families of the city, one file each; what they imitate stands in FIELD (CMS families)."""

from collections.abc import Callable

from mingjian.samplecity.families import gkmlpt, hanweb, plain, shell, trs
from mingjian.samplecity.model import Site
from mingjian.samplecity.resource import Routes

Locate = Callable[[str], str]
FAMILIES: dict[str, Callable[[Site, Locate], Routes]] = {
    "trs": trs.routes,
    "hanweb": hanweb.routes,
    "gkmlpt": gkmlpt.routes,
    "shell": shell.routes,
    "plain": plain.routes,
}
"""Family name to the function that lays out a site; the second argument gives the home page URL of any site id."""
