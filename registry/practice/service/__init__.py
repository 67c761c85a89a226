"""The use cases of practice: load what stands, permit, judge, write, record. The only room that writes.

Each takes the scope in which the actor asks; whatever lies outside it is not found. Whoever changes a placement
locks its person first, of several persons in the order of their ids, so that no two use cases wait for each other.
"""
