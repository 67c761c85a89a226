"""The use cases of identity. Only these modules write its tables."""
