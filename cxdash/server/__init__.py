"""The ASGI side of the application: health and security headers."""
