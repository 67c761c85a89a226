"""The nouns of institutions, the commands that change them, the events that tell of it. Pure."""
