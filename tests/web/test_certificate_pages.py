"""Certificates on pages: issued after a preview, found, replaced, revoked, for many at once; and for whom not."""

import io
import re
import zipfile
from dataclasses import replace
from errno import ENOSPC
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from registry.audit.model import Reliance
from registry.audit.process import open_process
from registry.audit.reliances import rely
from registry.certificates.model import CertificateState
from registry.certificates.queries.batches import batch, batch_lines
from registry.certificates.queries.certificates import certificate, certificates_of
from registry.certificates.service.batches import work_batch
from registry.certificates.service.paperwork import paperwork_from
from registry.institutions.model.signing_keys import CannotSign
from registry.kernel.scopes import EVERYWHERE
from registry.platform.files import FileStore
from registry.practice.records import Placement
from tests.people.staging import a_person, a_post, an_employment
from tests.web.certificate_stage import VERIFIED, certified
from tests.web.keeping import chinese_left
from tests.web.practice_stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER, a_placement
from tests.web.site import Site
from tests.web.test_placement_pages import TYPED

OF_OFFICE = ("/replace", "/revoke")
LANGUAGES = ({"wording": "zh"}, {"wording": "zh-en"})


@pytest.fixture
async def given(database, tmp_path):
    return await certified(Site(tmp_path))


async def of_teacher(given):
    return await certificates_of(given.site.reading(), given.stage.person.id)


def form(given, **changes):
    asked = {"person_id": given.stage.person.id, "certificate_id": uuid4(), "kind": "practice", "span": "day"}
    return {**asked, "on": "2026-11-22", "wording": "zh", **changes}


async def test_the_office_sees_what_will_be_printed_and_issues_it_once(given):
    values = form(given, wording="zh-en")
    async with given.site.browser(HR) as browser:
        found = (await browser.see("/certificates/new", params={"q": given.stage.person.name})).text
        preview = await browser.see(f"/certificates/new?person_id={given.stage.person.id}&wording=zh-en")
        answers = [await browser.send("/certificates/new", values) for _ in range(2)]
        shown = (await browser.see(f"/certificates/{values['certificate_id']}")).text

    assert f"/certificates/new?person_id={given.stage.person.id}" in found
    assert "会印出这些内容" in preview.text
    assert "Certificate" in preview.text
    assert [answer.headers["location"] for answer in answers] == [f"/certificates/{values['certificate_id']}"] * 2
    assert "证明已出具" in shown
    made = await certificate(given.site.reading(), values["certificate_id"])
    assert (made.number, made.state, made.file_digest is None) == ("S1-P2026-00002", CertificateState.VALID, False)
    assert len(await of_teacher(given)) == 2


async def test_every_refusal_stands_beside_its_field_and_nothing_typed_is_lost(given):
    period = {"kind": "compliance", "span": "span", "started_on": "2026-12-01", "finished_on": "2026-11-01"}
    async with given.site.browser(HR) as browser:
        later = await browser.send("/certificates/new", form(given, on="2027-01-01"))
        nothing = await browser.send("/certificates/new", form(given, on="2024-01-01"))
        turned = await browser.send("/certificates/new", form(given, **period))

    assert (later.status_code, nothing.status_code, turned.status_code) == (422, 422, 422)
    assert 'id="e-on"' in later.text
    assert "在今天" in later.text
    assert 'value="2027-01-01"' in later.text
    assert "没有已认定的企业实践" in nothing.text
    assert "期间最后一天早于第一天" in turned.text
    assert 'value="2026-12-01"' in turned.text
    assert len(await of_teacher(given)) == 1


async def test_a_period_of_the_kind_that_has_none_is_refused_and_not_left_out(given):
    span = {"span": "span", "started_on": "2025-07-10", "finished_on": "2025-07-20"}
    query = {"person_id": given.stage.person.id, "kind": "practice", **span}
    async with given.site.browser(HR) as browser:
        preview = await browser.see("/certificates/new", params=query)
        sent = await browser.send("/certificates/new", form(given, **span))
        many = await browser.send(
            "/certificates/batches/new",
            {**span, "kind": "practice", "person": given.stage.person.id, "batch_id": uuid4(), "as": "issue"},
        )

    assert [each.status_code for each in (preview, sent, many)] == [422] * 3
    assert ["期间只用于企业实践情况证明" in each.text for each in (preview, sent, many)] == [True] * 3
    assert 'id="e-span"' in sent.text
    assert await of_teacher(given) == (given.certificate,)


async def test_the_preview_names_what_holds_already_and_says_the_same_without_forbidding_it(given):
    query = {"person_id": given.stage.person.id, "on": given.certificate.as_of.isoformat()}
    says, link = "已有内容相同的有效证明", f'href="{given.path}"'
    others = ({"kind": "compliance"}, {"on": "2026-10-01"})
    async with given.site.browser(HR) as browser:
        same = [(await browser.see("/certificates/new", params={**query, **each})).text for each in LANGUAGES]
        differ = [(await browser.see("/certificates/new", params={**query, **each})).text for each in others]
        await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": "不属实"})
        after = (await browser.see("/certificates/new", params=query)).text

    assert [(says in each, link in each, "内容无误,出具" in each) for each in same] == [(True, True, True)] * 2
    assert [says in each for each in (*differ, after)] == [False] * 3


async def test_a_name_that_no_font_has_is_refused_by_its_characters_before_a_number_is_taken(given):
    person = await a_person("孙𰻝")
    await a_post(await an_employment(given.stage.school, person, "T9"))
    await a_placement(given.stage.school, person, VERIFIED)
    async with given.site.browser(HR) as browser:
        preview = await browser.see(f"/certificates/new?person_id={person.id}")
        sent = await browser.send("/certificates/new", form(given, person_id=person.id))
        next_one = form(given)
        await browser.send("/certificates/new", next_one)

    assert [answer.status_code for answer in (preview, sent)] == [422, 422]
    assert all("没有字体包含这些字:𰻝" in answer.text for answer in (preview, sent))
    assert (await certificate(given.site.reading(), next_one["certificate_id"])).number == "S1-P2026-00002"


async def test_the_list_finds_by_name_number_kind_state_and_year(given):
    number, name = given.certificate.number, given.stage.person.name
    hits = ({"q": name}, {"q": number[-5:]}, {"kind": "practice"}, {"state": "valid"}, {"year": "2026"}, {})
    misses = ({"q": "没有此人"}, {"kind": "compliance"}, {"state": "revoked"}, {"year": "2025"}, {"doubtful": "1"})
    async with given.site.browser(HR) as browser:
        found = [number in (await browser.see("/certificates", params=each)).text for each in hits]
        missed = [number in (await browser.see("/certificates", params=each)).text for each in misses]
        odd = await browser.see("/certificates", params={"kind": "odd", "after": "x~y", "year": "9"})

    assert (set(found), set(missed), odd.status_code) == ({True}, {False}, 422)


@pytest.mark.parametrize("login", [HR, HEAD, LEADER, TEACHER])
async def test_who_may_read_sees_the_page_and_the_file(given, login):
    async with given.site.browser(login) as browser:
        page, file = await browser.see(given.path), await browser.see(f"{given.path}/file")
        listed = await browser.see(f"/teachers/{given.stage.person.id}/certificates")
        ends = [(await browser.see(given.path + each)).status_code for each in OF_OFFICE]

    assert (page.status_code, listed.status_code) == (200, 200)
    assert given.certificate.number in listed.text
    assert (file.headers["content-type"], file.content[:5]) == ("application/pdf", b"%PDF-")
    assert ends == ([200, 200] if login == HR else [404, 404])
    assert ("换发证明" in page.text) == (login == HR)


@pytest.mark.parametrize("login", [STRANGER, BUREAU])
async def test_nobody_else_finds_it(given, login):
    paths = [given.path, *(given.path + rest for rest in ("/file", "/history", *OF_OFFICE))]
    paths.append(f"/teachers/{given.stage.person.id}/certificates")
    async with given.site.browser(login) as browser:
        seen = [(await browser.see(path)).status_code for path in paths]
        listed = await browser.see("/certificates")
        sent = await browser.send("/certificates/new", form(given))
        ended = await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": "不属实"})

    assert (set(seen), sent.status_code, ended.status_code) == ({404}, 404, 404)
    assert given.certificate.number not in listed.text
    assert (await of_teacher(given)) == (given.certificate,)


async def test_a_teacher_reads_the_own_ones_and_issues_none(given):
    async with given.site.browser(TEACHER) as browser:
        listed = (await browser.see("/certificates")).text
        home = (await browser.see("/")).text
        asked = await browser.see("/certificates/new")

    assert "我有哪些证明?" in listed
    assert given.certificate.number in listed
    assert f"/teachers/{given.stage.person.id}/certificates" in home
    assert asked.status_code == 404


async def test_replacing_shows_old_and_new_first_and_happens_once(given):
    values = {"certificate_id": uuid4(), "revision": 1, "reason": "姓名写错", "on": "2026-10-01", "wording": "zh"}
    async with given.site.browser(HR) as browser:
        page = (await browser.see(f"{given.path}/replace?on=2026-10-01")).text
        bare = await browser.send(f"{given.path}/replace", {**values, "reason": " "})
        answers = [await browser.send(f"{given.path}/replace", values) for _ in range(2)]
        old = (await browser.see(given.path)).text

    new_path = f"/certificates/{values['certificate_id']}"
    assert ("2026-11-22" in page, "2026-10-01" in page, "原证明" in page) == (True, True, True)
    assert (bare.status_code, "请写明理由" in bare.text) == (422, True)
    assert [answer.headers["location"] for answer in answers] == [new_path] * 2
    assert new_path in old
    new, before = await of_teacher(given)
    assert (before.state, before.replaced_by_id, new.replaces_id) == (CertificateState.REPLACED, new.id, before.id)


@pytest.mark.parametrize("done", ["issued", "replaced"])
@pytest.mark.parametrize("fault", [OSError(ENOSPC, "No space left on device"), CannotSign("口令不对")])
async def test_what_was_issued_stands_and_says_so_where_its_file_cannot_be_made_yet(given, monkeypatch, done, fault):
    def full(store, content):
        raise fault

    values = form(given, revision=1, reason="姓名写错")
    path = f"/certificates/{values['certificate_id']}"
    async with given.site.browser(HR) as browser:
        with monkeypatch.context() as patched:
            patched.setattr(FileStore, "keep", full)
            target = "/certificates/new" if done == "issued" else f"{given.path}/replace"
            answer = await browser.send(target, values)
            shown = (await browser.see(path)).text
        later = await browser.see(f"{path}/file")

    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "证明已出具;文件暂时无法生成,后台会继续尝试" in shown
    assert (later.status_code, later.content[:5]) == (200, b"%PDF-")


async def test_revoking_says_that_the_reason_is_public_and_happens_once(given):
    async with given.site.browser(HR) as browser:
        page = (await browser.see(f"{given.path}/revoke")).text
        bare = await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": ""})
        long = await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": "长" * 201})
        sent = [await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": "不属实"}) for _ in range(2)]
        shown = (await browser.see(given.path)).text

    assert "会公开显示在核验页上" in page
    assert (bare.status_code, "请写明理由" in bare.text) == (422, True)
    assert (long.status_code, "理由最长 200 字" in long.text) == (422, True)
    assert [answer.status_code for answer in sent] == [303, 303]
    assert "不属实" in shown
    (found,) = await of_teacher(given)
    assert (found.state, found.revoked_reason, found.revision) == (CertificateState.REVOKED, "不属实", 2)


async def test_a_voiding_names_the_certificate_and_leads_to_it(given):
    async with given.site.browser(HR) as browser:
        asked = (await browser.see(given.stage.path(VERIFIED, "/void"))).text
        values = {"step": "void", "reason": "不属实", "revision": given.stage.placement(VERIFIED).revision}
        await browser.send(given.stage.path(VERIFIED, "/steps"), values)
        page, changed = await browser.see(given.path), await browser.see("/certificates", params={"doubtful": "1"})

    assert f'<a href="{given.path}">企业实践证明 {given.certificate.number}</a>' in asked
    assert "依据的实践已更正或作废" in page.text
    assert given.certificate.number in changed.text


async def test_every_change_is_told_with_who_and_why(given):
    async with given.site.browser(HR) as browser:
        await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": "不属实"})
        page = (await browser.see(f"{given.path}/history")).text

    assert ("出具证明" in page, "生成证明文件" in page, "撤销证明" in page, "不属实" in page) == (True,) * 4
    assert ("登记引用" in page, "解除引用" in page, "另有个人信息变更" in page) == (False,) * 3
    assert (str(given.stage.school.id) in page, given.stage.school.name in page) == (False, True)


async def begun(browser, given, *people, batch_id=None):
    listed = await browser.send("/certificates/batches/new", {"as": "list", "names": "林晓梅、没有此人\nT8"})
    values = {
        **form(given),
        "as": "issue",
        "batch_id": batch_id or uuid4(),
        "person": [str(one.id) for one in people],
    }
    return listed, values, await browser.send("/certificates/batches/new", values)


async def test_a_batch_is_listed_ticked_issued_and_handed_out(given):
    other = await a_person("赵𬭎")
    await a_post(await an_employment(given.stage.school, other, "T8"))
    async with given.site.browser(HR) as browser:
        listed, values, sent = await begun(browser, given, given.stage.person, other)
        again = await browser.send("/certificates/batches/new", values)
        path = sent.headers["location"]
        running, how_far = await browser.see(path), await browser.see(f"{path}/progress")
        empty = await browser.see(f"{path}/zip")
        batch_id = UUID(path.rpartition("/")[2])
        await worked(given, batch_id)
        done = (await browser.see(path)).text
        zipped, merged = await browser.see(f"{path}/zip"), await browser.see(f"{path}/print")

    assert "没有此人" in listed.text
    assert str(other.id) in listed.text
    assert (sent.status_code, again.headers["location"]) == (303, path)
    assert (how_far.json(), "0%" in running.text, empty.status_code) == ({"state": "queued", "percent": 0}, True, 404)
    assert "没有已认定的企业实践" in done
    assert "S1-P2026-00002" in done
    assert quote("企业实践证明 20261122-") in zipped.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as archive:
        assert archive.namelist() == [f"S1-P2026-00002 {given.stage.person.name}.pdf"]
    assert (merged.headers["content-type"], merged.content[:5]) == ("application/pdf", b"%PDF-")
    found = await batch(given.site.reading(), batch_id, [EVERYWHERE])
    assert (found.asked, found.issued, found.refused, found.printed) == (2, 1, 1, 1)


async def worked(given, batch_id, **changes):
    async def open_reading():
        return given.site.reading()

    await work_batch(open_reading, batch_id, replace(paperwork_from(given.site.settings), **changes))
    return await batch_lines(given.site.reading(), await batch(given.site.reading(), batch_id, [EVERYWHERE]))


async def test_a_batch_for_nobody_is_refused_and_one_of_another_school_is_not_found(given):
    async with given.site.browser(HR) as browser:
        _, _, nobody = await begun(browser, given)
        _, _, sent = await begun(browser, given, given.stage.person)
    path = sent.headers["location"]
    async with given.site.browser(STRANGER) as browser:
        seen = [(await browser.see(path + rest)).status_code for rest in ("", "/progress", "/zip", "/print")]
        _, _, foreign = await begun(browser, given, given.stage.person)

    assert (nobody.status_code, "请勾选要出具证明的教师" in nobody.text) == (422, True)
    assert (set(seen), foreign.status_code) == ({404}, 404)


async def test_the_filter_of_the_board_lists_its_people(given):
    async with given.site.browser(HR) as browser:
        one = (await browser.see("/certificates/batches/new", params={"category": "professional"})).text
        none = (await browser.see("/certificates/batches/new", params={"category": "public"})).text

    assert f'value="{given.stage.person.id}" checked' in one
    assert "没有符合条件的在职教师" in none


async def test_the_pages_are_in_english_too(given):
    paths = ["/certificates", "/certificates/new", "/certificates/batches/new", *(given.path + e for e in OF_OFFICE)]
    async with given.site.browser(HR) as browser:
        browser.client.cookies.set("registry_language", "en")
        pages = [(await browser.see(path)).text for path in paths]

    names = {given.stage.person.name, given.stage.school.name, given.stage.school.short_name, "陈"}
    for page in pages:
        bare = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
        assert [each for each in chinese_left(bare) if each not in names and each not in "".join(names)] == []


async def test_voiding_leads_to_the_certificates_of_this_school_and_only_names_those_of_others(given):
    placement = given.stage.placement(VERIFIED)
    elsewhere = Reliance(
        Placement.SUBJECT, str(placement.id), 1, "certificate", str(uuid4()), "企业实践证明 S2-P2026-00001"
    )
    async with open_process("test", given.site.reading()) as process:
        await rely(process, elsewhere)
    async with given.site.browser(HR) as browser:
        shown = (await browser.see(given.stage.path(VERIFIED, "/void"))).text

    assert f'href="{given.path}"' in shown
    assert elsewhere.words in shown
    assert elsewhere.dependent_id not in shown
    assert "由其他学校出具" in shown


async def test_after_voiding_the_page_leads_to_the_certificates_until_they_are_ended(given):
    path = given.stage.path(VERIFIED)
    void = {"step": "void", "revision": given.stage.placement(VERIFIED).revision, "reason": "不属实"}
    says, link = "仍以更正或作废前的记录为据", f'href="{given.path}"'
    async with given.site.browser(HR) as browser:
        before = (await browser.see(path)).text
        voided = await browser.send(f"{path}/steps", void)
        after = (await browser.see(path)).text
        await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": "不属实"})
        ended = (await browser.see(path)).text

    assert voided.status_code == 303
    assert [(says in each, link in each) for each in (before, after, ended)] == [
        (False, False),
        (True, True),
        (False, False),
    ]


async def test_after_a_correction_the_page_leads_to_the_certificates(given):
    found = given.stage.placement(VERIFIED)
    typed = {**TYPED, "finished_on": "2025-08-08", "reason": "日期写错", "figures_agreed": "1"}
    async with given.site.browser(HR) as browser:
        answer = await browser.send(given.stage.path(VERIFIED, "/correct"), {**typed, "revision": found.revision})
        after = (await browser.see(answer.headers["location"])).text

    assert given.certificate.number in after
    assert f'href="{given.path}"' in after


async def test_the_history_of_a_person_tells_of_certificates_to_whoever_sees_them(given):
    path = f"/people/{given.stage.person.id}/history"
    async with given.site.browser(HR) as browser:
        office = (await browser.see(path)).text
    async with given.site.browser(TEACHER) as browser:
        own = (await browser.see(path)).text
    async with given.site.browser(BUREAU) as browser:
        bureau = await browser.see(path)

    number = given.certificate.number
    assert [number in text for text in (office, own)] == [True, True]
    assert (bureau.status_code, number in bureau.text) == (200, False)
    assert ("登记引用" in office, "登记引用" in own) == (False, False)
