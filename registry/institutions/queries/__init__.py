"""Reading institutions. Every query starts from a scope; what lies outside it is not found.

A person's scope reaches no school by itself: whoever asks for a person first takes the school of the employment.
"""
