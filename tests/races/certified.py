"""A certificate of the teacher, another one's number taken, and the forms that issue and end."""

from uuid import UUID

from registry.certificates.service.paperwork import paperwork_from
from tests.races.sending import Making, World, to
from tests.web.certificate_stage import a_certificate
from tests.web.practice_stage import HR

NEW = UUID(int=11, version=4)
ASKED = {"kind": "practice", "span": "day", "on": "2026-11-22", "wording": "zh"}
FORMS_OF_CERTIFICATES: dict[str, Making] = {
    "issue_certificate": to(HR, "/certificates/new", person_id="{person}", certificate_id=str(NEW), **ASKED),
    "replace_certificate": to(
        HR, "/certificates/{certificate}/replace", certificate_id=str(NEW), revision="1", reason="姓名写错"
    ),
    "revoke_certificate": to(HR, "/certificates/{certificate}/revoke", revision="1", reason="不属实"),
    "begin_certificates": to(
        HR,
        "/certificates/batches/new",
        batch_id=str(NEW),
        person="{person}",
        school_id="{school}",
        **{"as": "issue"},
        **ASKED,
    ),
}


async def certified(world: World) -> None:
    """The fonts are read beforehand, so that no form waits for them."""
    paperwork_from(world.stage.site.settings)
    world.ids["certificate"] = (await a_certificate(world.stage)).id
