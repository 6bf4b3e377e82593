"""Which tenant a request is for: its host says so, and nothing else."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import set_urlconf

from tenants import air, clock, hosts
from tenants.models import Tenant

# A person who types the machine's own name is led to the shared site; a probe reads the health pages there.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
# Every request asks this first: written out, it costs a third of what it costs to be put together each time.
AT_HOST = """
    SELECT tenant.* FROM public.tenants_tenant tenant JOIN public.tenants_domain domain
    ON domain.tenant_id = tenant.id
    WHERE domain.domain = %s AND tenant.starts <= %s AND (tenant.ends IS NULL OR tenant.ends > %s)
"""


class HostMiddleware:
    """Puts the request's tenant, or None for the shared site, in the air for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        air.leave()
        asked = cast(Any, request)
        asked.tenant = None
        # Host names have no case (RFC 4343), and Django gives the header back as it was written.
        host = request.get_host().partition(":")[0].lower().rstrip(".")
        # The access log writes these two, since a raw path may hold a secret.
        request.META["samsyn.host"] = host
        try:
            if host in LOCAL_HOSTS and not request.path.startswith("/health/"):
                return HttpResponseRedirect(hosts.address())
            if host == settings.BASE_HOST or host in LOCAL_HOSTS:
                request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
                set_urlconf(settings.PUBLIC_SCHEMA_URLCONF)
            else:
                asked.tenant = tenant_at(host)
                air.enter(asked.tenant)
            return self.get_response(request)
        finally:
            match = request.resolver_match
            request.META["samsyn.route"] = "/" + match.route if match else "-"
            air.leave()
            set_urlconf(None)


def tenant_at(host: str) -> Tenant:
    """The tenant that answers at the host today; 404 for a host that nobody has."""
    today = clock.today()
    with air.wherever():
        found: list[Tenant] = list(Tenant.objects.raw(AT_HOST, [host, today, today]))
    if not found:
        raise Http404
    return found[0]
