"""The JSON addresses described: for programs at `/api/openapi.json`, for people at `/api`, both from one document."""

from registry.home.api_description.pages import ROUTES

__all__ = ["ROUTES"]
