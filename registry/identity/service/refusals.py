"""What PostgreSQL refuses, in the words of the field that is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg import IntegrityConstraintViolationError

from registry.kernel.errors import InvalidFields

REFUSALS = {
    "account_login_key": ("login", "该登录名已被使用"),
    "account_staff_no_once": ("staff_no", "该工号在本校已有账号"),
    "account_person_once": ("person_id", "该人员已有账号"),
    "role_grant_once": ("role", "该账号在这段时间已有同样的角色"),
    "delegation_once": ("finished_on", "这段时间已委托给该账号"),
}
"""A constraint's name, the field at fault, what is wrong with it."""


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Tell a refusal of the database as InvalidFields. One that is not listed is a fault of ours and stays one."""
    try:
        yield
    except IntegrityConstraintViolationError as refusal:
        told = REFUSALS.get(refusal.constraint_name or "")
        if told is None:
            raise
        raise InvalidFields(dict([told])) from refusal
