"""An invented region to look round in: two cities, their bureaus, schools, teachers, enterprises and twelve stories.

Nobody and nothing in it exists. The same day always gives the same region: every choice is a hash of what it is for.
Writes through the services only, as the same accounts would; the figures are computed like any others.
"""
