"""The addresses of the shared site and of the tenants."""

from django.conf import settings


def host_of(slug: str) -> str:
    """The host name of the tenant with that slug."""
    return f"{slug}.{settings.BASE_HOST}"


def address(slug: str = "", path: str = "/") -> str:
    """An absolute address on a tenant's host, or on the shared site without a slug."""
    scheme = "https" if settings.HTTPS else "http"
    port = f":{settings.BASE_PORT}" if settings.BASE_PORT else ""
    host = host_of(slug) if slug else settings.BASE_HOST
    return f"{scheme}://{host}{port}{path}"
