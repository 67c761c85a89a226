"""What kinds of messages and states of mails are called."""

from registry.reminders.model.mail import Purpose
from registry.reminders.model.messages import BatchKind, MailState

KIND_WORDS = {
    BatchKind.YEARLY: "催办:本学年未启动或未完成",
    BatchKind.PAPERS: "催办:补齐材料",
    BatchKind.LAPSE: "催办:即将不再达标",
    BatchKind.SHORT: "催办:未达标",
    BatchKind.REPORT: "催报:请学校核对并办理",
    BatchKind.AUTO_LAPSE: "自动提醒:即将不再达标",
    BatchKind.AUTO_HAND_IN: "自动提醒:实践结束未提交",
    BatchKind.AUTO_APPROVE: "自动提醒:计划等待审批",
    BatchKind.AUTO_CERTIFICATES: "自动提醒:证明要换发或撤销",
}
MAIL_WORDS = {
    MailState.WAITING: "等待发送",
    MailState.SENDING: "正在发送",
    MailState.SENT: "已发送",
    MailState.FAILED: "发送失败",
    MailState.DROPPED: "本人不接收",
}
MAIL_LOOKS = {
    MailState.WAITING: "busy",
    MailState.SENDING: "busy",
    MailState.SENT: "good",
    MailState.FAILED: "bad",
    MailState.DROPPED: "plain",
}
MAIL_SHAPES = {
    MailState.WAITING: "◐",
    MailState.SENDING: "◐",
    MailState.SENT: "●",
    MailState.FAILED: "✕",
    MailState.DROPPED: "–",
}
PURPOSE_WORDS = {Purpose.REMINDER: "提醒", Purpose.CONFIRMATION: "确认邮箱"}
