"""What all tests share: how many examples a property is tried with, and a cache that is nobody's.

No deadline for examples, because a busy machine would break it.
"""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile("thorough" if os.environ.get("CI") else "quick")  # noqa: TID251 -- whether this is a build server

# In GitHub Actions a check prints annotations as well.
os.environ.pop("GITHUB_ACTIONS", None)  # noqa: TID251 -- the build server of all tests

# Lines are broken for a terminal of this width, whatever the tests run in.
os.environ["COLUMNS"] = "100"  # noqa: TID251 -- the terminal of all tests


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the commands that they start, leave the cache of whoever runs them alone."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


# Eight thousand tests make few cycles, and looking for them after every 700 objects takes a good part of the time.
gc.set_threshold(100_000, 20, 100)
