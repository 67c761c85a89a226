"""The `registry` command. Loads a sub-command's code only when that command is run."""

import importlib
import os
import sys
from typing import NamedTuple

import click

from registry.kernel.errors import InvalidFields, RegistryError
from registry.platform.language import Language, preferred_language

EXIT_UNUSABLE = 2
"""Wrong usage or an unreadable file."""
EXIT_INTERRUPTED = 130


class CommandPlace(NamedTuple):
    """Where a sub-command lives, and its line in the list of commands."""

    module: str
    name: str
    zh: str
    en: str


COMMANDS = {
    "account": CommandPlace(
        "registry.identity.commands",
        "account",
        "账号:新建、重置口令、停用、列表",
        "Make, reset, lock and list accounts",
    ),
    "audit": CommandPlace(
        "registry.audit.commands",
        "audit",
        "审计:核对变更记录是否完整",
        "Verify that nobody altered what was recorded",
    ),
    "backup": CommandPlace(
        "registry.keeping.commands",
        "backup",
        "把数据库和文件备份到一个文件夹",
        "Back up the database and the files into a folder",
    ),
    "board": CommandPlace(
        "registry.practice.commands",
        "board",
        "各校达标情况:按状态计数,并列出每个人",
        "Count how the schools' teachers stand, and name the people",
    ),
    "certificate": CommandPlace(
        "registry.certificates.commands",
        "certificate",
        "证明:出具、换发、撤销,离线核验",
        "Issue, replace and revoke certificates; check one offline",
    ),
    "check": CommandPlace(
        "registry.exchange.commands",
        "check",
        "直接读取学校台账,算出每位教师企业实践是否达标",
        "Answer from a school's own ledger who meets the practice requirement",
    ),
    "check-data": CommandPlace(
        "registry.practice.commands",
        "check_data",
        "核对所存的达标时间线与事实是否一致",
        "Compare the stored timelines with the facts",
    ),
    "export": CommandPlace(
        "registry.keeping.commands",
        "export",
        "导出登记的全部内容(个人信息为明文)",
        "Write out everything, readable for decades",
    ),
    "demo": CommandPlace(
        "registry.demo.commands",
        "demo",
        "演示:虚构的两市八校,网页立即可用",
        "An invented region to look round in, served at once",
    ),
    "import": CommandPlace(
        "registry.exchange.import_command",
        "import_command",
        "导入教师名册、企业实践台账、请假",
        "Bring in a file of teachers, placements or leave",
    ),
    "keys": CommandPlace(
        "registry.certificates.commands.revoking_keys",
        "keys",
        "签名密钥:根证书、学校密钥、换发、撤销",
        "Keys that sign certificates: root, schools, rotation, revocation",
    ),
    "migrate": CommandPlace(
        "registry.platform.commands",
        "migrate",
        "把数据库建立或升级到当前版本",
        "Bring the database to the newest schema",
    ),
    "policy": CommandPlace(
        "registry.policy.commands",
        "policy",
        "查看和检查各地政策规则",
        "Look up and check the rule packs",
    ),
    "serve": CommandPlace(
        "registry.serving",
        "serve",
        "运行网页服务",
        "Serve the pages",
    ),
    "restore": CommandPlace(
        "registry.keeping.commands",
        "restore_command",
        "从备份恢复并逐项核对",
        "Restore a backup and prove what was restored",
    ),
    "standing": CommandPlace(
        "registry.exchange.standing_command",
        "standing",
        "查询数据库中一位教师企业实践是否达标",
        "Tell whether one teacher of the database meets the practice requirement",
    ),
    "template": CommandPlace(
        "registry.exchange.commands",
        "template",
        "生成空白(或示例)登记表",
        "Write an empty or an example workbook to fill in",
    ),
    "worker": CommandPlace(
        "registry.keeping.commands",
        "worker",
        "执行后台任务:每夜备份、重算、演练",
        "Do the nightly and weekly work until stopped",
    ),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and hand over one command."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        command = getattr(importlib.import_module(place.module), place.name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        english = preferred_language() is Language.EN
        with formatter.section("Commands" if english else "命令"):
            formatter.write_dl(
                [(name, place.en if english else place.zh) for name, place in sorted(COMMANDS.items())]
            )


def _choose_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["REGISTRY_LANGUAGE"] = value


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    callback=_choose_language,
    expose_value=False,
    is_eager=True,
    help="界面语言 / language (REGISTRY_LANGUAGE).",
)
@click.version_option(package_name="teacher-registry", prog_name="registry")
def registry() -> None:
    """教师发展与企业实践登记系统 / The teacher development and enterprise-practice registry."""


def main() -> None:
    """Run the command line: one clear line on stderr for whatever goes wrong, never a traceback."""
    _speak_utf8()
    try:
        code = registry.main(standalone_mode=False, prog_name="registry")
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.exceptions.NoArgsIsHelpError as fault:
        click.echo(fault.ctx.get_help() if fault.ctx else "")
        code = EXIT_UNUSABLE
    except click.ClickException as fault:
        code = _complain(_usage_line(fault))
    except RegistryError as fault:
        code = _complain(_words(fault))
    except (KeyboardInterrupt, click.Abort):
        code = _complain("已中止 (interrupted)", EXIT_INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as fault:
        code = _complain(f"无法读写:{fault.strerror or fault} (input or output failed)")
    except Exception as bug:  # the outermost edge: a defect is one line here, a traceback on request
        if os.environ.get("REGISTRY_DEBUG"):
            raise
        code = _complain(
            f"程序内部错误,请把这一行报告给维护者;设置 REGISTRY_DEBUG=1 可看到细节 (internal error): {bug!r}"
        )
    sys.exit(code if isinstance(code, int) else 0)


def _words(fault: RegistryError) -> str:
    """What is wrong; the names of fields mean nothing on a command line."""
    return ";".join(fault.faults.values()) if isinstance(fault, InvalidFields) else fault.for_operator


def _usage_line(fault: click.ClickException) -> str:
    words = " ".join(fault.format_message().split())
    ctx = getattr(fault, "ctx", None)
    if ctx is None:
        return words
    hint = "see" if preferred_language() is Language.EN else "用法见"
    return f"{words} ({hint}: {ctx.command_path} --help)"


def _complain(line: str, code: int = EXIT_UNUSABLE) -> int:
    label = "error: " if preferred_language() is Language.EN else "错误:"
    click.echo(label + " ".join(line.split()), err=True)
    return code


def _speak_utf8() -> None:
    """What is piped is UTF-8 everywhere; a terminal keeps its encoding and never fails on a character."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:  # closed by whoever started us
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8")


if __name__ == "__main__":
    main()
