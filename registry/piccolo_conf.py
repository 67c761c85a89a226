"""Where Piccolo finds the database and the app. `DATABASE_URL` is set by whoever opens the installation."""

import os

from piccolo.conf.apps import AppRegistry

from registry.platform.database import engine_for

DB = engine_for(os.environ["DATABASE_URL"])
APP_REGISTRY = AppRegistry(apps=["registry.piccolo_app"])
