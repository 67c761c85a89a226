"""Batches, messages, causes told, settings, addresses, the outbox. What no check can say follows in a migration."""

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.identity import tables as identity
from registry.institutions import tables as institutions
from registry.institutions.tables import one_of
from registry.kernel.scopes import ScopeKind
from registry.people import tables as people
from registry.reminders.model.mail import Purpose
from registry.reminders.model.messages import About, BatchKind, MailState

DAYS = ("lapse_days", "lapse_again_days", "hand_in_days", "approve_days")


class ReminderBatch(Table, tablename="reminder_batch"):
    """One click of an office, or one run of a job at a school. Its id is chosen by the page."""

    id = UUID(primary_key=True, default=None, null=False)
    kind = Text(default=None, null=False)
    scope_kind = Text(default=None, null=False)
    scope_id = UUID(default=None, null=True, help_text="bureau, school or department of the sender")
    school = ForeignKey(
        institutions.School,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        index=True,
        help_text="null: over several schools",
    )
    as_of = Date(default=None, null=False, help_text="the day of the figures")
    wish = Text(default=None, null=False, help_text="the board's filter as a query")
    q = Text(default=None, null=False, help_text="personal: what was searched for")
    asked = Integer(default=None, null=False, help_text="people behind the filter")
    sent = Integer(default=None, null=False, help_text="messages written")
    sent_by = UUID(default=None, null=True, help_text="account; null: it came by itself")
    sent_by_name = Text(default=None, null=False)
    sent_at = Timestamptz(default=None, null=False)

    reminder_batch_kind_known = Check(one_of("kind", BatchKind))
    reminder_batch_scope_known = Check(one_of("scope_kind", ScopeKind))
    reminder_batch_scope_named = Check("(scope_id IS NULL) = (scope_kind = 'system')")
    reminder_batch_counted = Check("asked >= 0 AND sent >= 0")


class ReminderMessage(Table, tablename="reminder_message"):
    """What one reader is told. Without an account it waits for one, and its sender is told so."""

    id = UUID(primary_key=True, default=None, null=False)
    batch = ForeignKey(ReminderBatch, on_delete=OnDelete.restrict, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    person = ForeignKey(
        people.Person, on_delete=OnDelete.restrict, default=None, null=True, index=True, help_text="null: an office"
    )
    account = ForeignKey(
        identity.Account, on_delete=OnDelete.restrict, default=None, null=True, index=True, help_text="null: none yet"
    )
    name = Text(default=None, null=False, help_text="personal: of the person, or of the office's school")
    staff_no = Text(default=None, null=False, help_text="empty for an office")
    title = Text(default=None, null=False)
    text = Text(default=None, null=False, help_text="personal: as it was sent")
    about = Text(default=None, null=False)
    target = UUID(default=None, null=True, help_text="the key of what it is about")
    created_at = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=True)

    reminder_message_about_known = Check(one_of("about", About))
    reminder_message_once_a_person = Unique(["batch", "person"])
    reminder_message_once_an_account = Unique(["batch", "account", "school"])


class ReminderCause(Table, tablename="reminder_cause"):
    """What was told already: one lapse, one placement, one plan at one step. Each is told once."""

    key = Text(primary_key=True, default=None, null=False)
    message = ForeignKey(ReminderMessage, on_delete=OnDelete.restrict, default=None, null=False, index=True)


class ReminderSetting(Table, tablename="reminder_setting"):
    """What a school's people are told unasked."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False, unique=True)
    lapse_days = Integer(default=None, null=True, help_text="null: not told")
    lapse_again_days = Integer(default=None, null=True, help_text="null: not told again")
    hand_in_days = Integer(default=None, null=True, help_text="null: not told")
    approve_days = Integer(default=None, null=True, help_text="null: not told")
    quiet_from = SmallInt(default=None, null=True, help_text="hour in China; null: the installation's")
    quiet_until = SmallInt(default=None, null=True, help_text="the first hour that is not quiet")
    set_by_name = Text(default=None, null=False)
    set_at = Timestamptz(default=None, null=False)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    reminder_setting_days = Check(" AND ".join(f"{name} > 0" for name in DAYS))
    reminder_setting_quiet = Check(
        "(quiet_from IS NULL) = (quiet_until IS NULL) "
        "AND quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23"
    )


class MailAddress(Table, tablename="mail_address"):
    """Where an account wants its mail."""

    id = UUID(primary_key=True, default=None, null=False)
    account = ForeignKey(identity.Account, on_delete=OnDelete.restrict, default=None, null=False, unique=True)
    address_sealed = Bytea(default=None, null=True, help_text="personal: encrypted for this row; null: removed")
    confirmed_at = Timestamptz(default=None, null=True, help_text="null: nobody followed the link yet")
    is_wanted = Boolean(default=None, null=False)
    set_at = Timestamptz(default=None, null=False)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    mail_address_confirmed_is_there = Check("address_sealed IS NOT NULL OR confirmed_at IS NULL")


class MailOutbox(Table, tablename="mail_outbox"):
    """A mail, under one Message-ID for ever."""

    id = UUID(primary_key=True, default=None, null=False)
    message = ForeignKey(
        ReminderMessage,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        unique=True,
        help_text="null: a confirmation",
    )
    account = ForeignKey(identity.Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    school = ForeignKey(
        institutions.School, on_delete=OnDelete.restrict, default=None, null=True, help_text="whose quiet hours hold"
    )
    purpose = Text(default=None, null=False)
    rfc_id = Text(default=None, null=False, unique=True, help_text="its Message-ID, the same in every attempt")
    content_sealed = Bytea(default=None, null=True, help_text="encrypted for this row; null: sent or dropped")
    state = Text(default=None, null=False)
    attempts = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    next_at = Timestamptz(default=None, null=False, help_text="not before then")
    claimed_at = Timestamptz(default=None, null=True, help_text="since when a worker sends it")
    finished_at = Timestamptz(default=None, null=True)
    words = Text(default=None, null=False, help_text="what the server said last, without the address")

    mail_outbox_state_known = Check(one_of("state", MailState))
    mail_outbox_purpose_known = Check(one_of("purpose", Purpose))
    mail_outbox_claimed = Check("(state = 'sending') = (claimed_at IS NOT NULL)")
    mail_outbox_finished = Check("(state IN ('sent', 'failed', 'dropped')) = (finished_at IS NOT NULL)")
    mail_outbox_has_content = Check("content_sealed IS NOT NULL OR state IN ('sent', 'dropped')")
