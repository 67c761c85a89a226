"""Judgements about reminders. Pure."""
