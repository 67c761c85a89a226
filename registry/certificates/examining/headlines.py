"""What the check comes to, in one line."""

from registry.certificates.examining.findings import Said, Verdict

HEADLINES = {
    Verdict.VALID: Said("有效", "Valid"),
    Verdict.UNPROVED: Said(
        "不能证明:没有给出根证书,签名者是谁未经核实", "Not proved: no root was given, so who signed is open"
    ),
    Verdict.UNSIGNED: Said(
        "不能证明:文件没有电子签名,来源无法离线核实", "Not proved: not signed, so where it comes from is open"
    ),
    Verdict.UNTRUSTED: Said("无效:签名者不属于所信任的根证书", "Not valid: not signed under the trusted root"),
    Verdict.OTHER_SIGNER: Said("无效:签名者不是证明所载的学校", "Not valid: not signed by the school it names"),
    Verdict.REVOKED: Said("无效:签名证书已被撤销", "Not valid: the signer's certificate was revoked"),
    Verdict.OUT_OF_TIME: Said(
        "无效:签名时证书不在有效期内", "Not valid: the signer's certificate was not valid at that time"
    ),
    Verdict.CHANGED: Said("无效:文件被改动过", "Not valid: the file was changed"),
    Verdict.ISSUED_HERE: Said(
        "有效:由本系统出具(凭本机密钥认定,文件没有电子签名)",
        "Valid: issued by this installation (by its own key; the file is not signed)",
    ),
    Verdict.NO_CERTIFICATE: Said("无效:不是本系统出具的证明", "Not valid: not a certificate of this system"),
}
