"""Who changed what, when and why; and proof that nobody altered it afterwards.

Owns the two doors: a `Reading` carries actor, instant and rule book to every query; a `Process` carries them, one
open transaction and an event sink to every use case. Every change is an event of a process, written in the
transaction of the change and chained by hash to the event before it. The database refuses to change or delete
events; the head of the chain is also kept in a file outside it. Owns reliances: which certificate, file or status
rests on which revision of a fact.
"""
