"""The offline check of a certificate's file: what its bytes prove, what they cannot prove, what is wrong.

For whoever has a file of a stranger, a command or a page:

    findings = await examined_file(source, Trust(roots=..., revocation_lists=...))      # bytes or Path
    findings = examine_file(source, Trust(...))                                          # the same, blocking

both from `registry.certificates.examining.door`; they return `findings.Findings` or raise `findings.UnreadableFile`
(a BadInput in plain words). The file is read by a child process with little memory and little time
(`examining.room`), so what a malicious file does to it ends with it. It needs no database; nothing is kept.

A signature decides what is valid: a whole, right signature of the school that the certificate names, under a root
that is trusted. Whether a certificate was replaced or revoked since no file can tell: that is looked up by its code
(`Findings.code`). An unsigned file is not valid to others: whoever changes the facts can draw the page anew with
this same program; only what contradicts itself is found. The installation that issued it can prove it with its key
(`proving.proved_here`), which never enters the room.
"""
