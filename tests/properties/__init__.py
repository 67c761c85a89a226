"""Properties that hold for every teacher, and the plain day-by-day oracle they are held against."""
