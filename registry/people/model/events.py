"""What happened to people. Values of persons stand in the encrypted part of each."""

from registry.audit.model import Event


class PersonRegistered(Event):
    """A person was entered."""


class PersonCorrected(Event):
    """A slip in a person's name, sex or birth date was mended."""


class PersonRenamed(Event):
    """A person has a new name."""


class NameAdded(Event):
    """A former name or an alias was noted."""


class IdNumberRecorded(Event):
    """An identity number was entered or corrected."""


class IdNumberViewed(Event):
    """Somebody looked at a full identity number; `after` holds the reason given."""


class PersonRecordsFromStated(Event):
    """It was said since when a person's records are complete."""


class DeletionAsked(Event):
    """A person asked for deletion; `after` holds the answer and its source, the words are encrypted."""


class EmploymentBegun(Event):
    """A person came on a school's staff."""


class EmploymentCorrected(Event):
    """An employment that was entered wrongly was mended."""


class IndustryExperienceStated(Event):
    """It was said how long somebody had worked in enterprises before an employment."""


class EmploymentEnded(Event):
    """An employment got its last day."""


class EmploymentVoided(Event):
    """An employment was taken back."""


class PostBegun(Event):
    """A teaching post was entered."""


class PostEnded(Event):
    """A post got its last day."""


class PostVoided(Event):
    """A post was taken back."""


class LeaveRecorded(Event):
    """Approved leave was entered."""


class LeaveVoided(Event):
    """A leave was taken back."""
