"""What forms of reminders are about: a list to chase, an address to confirm, a mail that failed."""

from registry.audit.process import open_process
from registry.identity.service.sessions import principal_for
from registry.platform.mail_server import MailServer
from registry.reminders import tables
from registry.reminders.model.mail import Outgoing, Quiet, SetMailAddress
from registry.reminders.service.addresses import set_mail_address
from registry.reminders.service.writing import Content, content_place
from tests.races.sending import World
from tests.reminders.staging import with_address
from tests.web.practice_stage import HR, LEADER, TEACHER
from tests.web.reading_pages import hidden

SERVER = MailServer("127.0.0.1", 1, "registry@registry.test")


async def reminded(world: World) -> None:
    """The teacher named an address, the leader confirmed one, and one mail failed; the office is about to chase."""
    stage = world.stage
    site = stage.site
    await with_address(stage.accounts[LEADER], "wang@mail.test")
    reading = site.reading(await _principal(site, stage.accounts[TEACHER]))
    async with open_process("set_mail_address", reading) as process:
        outgoing = Outgoing(True, None, Quiet(0, 0), SERVER.domain)
        await set_mail_address(process, SetMailAddress("lin@mail.test", "CODE "), outgoing)
    (mail,) = await tables.MailOutbox.select()
    content = site.house.vault.open(bytes(mail["content_sealed"]), content_place(mail["id"]))
    token = next(word for word in Content.opened(content).text.split() if len(word) == 43)
    failed = "UPDATE mail_outbox SET state = 'failed', finished_at = created_at"
    await tables.MailOutbox.raw(failed)
    async with site.browser(HR) as hr:
        page = await hr.see("/chase", params={"school_id": str(stage.school.id), "kind": "yearly"})
    world.ids |= {"mail_token": token, "mail": mail["id"], "chase_digest": hidden(page.text, "digest")}


async def _principal(site, account_id):
    found = await principal_for(site.reading(), account_id)
    assert found
    return found
