"""What the installation does to keep itself: backups, rehearsals, nightly work; when it did, and how it went.

Owns the record of these runs, and the questions an operator asks: is a worker alive, what waits, how much disk is
left. Runs are written by the jobs and commands above; nothing of a school or a person is in them. A run that is
still `running` when the next of its kind begins died on the way, and is then said to have failed.
"""
