"""`registry backup`, `registry restore`, `registry export`, `registry worker`: the operator keeps what is there."""

import asyncio
import json
import os
from pathlib import Path

import click

from registry.keeping import operating
from registry.keeping.backing_up import damage_words
from registry.keeping.keys import key_file
from registry.keeping.proof import Proof
from registry.keeping.restoring import Restoration, restore
from registry.kernel.errors import BadInput
from registry.platform.commands import data_option
from registry.platform.settings import settings_from

EXIT_NOT_PROVED = 1
"""Something was found that is not as it should be; it is listed."""
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@data_option
def backup(folder: Path, data_folder: Path | None) -> None:
    """把数据库和文件备份到 DIR 下的一个新文件夹;密钥不在其中,须另行保管 (back up database and files)"""
    settings = settings_from(os.environ, data_folder)
    made = asyncio.run(operating.back_up_now(settings, folder.expanduser().absolute()))
    manifest = made.manifest
    click.echo(f"备份完成 (backed up): {made.folder}")
    click.echo(f"共 {len(manifest.parts)} 个部分,{manifest.size} 字节,{sum(manifest.rows.values())} 行")
    key = key_file(settings)
    if key.is_file():
        click.echo(f"密钥不在备份中,请把 {key} 另行妥善保管:没有它,身份证件号码将无法读取 (keep the key apart)")
    else:
        click.echo(f"注意:没有找到密钥文件 {key} (the key file is missing)", err=True)
    if made.damaged:
        click.echo(damage_words(made), err=True)
        click.get_current_context().exit(EXIT_NOT_PROVED)


@click.command("restore")
@click.argument("folder", type=FOLDER, metavar="BACKUP")
@click.option("--key", type=FILE, metavar="FILE", help="另行保管的密钥文件 (the key, kept apart)")
@click.option("--force", "is_forced", is_flag=True, help="取代已有的数据 (replace what is there)")
@click.option("--without-files", "is_without_files", is_flag=True, help="只恢复数据库 (the database only)")
@click.option("--rehearse", "is_rehearsal", is_flag=True, help="只演练:恢复到临时库,核对后删除 (try, change nothing)")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式 (format)")
@data_option
def restore_command(data_folder: Path | None, folder: Path, form: str, is_rehearsal: bool, **how: object) -> None:
    """从 BACKUP 恢复,并逐项核对:清单、行数、变更记录、密钥、达标时间线 (restore and prove it)"""
    settings = settings_from(os.environ, data_folder)
    if is_rehearsal:
        rehearsal = asyncio.run(operating.rehearse_now(settings, folder.expanduser().absolute()))
        if not rehearsal.is_good:
            raise BadInput(f"演练失败 (rehearsal failed): {rehearsal.words}")
        click.echo(json.dumps(rehearsal.proof, ensure_ascii=False) if form == "json" else rehearsal.words)
        return
    proof = asyncio.run(restore(settings, Restoration(folder, **how)))  # type: ignore[arg-type]
    if form == "json":
        click.echo(json.dumps(proof.values, ensure_ascii=False))
    else:
        _show(proof)
    if proof.faults:
        click.get_current_context().exit(EXIT_NOT_PROVED)


@click.command()
@click.argument("file", type=FILE, metavar="FILE.jsonl")
@click.option("--reason", required=True, help="导出事由,记入变更记录 (why; it is recorded)")
@data_option
def export(file: Path, reason: str, data_folder: Path | None) -> None:
    """把登记的全部内容写成一个文本文件,个人信息为明文,请妥善保管 (write out everything, readable for decades)"""
    settings = settings_from(os.environ, data_folder)
    count = asyncio.run(operating.export_to(settings, file.expanduser().absolute(), reason))
    click.echo(f"已导出 {count} 行 (rows): {file}")


@click.command()
@data_option
def worker(data_folder: Path | None) -> None:
    """执行后台任务:每夜备份、重算时间线、每周恢复演练 (do the work that nobody asks for, until stopped)"""
    click.echo("后台任务已启动,按 Ctrl+C 停止 (working)", err=True)
    asyncio.run(operating.work_until_stopped(settings_from(os.environ, data_folder)))


def _show(proof: Proof) -> None:
    for line in proof.lines:
        click.echo(line)
    for fault in proof.faults:
        click.echo(fault, err=True)
