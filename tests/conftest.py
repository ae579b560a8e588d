"""What all tests share: property tests draw the same examples every time, so that the gate says the same twice.

Set HYPOTHESIS_PROFILE=search to look for new counterexamples.
"""

import os

from hypothesis import settings

settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
