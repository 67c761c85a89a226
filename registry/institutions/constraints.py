"""What PostgreSQL refuses of institutions, in the words of the field that is wrong."""

from registry.institutions.writing import Refusals

REFUSALS: Refusals = {
    "bureau_code_key": ("code", "该代码已有教育局使用"),
    "school_code_key": ("code", "该代码已有学校使用"),
    "school_bureau_fkey": ("bureau_id", "没有这个教育局"),
    "school_unit_name_once": ("name", "同一时期本校已有同名的处室或系部"),
    "school_unit_in_order": ("finished_on", "结束日期早于开始日期"),
    "approval_chain_begins_once": ("started_on", "本校在这一天已有一条审批链开始生效"),
    "approval_step_office_of_school": ("steps", "审批处室不是本校处室"),
    "school_break_apart": ("started_on", "与本校校历中另一个假期重叠"),
    "school_break_in_order": ("finished_on", "结束日期早于开始日期"),
    "enterprise_credit_code_key": ("credit_code", "该统一社会信用代码已有企业使用"),
    "enterprise_credit_code_shape": ("credit_code", "统一社会信用代码应为十八位"),
    "signing_key_fingerprint_key": ("content", "这张证书已经导入过 (this certificate is here already)"),
    "signing_key_root_once": ("name", "已有正在使用的根证书 (there is a root already)"),
    "signing_key_school_once": ("school_id", "该校已有正在使用的签名密钥 (the school has a key already)"),
}
