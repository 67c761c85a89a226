"""根证书与撤销列表: whoever checks offline takes both here, without an account, and the addresses do not move."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from registry.certificates.model import IssueCertificate
from registry.certificates.service.issuing import issue_certificate
from registry.certificates.service.paperwork import paperwork_from
from registry.certificates.service.printing import print_certificate
from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.signing_keys import (
    ImportSchoolKey,
    MakeRoot,
    MakeSchoolKey,
    RetireKey,
    RevocationCause,
    RevokeKey,
)
from registry.institutions.queries.signing_keys import certificates_of_key
from registry.institutions.rules.signing_keys import LIST_NOTICE
from registry.institutions.service.signing_keys import (
    import_school_key,
    make_root,
    make_school_key,
    retire_key,
    revoke_key,
)
from registry.kernel.scopes import EVERYWHERE
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.signing.keys import LIST_DAYS, certificate_from, revocation_list_in
from tests.builders.house import NOW
from tests.certificates.staging import an_ask, doing
from tests.institutions.staging import did
from tests.platform.signing.authority import a_certificate as made_by_another
from tests.platform.signing.authority import a_pkcs12, rsa_key
from tests.practice.staging import officer
from tests.web.certificate_stage import a_certificate, certified
from tests.web.keeping import chinese_left
from tests.web.practice_stage import HR
from tests.web.site import Site

ROOT = Path(__file__).parents[2]
PASSPHRASE = "正月里来是新春-2026"
PUBLIC = "https://registry.pjzy.edu.cn/records"
DISTRIBUTION = x509.CRLDistributionPoints


async def _with_operator(folder, now):
    site = Site(folder, now=now)
    await site.account("root", RoleWanted(Role.OPERATOR, EVERYWHERE))
    return site


async def a_root():
    return await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)


@pytest.fixture
def site(database, tmp_path):
    return Site(tmp_path, key_passphrase=PASSPHRASE)


async def test_the_page_names_root_and_list_with_the_fingerprint(site):
    root = await a_root()

    async with site.browser() as browser:
        answer = await browser.see("/verify/roots")

    pairs = ":<wbr>".join(root.fingerprint[at : at + 2].upper() for at in range(0, 64, 2))
    wanted = ("盘锦市教育局证明根证书", pairs, f"/verify/roots/{root.fingerprint}.pem")
    assert answer.status_code == 200
    assert [each for each in (*wanted, f"/verify/lists/{root.fingerprint}.crl") if each not in answer.text] == []


async def test_without_a_root_the_page_says_so(site):
    async with site.browser() as browser:
        assert "还没有根证书" in (await browser.see("/verify/roots")).text


async def test_in_english_only_names_stay_chinese(site):
    await a_root()

    async with site.browser() as browser:
        browser.client.cookies.set("registry_language", "en")
        answer = await browser.see("/verify/roots")

    assert chinese_left(answer.text.replace("证明根证书", "")) == []


async def test_files_are_taken_without_an_account_and_kept_for_an_hour(site):
    root = await a_root()

    async with site.browser() as browser:
        pem = await browser.see(f"/verify/roots/{root.fingerprint}.pem")
        listed = await browser.see(f"/verify/lists/{root.fingerprint}.crl")
        again = await browser.see(
            f"/verify/lists/{root.fingerprint}.crl", headers={"if-none-match": listed.headers["etag"]}
        )

    assert pem.headers["content-type"] == "application/x-pem-file"
    assert x509.load_pem_x509_certificate(pem.content).subject == certificate_from(pem.text).subject
    assert listed.headers["content-type"] == "application/pkix-crl"
    assert x509.load_der_x509_crl(listed.content) == revocation_list_in(listed.content)
    assert pem.headers["cache-control"] == listed.headers["cache-control"] == "public, max-age=3600"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", listed.headers["etag"])


@pytest.mark.parametrize("kind", ["roots", "lists"])
async def test_what_is_not_there_is_not_found(site, kind):
    root = await a_root()
    ending = {"roots": "pem", "lists": "crl"}[kind]

    async with site.browser() as browser:
        answers = [
            await browser.see(f"/verify/{kind}/{name}")
            for name in (f"{'0' * 64}.{ending}", root.fingerprint, f"{root.fingerprint}.txt", f"x%00.{ending}")
        ]

    assert [each.status_code for each in answers] == [404] * 4


async def test_the_newest_list_is_handed_out_also_after_the_root_was_replaced(site):
    root = await a_root()
    school = (await certified(site)).stage.school
    key = await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE)
    await did(make_root, MakeRoot("新根", "换届"), PASSPHRASE)
    ended = RevokeKey(key.id, key.revision, RevocationCause.KEY_COMPROMISE, "U 盘遗失")
    await did(revoke_key, ended, PASSPHRASE)

    async with site.browser() as browser:
        listed = await browser.see(f"/verify/lists/{root.fingerprint}.crl")

    found = revocation_list_in(listed.content)
    assert found.get_revoked_certificate_by_serial_number(int(key.serial, 16)) is not None


async def test_a_schools_certificate_names_the_address_of_the_list(database, tmp_path):
    site = Site(tmp_path, public_url=PUBLIC)
    root = await a_root()
    school = (await certified(site)).stage.school
    key = await did(make_school_key, MakeSchoolKey(school.id, public_url=PUBLIC), PASSPHRASE)

    own, _ = await certificates_of_key(site.reading(), key.id)
    (point,) = certificate_from(own).extensions.get_extension_for_class(DISTRIBUTION).value
    address = point.full_name[0].value

    async with site.browser() as browser:
        listed = await browser.see(address.removeprefix(PUBLIC))
    assert (address, listed.status_code) == (f"{PUBLIC}/verify/lists/{root.fingerprint}.crl", 200)


async def test_downloaded_files_are_what_the_offline_check_takes(site, tmp_path):
    await a_root()
    given = await certified(site)
    key = await did(make_school_key, MakeSchoolKey(given.stage.school.id), PASSPHRASE)
    signed = await a_certificate(given.stage)
    before = await _checked(site, signed, tmp_path, key.issuer_id)
    ended = RevokeKey(key.id, key.revision, RevocationCause.KEY_COMPROMISE, "U 盘遗失")
    await did(revoke_key, ended, PASSPHRASE)
    after = await _checked(site, signed, tmp_path, key.issuer_id)

    assert (before.returncode, before.stdout.splitlines()[0]) == (0, "a.pdf: 有效")
    assert after.returncode == 1
    assert "撤销" in after.stdout


async def _checked(site, certificate, folder, root_id):
    """The file checked in a folder of its own, with what anybody can download."""
    async with site.browser() as browser:
        text = (await browser.see("/verify/roots")).text
        fingerprint = text.partition("/verify/roots/")[2][:64]
        for name, path in (("root.pem", f"roots/{fingerprint}.pem"), ("list.crl", f"lists/{fingerprint}.crl")):
            (folder / name).write_bytes((await browser.see(f"/verify/{path}")).content)
    content = FileStore(site.settings.data_folder / FOLDER_NAME).path(certificate.file_digest).read_bytes()
    (folder / "a.pdf").write_bytes(content)
    words = ("a.pdf", "--root", "root.pem", "--revocation-list", "list.crl")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "REGISTRY_DATA": str(folder / "none")}
    return subprocess.run(
        [sys.executable, "-m", "registry.cli", "--language", "zh", "certificate", "verify", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
    )


async def test_the_page_of_a_signed_certificate_leads_there(site):
    await a_root()
    given = await certified(site)
    await did(make_school_key, MakeSchoolKey(given.stage.school.id), PASSPHRASE)
    signed = await a_certificate(given.stage)

    async with site.browser() as browser:
        with_key = (await browser.see(f"/verify/{signed.code}")).text
        without = (await browser.see(given.verify_path)).text

    assert ('href="/verify/roots"' in with_key, 'href="/verify/roots"' in without) == (True, False)


@pytest.mark.parametrize(("days", "is_told"), [(LIST_NOTICE.days + 1, False), (LIST_NOTICE.days, True), (-1, True)])
async def test_the_operators_first_page_tells_of_a_list_that_is_due(database, tmp_path, days, is_told):
    await a_root()
    site = await _with_operator(tmp_path, NOW + timedelta(days=LIST_DAYS - days))

    async with site.browser("root") as browser:
        shown = (await browser.see("/installation")).text

    assert ("签名密钥需要办理" in shown) is is_told
    assert ("撤销列表该签发新的了" in shown) is is_told


async def test_what_the_operator_is_told_has_its_english(database, tmp_path):
    await a_root()
    site = await _with_operator(tmp_path, NOW + timedelta(days=LIST_DAYS))

    async with site.browser("root") as browser:
        browser.client.cookies.set("registry_language", "en")
        shown = (await browser.see("/installation")).text

    assert "A new revocation list is due" in shown
    assert chinese_left(shown.replace("证明根证书", "")) == []


async def test_the_handbook_leads_to_the_check_and_to_the_roots(site):
    async with site.browser() as browser:
        about, other = [(await browser.see(f"/help/{topic}")).text for topic in ("certificates", "hr")]

    assert all(link in about for link in ('href="/verify"', 'href="/verify/roots"'))
    assert 'href="/verify/roots"' not in other


async def test_the_office_is_told_of_a_file_that_was_to_be_signed(site):
    await a_root()
    given = await certified(site)
    school = given.stage.school
    key = await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE, reading=_later(site, 1))
    command = IssueCertificate(uuid4(), school.id, an_ask(given.stage.person, on=site.reading().today))
    paper = paperwork_from(site.settings)
    made, _ = await doing(officer(school), school, issue_certificate, command, paper, now=site.now)
    await did(retire_key, RetireKey(key.id, key.revision, "停用"), reading=_later(site, 1))
    await print_certificate(site.reading(), made.id, paper)

    async with site.browser(HR) as browser:
        shown = (await browser.see(f"/certificates/{made.id}")).text
        before = (await browser.see(given.path)).text

    words = "出具时学校有签名密钥"
    assert (words in shown, words in before) == (True, False)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_original_file_of_a_leaked_key_is_told_as_both(site, language):
    await a_root()
    given = await certified(site)
    key = await did(make_school_key, MakeSchoolKey(given.stage.school.id), PASSPHRASE)
    signed = await a_certificate(given.stage)
    content = FileStore(site.settings.data_folder / FOLDER_NAME).path(signed.file_digest).read_bytes()

    async with site.browser() as browser:
        browser.client.cookies.set("registry_language", language)
        before = await browser.send("/verify", {}, files={"file": ("a.pdf", content)})
        ended = RevokeKey(key.id, key.revision, RevocationCause.KEY_COMPROMISE, "U 盘遗失")
        await did(revoke_key, ended, PASSPHRASE)
        after = await browser.send("/verify", {}, files={"file": ("a.pdf", content)})

    words = {
        "zh": ("就是出具时的原文件", "因泄露被撤销", "登记的证明仍然有效,请学校换发一份"),
        "en": ("This is the file that was issued", "since it leaked", "ask the school for a replacement"),
    }[language]
    assert (before.status_code, after.status_code) == (200, 200)
    assert [each in before.text for each in words] == [True, False, False]
    assert [each in after.text for each in words] == [True, True, True]


@pytest.mark.parametrize(
    ("language", "label", "words"),
    [
        ("zh", "签名密钥已泄露,请换发", "它的电子签名不再能证明什么"),
        ("en", "Its signing key leaked: replace", "so that its signature proves nothing any more"),
    ],
)
async def test_the_office_finds_what_a_leaked_key_signed(site, language, label, words):
    await a_root()
    given = await certified(site)
    key = await did(make_school_key, MakeSchoolKey(given.stage.school.id), PASSPHRASE)
    signed = await a_certificate(given.stage)
    ended = RevokeKey(key.id, key.revision, RevocationCause.KEY_COMPROMISE, "U 盘遗失")
    await did(revoke_key, ended, PASSPHRASE)

    async with site.browser(HR) as browser:
        browser.client.cookies.set("registry_language", language)
        found = (await browser.see("/certificates", params={"doubtful": "1"})).text
        shown = (await browser.see(f"/certificates/{signed.id}")).text
        other = (await browser.see(given.path)).text

    assert (signed.number in found, given.certificate.number in found, found.count(label)) == (True, False, 1)
    assert (words in shown, words in other) == (True, False)


async def test_a_root_of_one_school_is_shown_as_such_and_handed_out_with_its_name(site):
    school = (await certified(site)).stage.school
    top = rsa_key(number=1)
    authority = made_by_another(top, "县里的机构", ca=True, days=(-900, 9000))
    own = made_by_another(rsa_key(), school.name, "县里的机构", top, days=(-900, 9000))
    command = ImportSchoolKey(school.id, a_pkcs12(rsa_key(), own, others=(authority,)), "口令")
    await did(import_school_key, command, PASSPHRASE, reading=site.reading())

    async with site.browser() as browser:
        shown = (await browser.see("/verify/roots")).text
        fingerprint = authority.fingerprint(SHA256()).hex()
        pem = (await browser.see(f"/verify/roots/{fingerprint}.pem")).content

    assert "只用于这所学校的证明" in shown
    assert pem.decode().startswith(f"Registry-School: {school.name}\n-----BEGIN CERTIFICATE-----")


async def test_a_root_that_ended_without_a_leak_is_still_handed_out(site):
    root = await a_root()
    await did(revoke_key, RevokeKey(root.id, root.revision, RevocationCause.CESSATION, "停用"), "")

    async with site.browser() as browser:
        shown = (await browser.see("/verify/roots")).text

    assert "此前签的证明仍用它核验" in shown


def _later(site, hours):
    """The installation's own door, so many hours after what was done last."""
    site.now += timedelta(hours=hours)
    return site.reading()
