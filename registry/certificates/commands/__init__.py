"""`registry certificate`: issue, replace, revoke in the name of an account; check a file offline, without a database.

Each command's code is loaded when it is run: the offline check needs none of what issuing needs.
"""

import importlib

import click

PLACES = {
    "batch": ("issuing_many", "batch"),
    "file": ("issuing", "file"),
    "issue": ("issuing", "issue"),
    "replace": ("ending", "replace"),
    "revoke": ("ending", "revoke"),
    "verify": ("verifying", "verify"),
}


class _Certificates(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and hand over one command."""
        if cmd_name not in PLACES:
            return None
        module, name = PLACES[cmd_name]
        command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Certificates)
def certificate() -> None:
    """证明:出具、换发、撤销,离线核验 (certificates: issue, replace, revoke, check offline)

    KIND:practice 企业实践证明,compliance 企业实践情况证明。学校有签名密钥时证明带电子签名(registry keys)。
    核验他人给的文件用 registry certificate verify,不需要数据库。
    """
