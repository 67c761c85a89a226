"""Asking other servers who a visitor is: CAS 3.0 and OpenID Connect. Nothing here knows accounts or schools."""
