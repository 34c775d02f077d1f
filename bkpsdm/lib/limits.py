"""How often one address may try something, counted in the cache; only a digest of the address is kept, and not long."""

import contextlib
import hashlib
import hmac
import logging
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many misses of one address within so many seconds; nobody is stopped while the cache is down."""

    name: str
    most: int
    seconds: int

    def is_reached(self, request):
        with _cache_may_be_down():
            return cache.get(self._key(request), 0) >= self.most
        return False

    def count(self, request):
        key = self._key(request)
        # Where the time is up between the two, there is nothing left to count.
        with _cache_may_be_down(), contextlib.suppress(ValueError):
            cache.add(key, 0, self.seconds)
            cache.incr(key)

    def _key(self, request):
        address = get_adapter().get_client_ip(request)
        digest = hmac.digest(settings.SECRET_KEY.encode(), f"{self.name}:{address}".encode(), hashlib.sha256)
        return f"limit:{self.name}:{digest.hex()}"


@contextlib.contextmanager
def _cache_may_be_down():
    try:
        yield
    except RedisError as error:
        logger.error("limit not counted, cache does not answer: %s", type(error).__name__)
