"""How often an address or a person may try something, counted in the cache that all workers share.

Only a digest of the address or number is kept, and not long.
"""

import contextlib
import hashlib
import hmac
import ipaddress
import logging
import time
from dataclasses import dataclass
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many tries of one address or person within so many seconds; nobody is stopped while the cache is down."""

    name: str
    most: int
    seconds: int

    def take(self, who):
        """Count a try of somebody; return 0, or after how many seconds the next may be made.

        The windows begin at full multiples of the seconds. Counted before it is done, so that many at once are no more.
        """
        now = int(time.time())
        key = self._key(f"{who}:{now // self.seconds}")
        with _cache_may_be_down():
            # The key outlives its window, so that it cannot vanish between the two calls.
            cache.add(key, 0, 2 * self.seconds)
            if cache.incr(key) > self.most:
                return self.seconds - now % self.seconds
        return 0

    def is_reached(self, request):
        with _cache_may_be_down():
            return cache.get(self._key(address_of(request)), 0) >= self.most
        return False

    def count(self, request):
        key = self._key(address_of(request))
        # Where the time is up between the two, there is nothing left to count.
        with _cache_may_be_down(), contextlib.suppress(ValueError):
            cache.add(key, 0, self.seconds)
            cache.incr(key)

    def _key(self, who):
        digest = hmac.digest(settings.SECRET_KEY.encode(), f"{self.name}:{who}".encode(), hashlib.sha256)
        return f"limit:{self.name}:{digest.hex()}"


@contextlib.contextmanager
def _cache_may_be_down():
    try:
        yield
    except RedisError as error:
        logger.error("limit not counted, cache does not answer: %s", type(error).__name__)


def address_of(request):
    """Return where a request comes from; of IPv6 the network, since each visitor has a whole one."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return str(address)


def too_many(request, wait):
    """Answer that it was tried too often, and after how many seconds to come again (RFC 6585)."""
    response = render(request, "429.html", {"minutes": -(-wait // 60)}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def limited(limit):
    """Decorate a view: only so many POSTs from one address."""

    def decorate(view):
        @wraps(view)
        def counted(request, *args, **kwargs):
            wait = limit.take(address_of(request)) if request.method == "POST" else 0
            return too_many(request, wait) if wait else view(request, *args, **kwargs)

        return counted

    return decorate
