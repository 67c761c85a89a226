"""What reminders say. Chinese, as it was sent: a message is kept as its reader got it."""
