"""One Piccolo app with one linear history of migrations."""

from piccolo.conf.apps import AppConfig, table_finder

from registry.platform.folders import migrations_folder

APP_CONFIG = AppConfig(
    app_name="registry",
    migrations_folder_path=str(migrations_folder()),
    table_classes=table_finder(
        modules=[
            "registry.platform.tables",
            "registry.audit.tables",
            "registry.upkeep.tables",
            "registry.institutions.tables",
            "registry.people.tables",
            "registry.identity.tables",
            "registry.practice.tables",
            "registry.portfolio.tables",
            "registry.certificates.tables",
            "registry.exchange.tables",
            "registry.reminders.tables",
        ]
    ),
    migration_dependencies=[],
)
