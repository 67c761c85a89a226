"""The judgements of identity: who may do what to which account, when to try again, what is still alive."""
