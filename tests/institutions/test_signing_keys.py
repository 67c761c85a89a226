"""Signing keys: made, brought in, taken over, retired, revoked; rows, exact events, what PostgreSQL holds."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.institutions.model.commands import ChangeSchool
from registry.institutions.model.events import change
from registry.institutions.model.signing_keys import (
    CannotSign,
    ImportSchoolKey,
    KeyKind,
    KeyOrigin,
    MakeRoot,
    MakeSchoolKey,
    RetireKey,
    RevocationCause,
    RevocationList,
    RevocationListMade,
    RevokeKey,
    SigningKey,
    SigningKeyImported,
    SigningKeyMade,
    SigningKeyRetired,
    SigningKeyRevoked,
)
from registry.institutions.queries.signing_keys import (
    certificates_of_key,
    lists_of,
    revocation_lists,
    root_certificates,
    signer_of,
    signing_key,
    signing_keys,
)
from registry.institutions.service import signing_keys as service
from registry.institutions.service.schools import change_school
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.signing.examining import examined
from registry.platform.signing.found import Outcome, Revocation
from registry.platform.signing.keys import (
    DAYS_OF_YEAR,
    LIST_DAYS,
    ROOT_YEARS,
    certificate_from,
    particulars,
    revocation_list_in,
)
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, done, many_connections, rows_of
from tests.platform.signing.authority import a_certificate, a_file, a_pkcs12, rsa_key

PASSPHRASE = "一把够长的密钥口令 2026"
WHY = "原密钥到期"


async def _done(use_case, command, scope=None, reading=None, passphrase=PASSPHRASE):
    async def run(process, given, *rest):
        if use_case is service.retire_key:
            return await use_case(process, given, *rest)
        return await use_case(process, given, passphrase, *rest)

    return await done(run, command, *([scope] if scope else []), reading=reading)


async def _did(use_case, command, **named):
    return (await _done(use_case, command, **named))[0]


async def a_root(name="盘锦市教育局证明根证书"):
    return await _did(service.make_root, MakeRoot(name))


async def a_key(school, reason=None):
    return await _did(service.make_school_key, MakeSchoolKey(school.id, reason))


async def _refused(use_case, command, **named):
    with pytest.raises(InvalidFields) as refusal:
        await _did(use_case, command, **named)
    return refusal.value.faults


async def test_a_root_is_made_with_its_first_list(database):
    made, events = await _done(service.make_root, MakeRoot(" 盘锦市教育局证明根证书 "))

    finished_at = NOW + timedelta(days=ROOT_YEARS * DAYS_OF_YEAR)
    assert made == SigningKey(
        made.id,
        KeyKind.ROOT,
        KeyOrigin.OWN,
        None,
        None,
        "盘锦市教育局证明根证书",
        made.serial,
        made.fingerprint,
        NOW,
        finished_at,
        NOW,
        "operator",
    )
    (listed,) = await lists_of(a_reading(), made.id)
    assert listed == RevocationList(listed.id, made.id, 1, 0, NOW, NOW + timedelta(days=LIST_DAYS))
    assert events == [change(SigningKeyMade, None, made), change(RevocationListMade, None, listed)]
    assert await signing_keys(a_reading()) == (made,)


async def test_a_school_gets_a_key_under_the_root(database):
    root, school = await a_root(), await a_school()

    made, events = await _done(service.make_school_key, MakeSchoolKey(school.id))

    assert (made.kind, made.origin, made.school_id, made.issuer_id) == (
        KeyKind.SCHOOL,
        KeyOrigin.OWN,
        school.id,
        root.id,
    )
    assert made.name == school.name
    assert events == [change(SigningKeyMade, None, made)]
    own, above = await certificates_of_key(a_reading(), made.id)
    assert [particulars(each).fingerprint for each in (own, above)] == [made.fingerprint, root.fingerprint]


async def test_no_key_stands_in_the_clear_or_in_an_event(database):
    await a_root()
    await a_key(await a_school())

    rows = await rows_of(database, "SELECT private_key FROM signing_key")
    events = await rows_of(database, "SELECT content FROM audit_event")

    assert all(row["private_key"].startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----") for row in rows)
    assert not any("PRIVATE KEY" in event["content"] or PASSPHRASE in event["content"] for event in events)


async def test_without_a_root_no_school_gets_a_key(database):
    school = await a_school()

    assert "registry keys root" in (await _refused(service.make_school_key, MakeSchoolKey(school.id)))["root"]


async def test_a_second_root_or_key_needs_a_reason(database):
    school = await a_school()
    assert "请先新建" in (await _refused(service.make_root, MakeRoot("根", WHY)))["reason"]
    await a_root()
    assert "请先新建" in (await _refused(service.make_school_key, MakeSchoolKey(school.id, WHY)))["reason"]
    await a_key(school)

    assert "registry keys rotate" in (await _refused(service.make_root, MakeRoot("根")))["name"]
    assert "registry keys rotate" in (await _refused(service.make_school_key, MakeSchoolKey(school.id)))["name"]
    assert "请说明原因" in (await _refused(service.make_school_key, MakeSchoolKey(school.id, " ")))["reason"]
    assert "name" in await _refused(service.make_root, MakeRoot("  "))


async def test_a_new_key_takes_over_and_the_old_one_still_proves_what_it_signed(database):
    await a_root()
    school = await a_school()
    old = await a_key(school)
    signer = await signer_of(a_reading(), school.id, PASSPHRASE)
    before = signer.sign(a_file(), NOW)

    new, events = await _done(service.make_school_key, MakeSchoolKey(school.id, WHY))

    retired = await signing_key(a_reading(), old.id)
    assert (retired.retired_at, retired.retired_reason, retired.revision) == (NOW, f"换发:{WHY}", 2)
    assert events == [change(SigningKeyRetired, old, retired), change(SigningKeyMade, None, new)]
    assert (await signer_of(a_reading(), school.id, PASSPHRASE)).key_id == new.id
    roots = [certificate_from(each) for each in await root_certificates(a_reading())]
    lists = [revocation_list_in(each.encode()) for each in await revocation_lists(a_reading())]
    found = examined(before, roots, lists, NOW)
    assert (found.outcome, found.signature.revocation) == (Outcome.GENUINE, Revocation.GOOD)


async def test_a_new_root_takes_over_and_keys_under_the_old_one_go_on(database):
    old = await a_root()
    school = await a_school()
    key = await a_key(school)

    new = await _did(service.make_root, MakeRoot("新根证书", WHY))

    assert (await signer_of(a_reading(), school.id, PASSPHRASE)).key_id == key.id
    trusted = [particulars(each).fingerprint for each in await root_certificates(a_reading())]
    assert sorted(trusted) == sorted([old.fingerprint, new.fingerprint])
    assert (await _did(service.make_school_key, MakeSchoolKey(school.id, WHY))).issuer_id == new.id


async def test_a_revoked_key_stands_in_the_next_list(database):
    root, school = await a_root(), await a_school()
    key = await a_key(school)
    content = (await signer_of(a_reading(), school.id, PASSPHRASE)).sign(a_file(), NOW)
    command = RevokeKey(key.id, 1, RevocationCause.KEY_COMPROMISE, " U 盘遗失 ")

    after, events = await _done(service.revoke_key, command)

    assert (after.retired_at, after.revoked_at, after.revoked_cause, after.revoked_reason, after.revision) == (
        NOW,
        NOW,
        RevocationCause.KEY_COMPROMISE,
        "U 盘遗失",
        2,
    )
    newest, first = await lists_of(a_reading(), root.id)
    assert (newest.number, newest.entries, first.number) == (2, 1, 1)
    assert events == [change(SigningKeyRevoked, key, after), change(RevocationListMade, None, newest)]
    assert await signing_key(a_reading(), key.id) == after
    assert await signer_of(a_reading(), school.id, PASSPHRASE) is None
    roots = [certificate_from(each) for each in await root_certificates(a_reading())]
    lists = [revocation_list_in(each.encode()) for each in await revocation_lists(a_reading())]
    assert examined(content, roots, lists, NOW).outcome is Outcome.REVOKED


async def test_a_key_that_was_retired_is_still_revoked_once(database):
    await a_root()
    key = await a_key(await a_school())
    retired, events = await _done(service.retire_key, RetireKey(key.id, 1, "停用"))
    assert events == [change(SigningKeyRetired, key, retired)]

    revoked = await _did(service.revoke_key, RevokeKey(key.id, 2, RevocationCause.CESSATION, "学校合并"))

    assert (revoked.retired_reason, revoked.revoked_reason) == ("停用", "学校合并")
    again = RevokeKey(key.id, 3, RevocationCause.CESSATION, "再次")
    assert "已撤销" in (await _refused(service.revoke_key, again))["key_id"]
    assert "已撤销" in (await _refused(service.retire_key, RetireKey(key.id, 3, "再次")))["key_id"]


async def test_a_leak_that_comes_out_later_voids_what_a_revoked_key_signed(database):
    await a_root()
    school = await a_school()
    key, later = await a_key(school), a_reading(now=NOW + timedelta(days=9))
    content = (await signer_of(a_reading(), school.id, PASSPHRASE)).sign(a_file(), NOW)
    before = await _did(service.revoke_key, RevokeKey(key.id, 1, RevocationCause.SUPERSEDED, "换证"), reading=later)
    assert await _examined(content, later) is Outcome.GENUINE
    leak = RevokeKey(key.id, 2, RevocationCause.KEY_COMPROMISE, "旧 U 盘遗失")

    after = await _did(service.revoke_key, leak, reading=a_reading(now=NOW + timedelta(days=20)))

    assert after == replace(
        before, revoked_cause=RevocationCause.KEY_COMPROMISE, revoked_reason="旧 U 盘遗失", revision=3
    )
    assert await _examined(content, later) is Outcome.REVOKED
    for cause in RevocationCause:
        again = RevokeKey(key.id, 3, cause, "再次")
        assert "已撤销" in (await _refused(service.revoke_key, again))["key_id"]


async def _examined(content, reading):
    roots = [certificate_from(each) for each in await root_certificates(a_reading())]
    lists = [revocation_list_in(each.encode()) for each in await revocation_lists(a_reading())]
    return examined(content, roots, lists, reading.now).outcome


@pytest.mark.parametrize(
    "change_of_mind",
    [
        "revoked_cause = 'cessation'",
        "revoked_cause = 'key_compromise', revoked_at = now()",
        "revoked_cause = NULL, revoked_at = NULL, revoked_reason = NULL",
        "revoked_reason = 'x'",
    ],
)
@pytest.mark.parametrize("cause", [RevocationCause.SUPERSEDED, RevocationCause.KEY_COMPROMISE])
async def test_postgresql_lets_a_revocation_grow_to_a_leak_alone(database, cause, change_of_mind):
    await a_root()
    key = await a_key(await a_school())
    revoked = await _did(service.revoke_key, RevokeKey(key.id, 1, cause, WHY))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await rows_of(database, f"UPDATE signing_key SET {change_of_mind}, revision = 3 WHERE kind = 'school'")
    assert await signing_key(a_reading(), key.id) == revoked


async def test_a_root_goes_after_the_keys_under_it(database):
    root = await a_root()
    key = await a_key(await a_school())
    command = RevokeKey(root.id, 1, RevocationCause.KEY_COMPROMISE, "服务器被侵入")
    assert "还有 1 个学校密钥" in (await _refused(service.revoke_key, command))["key_id"]

    await _did(service.revoke_key, RevokeKey(key.id, 1, RevocationCause.KEY_COMPROMISE, "服务器被侵入"))
    revoked = await _did(service.revoke_key, command)

    assert revoked.revoked_at == NOW
    assert await root_certificates(a_reading()) == ()
    assert (await a_root("新的根证书")).name == "新的根证书"


@pytest.mark.parametrize("cause", [RevocationCause.UNSPECIFIED, RevocationCause.KEY_COMPROMISE])
async def test_a_root_that_ended_without_a_leak_still_proves_what_was_signed_under_it(database, cause):
    root, school = await a_root(), await a_school()
    key = await a_key(school)
    content = (await signer_of(a_reading(), school.id, PASSPHRASE)).sign(a_file(), NOW)
    later = a_reading(now=NOW + timedelta(days=9))
    await _did(service.revoke_key, RevokeKey(key.id, 1, RevocationCause.CESSATION, "停办"), reading=later)

    await _did(service.revoke_key, RevokeKey(root.id, 1, cause, "停办"), reading=later)

    kept = await root_certificates(a_reading())
    roots = [certificate_from(each) for each in kept]
    lists = [revocation_list_in(each.encode()) for each in await revocation_lists(a_reading())]
    has_leaked = cause is RevocationCause.KEY_COMPROMISE
    assert [each.partition("\n")[0][:14] for each in kept] == ([] if has_leaked else ["Registry-Ended"])
    found = examined(content, roots, lists, later.now)
    assert found.outcome is (Outcome.UNTRUSTED if has_leaked else Outcome.GENUINE)


async def test_an_authority_is_believed_for_the_school_that_brought_it_alone(database):
    school, top = await a_school(), rsa_key(number=1)
    authority = a_certificate(top, "县里的机构", ca=True)
    own = a_certificate(rsa_key(), school.name, "县里的机构", top, days=(-9, 9000))
    file = a_pkcs12(rsa_key(), own, others=(authority,))
    key = await _did(service.import_school_key, ImportSchoolKey(school.id, file, "口令", "首次导入也可写原因"))

    (kept,) = await root_certificates(a_reading())

    assert kept.startswith(f"Registry-School: {school.name}\n-----BEGIN CERTIFICATE-----\n")
    assert (await certificates_of_key(a_reading(), key.id))[-1] == kept


async def test_a_list_is_made_anew_with_the_next_number(database):
    root = await a_root()
    later = a_reading(now=NOW + timedelta(days=300))

    async def again(process, root_id):
        return await service.make_revocation_list(process, root_id, PASSPHRASE)

    made, events = await done(again, root.id, reading=later)

    assert (made.number, made.made_at) == (2, later.now)
    assert events == [change(RevocationListMade, None, made)]
    (content,) = await revocation_lists(a_reading())
    assert revocation_list_in(content.encode()).last_update_utc == later.now


async def test_a_schools_own_key_is_brought_in_and_signs(database):
    school = await a_school()
    top = rsa_key(number=1)
    authority = a_certificate(top, "国家根", ca=True)
    file = a_pkcs12(rsa_key(), a_certificate(rsa_key(), school.name, "国家根", top), others=(authority,))

    made, events = await _done(service.import_school_key, ImportSchoolKey(school.id, file, "口令"))

    assert (made.origin, made.issuer_id, made.name) == (KeyOrigin.IMPORTED, None, school.name)
    assert events == [change(SigningKeyImported, None, made)]
    content = (await signer_of(a_reading(), school.id, PASSPHRASE)).sign(a_file(), NOW + timedelta(days=2))
    roots = [certificate_from(each) for each in await root_certificates(a_reading())]
    assert examined(content, roots, (), NOW + timedelta(days=3)).outcome is Outcome.GENUINE
    other = await a_school("S2", name=school.name)
    again = ImportSchoolKey(other.id, file, "口令")
    assert "已经导入过" in (await _refused(service.import_school_key, again))["content"]
    revoked = await _did(service.revoke_key, RevokeKey(made.id, 1, RevocationCause.SUPERSEDED, "换证"), passphrase="")
    assert revoked.revoked_at == NOW


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [(None, "没有设置密钥口令"), ("another passphrase", "密钥口令不对"), ("short", "至少 12 位")],
)
async def test_a_school_with_a_key_is_never_silently_unsigned(database, passphrase, words):
    await a_root()
    school = await a_school()
    await a_key(school)

    with pytest.raises(CannotSign) as refusal:
        await signer_of(a_reading(), school.id, passphrase)
    assert str(refusal.value) == "学校的签名密钥现在不能签名,请联系信息中心处理后再出具"
    assert words in refusal.value.for_operator


async def test_an_expired_key_says_so(database):
    await a_root()
    school = await a_school()
    key = await a_key(school)

    with pytest.raises(CannotSign) as refusal:
        await signer_of(a_reading(now=key.finished_at), school.id, PASSPHRASE)
    assert "到期" in refusal.value.for_operator


async def test_a_key_of_the_name_before_signs_no_more_until_it_is_rotated(database):
    await a_root()
    school = await a_school()
    await a_key(school)
    as_before = (school.short_name, school.level, school.jurisdiction, school.bureau_id)
    await done(change_school, ChangeSchool(school.id, school.revision, "盘锦新职业学院", *as_before), EVERYWHERE)

    with pytest.raises(CannotSign) as refusal:
        await signer_of(a_reading(), school.id, PASSPHRASE)
    assert re.search(f"“{school.name}”.*“盘锦新职业学院”.*registry keys rotate", refusal.value.for_operator)
    new = await a_key(school, "学校更名")
    assert (await signer_of(a_reading(), school.id, PASSPHRASE)).key_id == new.id


async def test_a_certificate_of_another_name_is_not_brought_in(database):
    school = await a_school()
    file = a_pkcs12(rsa_key(), a_certificate(rsa_key(), "别的学校", days=(-9, 9000)))

    faults = await _refused(service.import_school_key, ImportSchoolKey(school.id, file, "口令"))

    assert faults == {
        "content": f"证书的名称是“别的学校”,不是学校的全称“{school.name}” (the certificate names another)"
    }
    assert await signing_keys(a_reading()) == ()


async def test_a_school_without_a_key_has_no_signer(database):
    assert await signer_of(a_reading(), (await a_school()).id, None) is None


async def test_only_the_installation_keeps_keys(database):
    root, school = await a_root(), await a_school()
    key, scope = await a_key(school), Scope.school(school.id)

    for use_case, command in (
        (service.make_root, MakeRoot("根", WHY)),
        (service.make_school_key, MakeSchoolKey(school.id, WHY)),
        (service.import_school_key, ImportSchoolKey(school.id, b"", "")),
        (service.retire_key, RetireKey(key.id, 1, WHY)),
        (service.revoke_key, RevokeKey(key.id, 1, RevocationCause.UNSPECIFIED, WHY)),
    ):
        with pytest.raises(NotPermitted, match="registry keys"):
            await _did(use_case, command, scope=scope)
    assert await signing_keys(a_reading()) == (root, key)


async def test_a_stranger_sees_no_key(database):
    root, school, other = await a_root(), await a_school(), await a_school("S2")
    key = await a_key(school)
    reading, scope = a_reading(), Scope.school(other.id)

    assert await signing_keys(reading, scope) == ()
    assert await signing_keys(reading, Scope.school(school.id)) == (key,)
    assert await signing_keys(reading, Scope.person(uuid4())) == ()
    for hidden in (key.id, root.id, uuid4()):
        with pytest.raises(NotFound):
            await signing_key(reading, hidden, scope)


async def test_a_key_that_changed_meanwhile_is_not_ended(database):
    await a_root()
    key = await a_key(await a_school())

    with pytest.raises(StaleEdit):
        await _did(service.retire_key, RetireKey(key.id, 7, WHY))


async def test_of_many_at_once_one_root_is_made_and_one_key(database):
    await many_connections(12)
    roots = await asyncio.gather(*(a_root(f"根 {number}") for number in range(4)), return_exceptions=True)
    school = await a_school()
    keys = await asyncio.gather(*(a_key(school) for _ in range(4)), return_exceptions=True)

    for made in (roots, keys):
        assert [type(each) for each in made if not isinstance(each, SigningKey)] == [InvalidFields] * 3


async def test_lists_made_at_once_are_counted_without_a_gap(database):
    await many_connections(12)
    root, school = await a_root(), [await a_school(f"S{number}") for number in range(4)]
    keys = [await a_key(each) for each in school]

    await asyncio.gather(
        *(_did(service.revoke_key, RevokeKey(key.id, 1, RevocationCause.CESSATION, "合并")) for key in keys)
    )

    found = await lists_of(a_reading(), root.id)
    assert [(each.number, each.entries) for each in found] == [(5, 4), (4, 3), (3, 2), (2, 1), (1, 0)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM signing_key",
        "TRUNCATE signing_key CASCADE",
        "UPDATE signing_key SET name = 'x', revision = revision + 1",
        "UPDATE signing_key SET private_key = private_key || 'x', revision = revision + 1",
        "UPDATE signing_key SET retired_at = NULL, retired_reason = NULL, revision = 3 WHERE kind = 'school'",
        "UPDATE signing_key SET retired_at = now(), revision = revision + 1 WHERE kind = 'root'",
        "UPDATE signing_key SET retired_at = now(), retired_reason = '', revision = revision + 1 WHERE kind = 'root'",
        "UPDATE signing_key SET revoked_at = now(), revoked_reason = 'x', revoked_cause = 'x', revision = 3",
        "UPDATE signing_revocation_list SET number = 9",
        "DELETE FROM signing_revocation_list",
        "INSERT INTO signing_revocation_list SELECT gen_random_uuid(), root, 9, 0, content, made_at, due_at "
        "FROM signing_revocation_list",
        "INSERT INTO signing_revocation_list SELECT gen_random_uuid(), "
        "(SELECT id FROM signing_key WHERE kind = 'school'), 1, 0, content, made_at, due_at "
        "FROM signing_revocation_list",
    ],
)
async def test_postgresql_holds_what_may_never_change(database, statement):
    root = await a_root()
    key = await a_key(await a_school())
    await _did(service.retire_key, RetireKey(key.id, 1, WHY))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await rows_of(database, statement)
    assert [each.id for each in await signing_keys(a_reading())] == [root.id, key.id]


async def test_postgresql_takes_no_key_in_the_clear(database):
    await a_root()

    with pytest.raises(asyncpg.CheckViolationError, match="signing_key_is_sealed"):
        await rows_of(
            database,
            "INSERT INTO signing_key SELECT gen_random_uuid(), kind, origin, school, issuer, name, serial, 'other', "
            "certificate, chain, '-----BEGIN PRIVATE KEY-----', started_at, finished_at, made_at, made_by_name, "
            "now(), 'x', NULL, NULL, NULL, 1 FROM signing_key",
        )
