"""Reading identity: accounts, roles, what the throttle looks at, the session, link or token behind a secret."""
