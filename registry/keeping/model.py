"""Events of keeping."""

from registry.audit.model import Event


class EverythingExported(Event):
    """Somebody on the machine took out everything, values of persons opened; the process says why."""
