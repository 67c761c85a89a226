"""What `registry keys` says and where it writes: words and files, nothing of the database."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from registry.institutions.model.signing_keys import KeyFinding, KeyKind, KeyTrouble, SigningKey
from registry.kernel.errors import BadInput, NotFound
from registry.platform.clock import SHANGHAI
from registry.platform.signing.bound_roots import anchors_from
from registry.platform.signing.keys import certificate_from, common_name, particulars

DUE = {
    KeyTrouble.ROOT_ENDS: "注意:根证书“{name}”有效期至 {day},请用 registry keys rotate --root 换发 (the root ends)",
    KeyTrouble.KEY_ENDS: "注意:“{name}”的签名证书有效期至 {day},用 registry keys rotate --school 换发 (the key ends)",
    KeyTrouble.LIST_DUE: "注意:根证书“{name}”的撤销列表 {day} 到期:registry keys revocation-list --new (list is due)",
    KeyTrouble.RENAMED: "注意:学校已更名,签名证书仍为“{name}”,请用 registry keys rotate --school 换发 (renamed)",
}
SERVICE_NEEDS = (
    "正在运行的服务和后台任务要有同一口令(REGISTRY_KEY_PASSPHRASE 或 REGISTRY_KEY_PASSPHRASE_FILE),"
    "否则该校现在不能出具证明;启动时没有给口令的,请设好后重新启动 (serve and worker need the passphrase, too)"
)
UNSIGNED_FROM_NOW = (
    "学校 {code} 现在没有签名密钥:此后出具的证明不签名,打印后加盖公章使用;要签名请运行 "
    "registry keys school --school {code} (from now on its certificates are not signed)"
)
HOW_TO_TRUST = """\
阅读软件不认识本系统自己的根证书,会显示“签名者身份未知”,这不表示文件有误。核验的一方把根证书加入受信任列表后即可离线核验:
  1. 导出根证书:registry keys export --out root.cer;把文件和指纹由可靠途径(如官网、公函)交给对方,对方先核对指纹。
  2. Adobe Acrobat/Reader:编辑 > 首选项 > 签名 > 身份与可信任证书 > 更多 > 可信证书 > 导入 root.cer,
     再编辑信任,勾选“将此证书用作可信任的根”和“已认证的文档”。
  3. Windows:双击 root.cer > 安装证书 > 受信任的根证书颁发机构(福昕等软件使用系统的列表)。
  4. pdfsig:certutil -A -d ~/.pki/nssdb -n registry-root -t "CT,C,C" -i root.cer,
     再运行 pdfsig -nssdir ~/.pki/nssdb 文件.pdf
A reader program calls our own root unknown until whoever checks trusts it; compare its fingerprint first.
"""


def cells_of(key: SigningKey, code: str | None, root: SigningKey | None) -> tuple[str, ...]:
    """A key as one line of the list. `code` of its school; `root` that certified it, where that is our own."""
    if key.revoked_at:
        state = f"已撤销 {day_of(key.revoked_at)} {key.revoked_cause}"
    elif key.retired_at:
        state = f"已停用 {day_of(key.retired_at)}"
    else:
        state = "使用中"
    days = f"{day_of(key.started_at)}..{day_of(key.finished_at)}"
    place = code or ("根证书" if key.kind is KeyKind.ROOT else "")
    return place, key.name, key.origin.value, f"{state}{_root_state(root)}", days, key.fingerprint


def _root_state(root: SigningKey | None) -> str:
    if root is None or root.retired_at is None:
        return ""
    ended = f"已撤销 {root.revoked_cause}" if root.revoked_at else "已停用"
    return f" (上级根证书“{root.name}”{ended})"


def due_line(finding: KeyFinding) -> str:
    """What is due, and the command for it."""
    return DUE[finding.trouble].format(name=finding.name, day=day_of(finding.due_at) if finding.due_at else "")


def made_lines(made: SigningKey) -> Iterator[str]:
    """A key that was made or brought in."""
    yield f"已新建 (made): {made.name}"
    yield f"有效期 (valid): {day_of(made.started_at)} 至 {day_of(made.finished_at)}"
    yield f"SHA-256 指纹 (fingerprint): {paired(made.fingerprint)}"


def issuer_lines(certificates: Sequence[str]) -> Iterator[str]:
    """What checks will need for a key that was brought in. `certificates`: its own and those above, nearest first."""
    top = certificate_from(certificates[-1])
    bound = anchors_from([certificates[-1].encode("utf-8")]).bound
    if bound:
        names = "、".join(sorted(bound[top]))
        yield (
            f"发证机构“{common_name(top.subject)}”的证书已放入 roots 和 keys export,只用于“{names}”的证明,"
            "对其他学校不起作用 (its authority is believed for this school alone)"
        )
        yield f"请与该机构公布的指纹核对 (its fingerprint): {paired(particulars(certificates[-1]).fingerprint)}"
    elif top.issuer == top.subject:
        yield (
            "注意:这张证书是自签名的,没有发证机构;核验方须信任这张证书本身:"
            "registry keys export --school CODE (self-signed)"
        )
    else:
        yield (
            f"注意:文件中没有签发它的“{common_name(top.issuer)}”的证书,证书链未经核实。离线核验时要有该机构的根证书:"
            "请向该机构索取,放入数据文件夹的 roots,并交给核验方 (the issuer is missing; checks will need its root)"
        )


def require_writable(out: Path | None) -> None:
    """Pass where a file can be written, before anything is signed for it. Raises BadInput, which names the file."""
    if out is None:
        return
    was_there = out.exists()
    try:
        with out.open("ab"):
            pass
        if not was_there:
            out.unlink()
    except OSError as fault:
        raise _cannot_write(out, fault) from fault


def write_out(out: Path | None, texts: Sequence[str]) -> None:
    """Write certificates or lists to a file, or to the screen. Raises NotFound where there are none, BadInput."""
    if not texts:
        raise NotFound("还没有根证书,请先运行 registry keys root (there is no root yet)")
    if out is None:
        click.echo("".join(texts), nl=False)
        return
    try:
        out.write_text("".join(texts), encoding="utf-8")
    except OSError as fault:
        raise _cannot_write(out, fault) from fault
    click.echo(f"已写入 (written): {out}")


def paired(fingerprint: str) -> str:
    """A fingerprint as people compare it."""
    return ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2))


def day_of(at: datetime) -> str:
    """The day in China."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"


def _cannot_write(out: Path, fault: OSError) -> BadInput:
    return BadInput(f"无法写入 {out}:{fault.strerror} (cannot write)")
