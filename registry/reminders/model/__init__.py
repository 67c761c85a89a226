"""The nouns of reminders. Pure."""
