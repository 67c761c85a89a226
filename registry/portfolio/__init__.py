"""What a person holds: professional titles (职称), each with the days of grant and of appointment.

Owns titles: granted (评审取得) on a day by a body, and appointed to (聘任) by a school from a day on; one may be
granted and not appointed. Teachers enter their own, unverified; the personnel office of the school that keeps the
person's file enters, verifies, appoints, corrects and voids, and nobody verifies their own. Only verified titles
count. "The present title" on a day is the one appointed to last of those in force, and "since the present title"
(任现职以来) begins with its appointment, not with its grant. A mistake is voided with a reason, and a correction
is a new title that points at the one it replaces. A title belongs to the person and goes along to the next school.
The number on the certificate is a value of the person.
"""
