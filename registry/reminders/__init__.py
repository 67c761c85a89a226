"""Who is told what, when: chasing (催报) from the board, reminders that come by themselves, inbox and mail.

Owns batches (one click of an office, or one run of a job at a school), the messages in them, which causes were
told already, each school's settings, mail addresses, and the outbox of mails. A message is in the inbox of its
account from the moment it is written; of a person without an account it waits until there is one, and the sender is
told whom paper must reach. A batch has the id that the page chose, so that two clicks are one batch; a cause is told
once. A mail is written in the transaction of its message, under one Message-ID for ever, and is sent by a job: nobody
gets none, and whoever gets a mail again after a broken connection gets the same one. Mails hold no figures; they lead
to the inbox. Of the people behind a board's filter only `practice.queries.board` decides.
"""
