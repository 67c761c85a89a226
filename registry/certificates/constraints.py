"""What PostgreSQL refuses of certificates, in the words of the field that is wrong."""

from registry.platform.refusals import Refusals

REFUSALS: Refusals = {
    "certificate_pkey": ("certificate_id", "这份证明已经出具,请刷新后再看"),
    "certificate_number_key": (
        "school_code",
        "编号已被使用:学校代码曾属于另一所学校,请系统管理员核对学校代码后再出具",
    ),
    "certificate_replaces_key": ("replaced_id", "该证明已换发,请刷新后再看"),
    "certificate_batch_pkey": ("batch_id", "这一批已经提交,请刷新后再看"),
}
