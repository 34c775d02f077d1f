from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.words import forget_words, learn_words
from announcements.models import Article
from services.models import FrequentAnswer, ServiceEdition

BATCH = 2000
# The texts of each model, as the actions that publish hand them to learn_words.
TEXTS = (
    (ServiceEdition, ("search_names", "summary", "search_text")),
    (FrequentAnswer, ("question", "answer", "search_names")),
    (Article, ("title", "summary", "search_text")),
)


class Command(BaseCommand):
    help = "Count the words of all published texts anew (repairs the vocabulary of the search). Safe to run again."

    @transaction.atomic
    def handle(self, **options):
        forget_words()
        total = 0
        for model, columns in TEXTS:
            texts = []
            for row in model.objects.published().values_list(*columns).iterator(chunk_size=BATCH):
                texts.append("\n".join(row))
                total += 1
                if len(texts) == BATCH:
                    learn_words(texts)
                    texts = []
            learn_words(texts)
        self.stdout.write(f"Kata dari {total} naskah terbit dihitung ulang.")
