"""What mails say: that something waits, and where. No figure and no name of a record leaves by mail."""

from registry.reminders.model.mail import Outgoing

SUBJECT = "您有一条待办提醒"
CONFIRM_SUBJECT = "请确认接收提醒的邮箱"
CLOSING = "本邮件由教师发展与企业实践登记系统自动发出,请勿回复。不想再收到邮件提醒,可在系统的“邮件提醒”中关闭。"


def reminder_text(outgoing: Outgoing) -> str:
    """The body of every reminder."""
    where = (
        f"请登录查看:{outgoing.inbox_url}"
        if outgoing.inbox_url
        else "请登录教师发展与企业实践登记系统,在“消息”中查看。"
    )
    return f"您好:\n\n教师发展与企业实践登记系统中有一条给您的提醒。\n{where}\n\n{CLOSING}\n"


def confirmation_text(link: str, days: int) -> str:
    """The body of the mail with the one-time link."""
    return (
        "您好:\n\n有人在教师发展与企业实践登记系统中把本邮箱登记为接收提醒的地址。\n"
        f"如果是您本人,请在 {days} 天内登录后打开下面的链接确认:\n{link}\n\n"
        "如果不是您本人,不必理会,本邮箱不会再收到邮件。\n\n"
        "本邮件由系统自动发出,请勿回复。\n"
    )
