"""What the installation itself keeps of its own."""

from piccolo.columns import Bytea, SmallInt
from piccolo.table import Table


class InstallationKey(Table, tablename="installation_key"):
    """Which key the database was written with: one row, from which nothing of the key can be told."""

    id = SmallInt(primary_key=True, default=None, null=False, help_text="always 1")
    check_value = Bytea(default=None, null=False, help_text="a keyed hash of a fixed word")
