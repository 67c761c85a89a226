"""The teacher development and enterprise-practice registry.

One folder a subject, each with the same rooms; `registry/handbook/architecture.md` is the map.
"""
