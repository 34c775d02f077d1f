"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB and one lane: OWASP's first choice, and 16 threads at once stay under 750 MiB."""

    time_cost = 1
    memory_cost = 47104
    parallelism = 1
