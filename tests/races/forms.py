"""Every form of the application that changes something: who sends it, where to, and what is typed into it."""

from uuid import UUID

from registry.practice.model import PlacementState as S
from registry.practice.records import Placement
from tests.platform.picture_makers import a_pdf
from tests.races.certified import FORMS_OF_CERTIFICATES
from tests.races.forms_of_files import FORMS_OF_FILES
from tests.races.merged import FORMS_OF_MERGES
from tests.races.planned import FORMS_OF_PLANS
from tests.races.sending import Making, Sent, World, to
from tests.races.signed_on import FORMS_OF_SIGN_ON
from tests.web.practice_stage import HEAD, HR, LEADER, STRANGER, TEACHER
from tests.web.site import OWN_PASSWORD

ROOT, OFFICE, COLLEAGUE = "root", "office", "colleague"
CHANGES_NOTHING = frozenset(
    {"check_names", "try_provider", "language", "preview_placement", "check_ledger", "verify_chain", "verify_file"}
)
"""Forms that only ask."""
EACH_COUNTS = {
    "open_message": "marks as read what is read, and leads on",
    "read_message": "marks as read what is read already",
    "read_messages": "marks as read what is read already",
    "try_sign_in": "every sign-in is a session of its own",
    "answer_code": "the second step of a sign-in; its ticket and its code are good once",
    "view_id_number": "every look at the number is recorded",
    "ask_supervisor": "a new link takes the place of the one before, of which nobody saw the address",
}
"""Forms of which a second sending is a second act, and why that does no harm."""


def _content(**changes: str) -> dict[str, str]:
    return {
        "enterprise_name": "辽河机械厂",
        "started_on": "2026-03-02",
        "finished_on": "2026-03-06",
        "position": "钳工",
        "form": "post_work",
        "duty_mode": "off_duty",
        "relation": "none",
        **changes,
    }


def _days_of(placement: Placement) -> dict[str, str]:
    return {"started_on": placement.started_on.isoformat(), "finished_on": placement.finished_on.isoformat()}


def _step(login: str, state: S, step: str, reason: str = "") -> Making:
    def made(world: World) -> Sent:
        found = world.at(state)
        values = {"step": step, "revision": found.revision, "reason": reason}
        return Sent(login, f"/placements/{found.id}/steps", values)

    return made


def _on(login: str, state: S, rest: str, /, **values: str) -> Making:
    def made(world: World) -> Sent:
        found = world.at(state)
        return Sent(login, f"/placements/{found.id}{rest}", {"revision": found.revision, **values})

    return made


def _on_extra(login: str, name: str, rest: str, /, **values: str) -> Making:
    def made(world: World) -> Sent:
        found = world.placements[name]
        return Sent(login, f"/placements/{found.id}{rest}", {"revision": found.revision, **values})

    return made


def _mended(world: World) -> Sent:
    found = world.at(S.SUBMITTED)
    values = {**_content(**_days_of(found), position="铣工"), "revision": found.revision}
    return Sent(TEACHER, f"/placements/{found.id}/edit", values)


def _corrected(world: World) -> Sent:
    found = world.at(S.VERIFIED)
    told = _content(**_days_of(found), position="铣工", goals=found.goals, expected_results=found.expected_results)
    told |= {"form": found.form.value, "reason": "岗位写错", "revision": found.revision, "figures_agreed": "1"}
    return Sent(HR, f"/placements/{found.id}/correct", told)


def _uploaded(world: World) -> Sent:
    files = [("files", ("鉴定表.pdf", a_pdf(), "application/pdf"))]
    return Sent(TEACHER, f"/placements/{world.at(S.SUBMITTED).id}/papers", {"kind": "appraisal"}, files)


def _recognised(world: World) -> Sent:
    found = world.at(S.CONFIRMED)
    return Sent(HR, "/recognition", {"chosen": f"{found.id}:{found.revision}"})


ENTRY, PLACEMENT = UUID(int=7, version=4), UUID(int=8, version=4)
SCHOOL = {
    "code": "2199",
    "name": "新建职业学校",
    "short_name": "新职",
    "level": "secondary",
    "jurisdiction": "cn-liaoning-panjin",
}
ROLE_AT = {"place": "school:{school}", "role": "hr_officer"}
CHECK = {"checked_on": "2026-07-20", "manner": "by_phone", "checked_by": "李主任", "findings": "在岗"}

FORMS: dict[str, Making] = {
    "sign_out": to(OFFICE, "/sign-out"),
    "change_password": to(
        OFFICE, "/account/password", current=OWN_PASSWORD, new="another password 2027", again="another password 2027"
    ),
    "issue_token": to(
        OFFICE, "/account/tokens", label="人事系统", expires_on="2027-03-01", scopes="standing:read", form="a word"
    ),
    "revoke_token": to(OFFICE, "/account/tokens/{token}/revoke"),
    "end_other_sessions": to(OFFICE, "/account/sessions/end"),
    "try_lend": to(
        OFFICE, "/account/lending/{office_grant}", borrower=HR, started_on="2026-12-01", finished_on="2026-12-05"
    ),
    "end_lending": to(OFFICE, "/account/delegations/{delegation}/end"),
    "create_account": to(ROOT, "/accounts/new", login="fresh", display_name="新来的", **ROLE_AT),
    "try_invite": to(ROOT, "/accounts/invite", lines="甲,first\n乙,second", **ROLE_AT),
    "reset_account": to(ROOT, "/accounts/{colleague}/reset", stands_since="{colleague_since}"),
    "bind": to(ROOT, "/accounts/{colleague}/binding", place="school:{school}", staff_no="T2"),
    "revoke_kept_token": to(ROOT, "/accounts/{office}/tokens/{token}/revoke"),
    "lock_account": to(ROOT, "/accounts/{colleague}/lock", reason="离职"),
    "unlock_account": to(ROOT, "/accounts/{locked}/unlock"),
    "grant_role": to(ROOT, "/accounts/{colleague}/roles/new", started_on="2026-11-22", **ROLE_AT),
    "end_role": to(ROOT, "/accounts/{office}/roles/{office_grant}/end", reason="调岗"),
    "end_role: later": to(ROOT, "/accounts/{office}/roles/{office_grant}/end", reason="调岗", last_day="2026-12-31"),
    "invite_teachers": to(ROOT, "/accounts/teachers", place="school:{school}", person="{colleague_person}"),
    "ask_backup": to(ROOT, "/installation/backup"),
    "ask_rehearsal": to(ROOT, "/installation/rehearsal"),
    "open_school": to(ROOT, "/installation/schools/new", **SCHOOL),
    "change_school": to(
        ROOT,
        "/installation/schools/{school}",
        **{**SCHOOL, "short_name": "改名"},
        records_from="2020-09-01",
        revision="1",
        reason="更名",
    ),
    "open_bureau": to(
        ROOT, "/installation/bureaus/new", code="219900", name="新区教育局", jurisdiction="cn-liaoning-panjin"
    ),
    "record_placement": to(
        HR, "/placements", person_id="{person}", placement_id=str(PLACEMENT), **{"as": "submitted"}, **_content()
    ),
    "mend_placement": _mended,
    "move_placement: submit": _step(TEACHER, S.RETURNED, "submit"),
    "move_placement: withdraw": _step(TEACHER, S.SUBMITTED, "withdraw"),
    "move_placement: return": _step(HR, S.CONFIRMED, "return", "缺公章"),
    "move_placement: reject": _step(HR, S.SUBMITTED, "reject", "缺勤"),
    "move_placement: undo": _step(HR, S.REJECTED, "undo_rejection", "误判"),
    "move_placement: verify": _step(HR, S.CONFIRMED, "verify"),
    "move_placement: void": _step(HR, S.VERIFIED, "void", "不属实"),
    "correct_placement": _corrected,
    "add_papers": _uploaded,
    "remove_paper": to(TEACHER, "/papers/{paper}/remove", reason="拍糊了"),
    "write_entry": to(
        TEACHER,
        "/placements/{submitted}/journal",
        entry_id=str(ENTRY),
        revision="0",
        written_on="2026-07-13",
        text="装夹",
        **{"as": "kept"},
    ),
    "write_entry: again": to(
        TEACHER,
        "/placements/{submitted}/journal",
        entry_id="{entry}",
        revision="1",
        written_on="2026-07-12",
        text="改过的",
        **{"as": "kept"},
    ),
    "strike_entry": to(TEACHER, "/journal/{entry}/strike", reason="写错", revision="1"),
    "give_opinion": _on(LEADER, S.PLANNED, "", agreed="yes", words="同意"),
    "confirm_by_office": _on_extra(HR, "with form", "/confirm", method="stamped_paper"),
    "endorse_proof": _on_extra(LEADER, "with other proof", "/endorse", words="工资流水已核"),
    "answer_confirm": to("", "/confirm/{link}", answer="confirm", supervisor_name="王师傅"),
    "answer_confirm: dispute": to("", "/confirm/{link}", answer="dispute", supervisor_name="王师傅", words="没来过"),
    "record_spot_check": _on(HR, S.SUBMITTED, "/checks", **CHECK),
    "record_spot_check: absent": _on(HEAD, S.SUBMITTED, "/checks", **CHECK, absence_found="1"),
    "void_spot_check": to(HR, "/placements/{submitted}/checks/{check}", reason="记错", revision="1"),
    "grade_placement": _on(HR, S.CONFIRMED, "/grade", grade="qualified", words="按时完成"),
    "grade_placement: unqualified": _on(HR, S.CONFIRMED, "/grade", grade="unqualified", words="没有完成"),
    "rule_on_placement": _on_extra(HR, "of a relative", "/rulings", about="relation", reason="行业唯一企业"),
    "recognise": _recognised,
    "chase": to(
        HR,
        "/chase",
        school_id="{school}",
        kind="yearly",
        confirm="1",
        batch_id=str(UUID(int=9, version=4)),
        digest="{chase_digest}",
    ),
    "set_reminders": to(HR, "/school/reminders", school_id="{school}", revision="0", lapse_days="90"),
    "set_mail_address": to(HEAD, "/account/mail", address="li@mail.test"),
    "confirm_mail": to(TEACHER, "/account/mail/confirm/{mail_token}"),
    "want_mail": to(LEADER, "/account/mail/wish", wanted="no"),
    "remove_mail_address": to(LEADER, "/account/mail/remove"),
    "resend_mail": to(ROOT, "/installation/mail/{mail}/resend"),
    "resend_mails": to(ROOT, "/installation/mail/resend"),
    **FORMS_OF_FILES,
    **FORMS_OF_PLANS,
    **FORMS_OF_SIGN_ON,
    **FORMS_OF_MERGES,
    **FORMS_OF_CERTIFICATES,
}


def form_named(name: str, world: World) -> Sent:
    """The form of that name, filled in."""
    sent = FORMS[name](world)
    if name == "give_opinion":
        return sent._replace(path=sent.path.replace("/placements/", "/plans/"))
    return sent


LOGINS = (TEACHER, HR, HEAD, LEADER, STRANGER, ROOT, OFFICE, COLLEAGUE)
