"""The region the site is built for."""

from tools.build.rules import Profile, load_profile, region_id


def profile() -> Profile:
    """The profile of the environment's REGION. Raises Faulty."""
    return load_profile(region_id())
