"""The nouns of identity, the commands that change them, and what is recorded when they do."""
