"""The nouns of people, the commands that change them, the events that tell of it. Pure."""
