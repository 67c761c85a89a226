"""The first screen of each role, and the menu that stands on every page.

Owns no facts: it asks the slices below for the figure that each role looks for first, and links to the people
behind it.
"""
