"""Who may come in, and in which role: accounts, roles with scope, sign-in, one-time links, API tokens, delegation.

Words: an *account* signs in; a *role grant* gives it a role in a scope between two days; a *delegation* lends one
grant to another account; a *principal* is the account that asks, with the roles in force at that instant. Scopes
name schools, departments and bureaus by code; what stands behind a code belongs to `institutions`.

Invariants: logins are unique whatever their case; accounts, grants and delegations are locked or ended, never
deleted; one account never holds the same role in the same scope twice on one day; of a password, a session, a link
or a token only a hash is kept; a one-time link works once. The database refuses what would break them.

Sources: sign-in and its throttle follow OWASP's cheat sheets (argon2id with 19 MiB, two passes, one lane).
"""
