"""Electronic signatures in PDF files: keys and certificates, signing (PAdES B-B), examining offline.

Technical only: it knows no school and no certificate of ours. Refuses keys that would break PDF/A or that are weak,
and says of a file only what follows from its bytes, the roots and the revocation lists that are given.
"""
