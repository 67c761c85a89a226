"""The use cases of people: load what stands, permit, judge, write, record. The only room that writes.

Each takes the scope in which the actor asks; whoever lies outside it is not found. Locks are taken in one order,
schools before persons, so that no two use cases wait for each other.
"""
