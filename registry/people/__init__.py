"""The persons: who they are, where they are employed, which teaching posts they hold, when they are on leave.

Practice is a fact about the person, so it moves with the person from school to school: a person stands once in the
installation and has employments. The school that employs somebody (or did so last) keeps the person's file and sees
all of it; a former employer sees the time with it and no more.

Invariants, held by PostgreSQL: one identity number is one person; a staff number means one person on any day in its
school; a person has one employment per school and day; posts of an employment do not overlap and lie inside its
days; leaves of a person may touch and never overlap. Nothing is deleted: facts are ended, or voided with a reason.

Personal data (`PERSONAL` of each fact): names, sex, birth date, identity number, kind of leave. Events keep them
encrypted. The identity number is also encrypted in its row, found by a keyed hash, masked in every query, and each
full view of it is an event. Sources: GB 11643 for the number; 个人信息保护法 第二十八条 for health and identity data.
"""
