"""`registry serve`: the pages, run for real."""

import asyncio
import ipaddress
import os
from dataclasses import replace
from pathlib import Path

import click

from registry.platform.commands import data_option
from registry.platform.settings import Settings, settings_from

PORT = 8000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 (address to listen on)")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="端口 (port)")
@data_option
def serve(host: str, port: int, data_folder: Path | None) -> None:
    """运行登记系统的网页服务 (serve the pages)"""
    settings = served_settings(settings_from(os.environ, data_folder), host)
    from registry.app import create_app  # noqa: PLC0415 -- slow import
    from registry.app import serve as run  # noqa: PLC0415 -- slow import
    from registry.platform.installation import require_own_key  # noqa: PLC0415 -- slow import

    asyncio.run(require_own_key(settings))
    app = create_app(settings)
    click.echo(f"登记系统运行于 (serving at): {settings.public_url or f'http://{host}:{port}/'}")
    if not settings.plain_http and not settings.public_url:
        click.echo(
            "尚未设置 REGISTRY_PUBLIC_URL:浏览器只会在 https 下保存登录;校内网用 http 请设 REGISTRY_PLAIN_HTTP=1 "
            "(no public address set: sign-in needs https)",
            err=True,
        )
    run(app, host, port)


def served_settings(settings: Settings, host: str) -> Settings:
    """On a loopback address nothing crosses a network, so plain http is no risk there."""
    return replace(settings, plain_http=settings.plain_http or (settings.public_url is None and is_loopback(host)))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
