"""One profile for every property: no deadline, because a busy machine would break it."""

from hypothesis import settings

settings.register_profile("portalaudit", deadline=None)
settings.load_profile("portalaudit")
