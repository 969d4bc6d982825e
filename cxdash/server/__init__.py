"""The ASGI side of the application: health, uploads, work in the background, security headers."""
