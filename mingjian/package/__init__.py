"""Evidence packages: one finding with the archived pages that it rests on, as a WACZ file (1.1.1)."""

from mingjian.package.find import Located, locate
from mingjian.package.verify import Verified, verify
from mingjian.package.write import Packed, write_package

__all__ = ["Located", "Packed", "Verified", "locate", "verify", "write_package"]
