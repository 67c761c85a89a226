"""The words that an API token can be good for. A token never does more than the account it belongs to."""

from enum import StrEnum


class TokenScope(StrEnum):
    """What another system may ask for."""

    PLACEMENTS_READ = "placements:read"
    STANDING_READ = "standing:read"
    TEACHERS_READ = "teachers:read"
