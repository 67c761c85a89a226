"""Pages of reminders: the inbox, chasing and what came of it, mail addresses, settings, the operator's queue."""

from registry.reminders.pages import addresses, batches, chase, inbox, queue, settings

ROUTES = [
    *inbox.ROUTES,
    *chase.ROUTES,
    *batches.ROUTES,
    *addresses.ROUTES,
    *settings.ROUTES,
    *queue.ROUTES,
]
