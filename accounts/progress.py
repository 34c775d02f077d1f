"""How far a file has been read: in the cache, because the reading itself is one transaction that nobody sees into."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEPT = 3600


def note_progress(run, done, total):
    try:
        cache.set(f"import:{run.pk}", (done, max(done, total)), KEPT)
    except RedisError as error:
        logger.error("progress not noted, cache does not answer: %s", type(error).__name__)


def progress_of(run):
    """Return pairs of rows done and rows in all, or None where nothing is known yet."""
    try:
        return cache.get(f"import:{run.pk}")
    except RedisError as error:
        logger.error("progress not known, cache does not answer: %s", type(error).__name__)
        return None
