"""The use cases of institutions: load what stands, permit, judge, write, record. The only room that writes.

Each takes the scope in which the actor asks; a school outside it is not found.
"""
