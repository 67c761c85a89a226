"""Certificates: facts frozen on one day, printed for the stamp, signed where the school has a key, checked by anyone.

Owns the certificate, its number, its code, its status and its file; the batch that issues many. Words: issue 出具,
replace 换发, revoke 撤销, verify 核验, number 编号, code 核验码.

Invariants: a number never changes, is used once, and the numbers of a school, kind and year have no gap; none is ever
deleted; what a certificate prints is frozen with it, so that the same record gives the same bytes before signing; a
replacement has a new number and both link to each other; a revocation keeps its reason, date and who; each has one
file, whatever is killed when.

Sources: the registry's own rules of certificates; 电子签名法 articles 13 and 14 (a picture of a seal is no seal).
"""
