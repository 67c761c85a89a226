"""What a restoration proved, and the words for it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found when a backup was put back. Every fault is in words; none at all means that it is good.

    `events_missed`: how many later events the data folder's own record of heads knows of (0: none, or no record).
    `sealed`: how many values of persons are sealed, by column; `has_key` False: none was ever used.
    `key_set_aside`: where the key that was in the other's place is now.
    """

    backup: Path
    taken_at: datetime
    parts: int
    tables: int
    rows: int
    files: int | None
    events: int
    steps: int
    has_key: bool
    sealed: dict[str, int] = field(default_factory=dict)
    unopened: tuple[str, ...] = ()
    chain_fault: str | None = None
    differences: int = 0
    events_missed: int = 0
    key_set_aside: Path | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is not as it should be."""
        found = []
        if self.chain_fault:
            found.append(f"变更记录:{self.chain_fault}")
        if self.unopened:
            found.append(f"密钥打不开 {'、'.join(self.unopened)} 中的部分内容 (the key does not open everything)")
        if self.differences:
            found.append(
                f"{self.differences} 处达标时间线与事实不一致,可用 registry check-data --rebuild 重建 "
                "(stored timelines differ)"
            )
        return tuple(found)

    @property
    def lines(self) -> tuple[str, ...]:
        """What was proved, for the operator."""
        found = [
            f"备份 {self.backup.name}:{self.parts} 个部分与清单的校验值一致 (every part is whole)",
            f"数据库:{self.tables} 张表 {self.rows} 行,与清单一致 (row counts agree)",
        ]
        if self.files is not None:
            found.append(f"文件:{self.files} 个,已逐一核对 (files restored)")
        if self.steps:
            found.append(f"数据库已升级到本版本,执行了 {self.steps} 步 (migrated)")
        if self.chain_fault is None:
            found.append(f"变更记录:{self.events} 条事件,链条完整,止于备份时的链头 (the chain is whole)")
        if self.events_missed:
            found.append(
                f"注意:备份之后还有 {self.events_missed} 条事件,不在这个备份里 (later events are not in this backup)"
            )
        found.append(self._key_line())
        if self.key_set_aside:
            found.append(f"原有的另一个密钥没有删除,已改名为 {self.key_set_aside} (the other key was set aside)")
        if not self.differences:
            found.append("达标时间线:与事实一致 (stored timelines are as the facts say)")
        return tuple(found)

    @property
    def values(self) -> dict[str, Any]:
        """The proof as plain values."""
        return {
            **asdict(self),
            "backup": str(self.backup),
            "taken_at": self.taken_at.isoformat(),
            "unopened": list(self.unopened),
            "key_set_aside": str(self.key_set_aside) if self.key_set_aside else None,
            "faults": list(self.faults),
        }

    def _key_line(self) -> str:
        if self.has_key:
            return f"密钥:已在 {sum(self.sealed.values())} 项加密内容上逐一试过 (tried on every sealed value)"
        listed = "、".join(f"{name} {count} 项" for name, count in self.sealed.items() if count)
        if not listed:
            return "没有密钥,也没有加密的内容 (no key, and nothing that needs one)"
        return (
            f"没有密钥:身份证件号码和变更记录中的个人信息无法读取({listed});"
            "找到密钥文件后请放回原处,在此之前不要启动系统 (no key: these values cannot be read)"
        )
