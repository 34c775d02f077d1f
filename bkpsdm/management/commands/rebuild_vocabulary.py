from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.words import forget_words, learn_words
from announcements.models import Article
from neutrality.models import Event, Rule
from services.models import FrequentAnswer, ServiceEdition

BATCH = 2000
# All that the search knows the words of; each row says its text in ``search_document``.
SEARCHED = (
    ServiceEdition.objects.published,
    FrequentAnswer.objects.published,
    Rule.objects.all,
    Event.objects.public,
    Article.objects.published,
)


class Command(BaseCommand):
    help = "Count the words of all published texts anew (repairs the vocabulary of the search). Safe to run again."

    @transaction.atomic
    def handle(self, **options):
        forget_words()
        total = 0
        for rows in SEARCHED:
            texts = []
            for row in rows().iterator(chunk_size=BATCH):
                texts.append(row.search_document)
                if len(texts) == BATCH:
                    learn_words(texts)
                    texts = []
                total += 1
            learn_words(texts)
        self.stdout.write(f"Kata dari {total} naskah terbit dihitung ulang.")
