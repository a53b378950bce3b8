"""How many examples a property is tried with: no deadline, because a busy machine would break it."""

import os

from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile("thorough" if os.environ.get("CI") else "quick")  # noqa: TID251 -- whether this is a build server

# Lines are broken for a terminal of this width, whatever the tests run in.
os.environ["COLUMNS"] = "100"  # noqa: TID251 -- the terminal of all tests
