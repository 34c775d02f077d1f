"""The words of the portal: its vocabulary, what people call things, and how a query is understood with both."""

from collections import Counter

from django.db import connection

from accounts.models import SearchTerm, Synonym
from bkpsdm.lib.search import understanding, words_to_learn

TABLES = {"term": SearchTerm._meta.db_table, "synonym": Synonym._meta.db_table}

# The row of the empty word counts the documents.
ALL = ""

LEARN = """
    INSERT INTO {term} (word, lexeme, documents)
    SELECT word, coalesce((ts_lexize('indonesian_stem', word))[1], word), documents
    FROM unnest(%s::text[], %s::int[]) AS heard(word, documents) ORDER BY word
    ON CONFLICT (word) DO UPDATE SET documents = {term}.documents + EXCLUDED.documents
""".format(**TABLES)  # noqa: S608  names of our own tables

# In the order in which they are learnt, so that learning and unlearning wait for each other.
UNLEARN = """
    WITH held AS (SELECT id, word FROM {term} WHERE word = ANY(%s) ORDER BY word FOR UPDATE)
    UPDATE {term} SET documents = greatest({term}.documents - heard.documents, 0)
    FROM held JOIN unnest(%s::text[], %s::int[]) AS heard(word, documents) USING (word) WHERE {term}.id = held.id
""".format(**TABLES)  # noqa: S608  names of our own tables

# What the vocabulary and the synonyms say about the words of a query, and about the words of what they may mean.
LOOK_UP = """
    WITH wanted AS (SELECT term, meanings FROM {synonym} WHERE translate(term, '-/.', '   ') = ANY(%(terms)s)),
    word AS (
        SELECT unnest(%(words)s::text[]) AS word
        UNION SELECT regexp_split_to_table(lower(meaning), '[^a-z0-9]+') FROM wanted, unnest(meanings) AS meaning
    ),
    stem AS (SELECT word, coalesce((ts_lexize('indonesian_stem', word))[1], word) AS lexeme FROM word WHERE word <> '')
    SELECT 'word', stem.word, stem.lexeme, same.documents, same.words
    FROM stem, LATERAL (
        SELECT max(documents) AS documents, array_agg(word) AS words FROM {term} WHERE lexeme = stem.lexeme
    ) AS same WHERE same.words IS NOT NULL
    UNION ALL SELECT 'synonym', term, NULL, NULL, meanings FROM wanted
    UNION ALL SELECT 'all', NULL, NULL, documents, NULL FROM {term} WHERE word = ''
""".format(**TABLES)  # noqa: S608  names of our own tables

# Words like those that nobody knows: by trigrams from the vocabulary, and at one slip; also the words of synonyms.
NEAREST = """
    SELECT unknown.word, near.word, near.documents
    FROM unnest(%(unknown)s::text[]) AS unknown(word), LATERAL (
        SELECT word, documents FROM {term} WHERE {term}.word %% unknown.word
        ORDER BY similarity({term}.word, unknown.word) DESC, documents DESC, word LIMIT 12
    ) AS near
    UNION
    SELECT slip.word, term.word, term.documents
    FROM unnest(%(slipped)s::text[], %(slips)s::text[]) AS slip(word, meant),
        LATERAL (SELECT word, documents FROM {term} WHERE word = slip.meant LIMIT 1) AS term
    UNION
    SELECT unknown.word, part, 3
    FROM {synonym}, unnest(string_to_array(term, ' ')) AS part, unnest(%(unknown)s::text[]) AS unknown(word)
    WHERE part %% unknown.word
""".format(**TABLES)  # noqa: S608  names of our own tables


def learn_words(texts):
    """Add the words of newly published documents to the vocabulary: one text for each document.

    Call it inside the transaction that publishes. Words are written in alphabetical order, so that two publications
    at once wait for each other instead of blocking each other.
    """
    if not texts:
        return
    counts = _counted(texts)
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [list(counts), list(counts.values())])


def unlearn_words(texts):
    """Take the words of withdrawn documents out again, so that no repair of a typing error offers them to anybody.

    What another document says too stays. Call it inside the transaction that withdraws.
    """
    counts = _counted(texts)
    with connection.cursor() as cursor:
        cursor.execute(UNLEARN, [list(counts), list(counts), list(counts.values())])
    SearchTerm.objects.filter(word__in=counts, documents=0).exclude(word=ALL).delete()


def _counted(texts):
    counts = Counter(word for text in texts for word in words_to_learn(text))
    counts[ALL] = len(texts)
    return counts


def forget_words():
    """Empty the vocabulary, for counting anew; publications meanwhile wait until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TABLES['term']} IN SHARE ROW EXCLUSIVE MODE")
    SearchTerm.objects.all().delete()


class Words(understanding.Words):
    """The vocabulary and the synonyms as they stand in the database."""

    def look_up(self, words, terms):
        with connection.cursor() as cursor:
            cursor.execute(LOOK_UP, {"words": list(words), "terms": list(terms)})
            for kind, name, lexeme, documents, forms in cursor.fetchall():
                if kind == "word":
                    self.known[name] = understanding.Known(lexeme, documents, forms)
                elif kind == "synonym":
                    self.synonyms[name] = forms
                else:
                    self.total = documents

    def like(self, unknown, slips):
        pairs = [(word, slip) for word in unknown for slip in slips[word]]
        found = {word: [] for word in unknown}
        with connection.cursor() as cursor:
            cursor.execute(
                NEAREST,
                {
                    "unknown": list(unknown),
                    "slipped": [word for word, _ in pairs],
                    "slips": [slip for _, slip in pairs],
                },
            )
            for word, candidate, documents in cursor.fetchall():
                found[word].append((candidate, documents))
        return found


def understand(text, *, exact=False):
    """Return a typed text as lib.search.Query: one query to the database, three when a word must be repaired.

    `exact` takes the words as typed: no synonyms, no repair. Never raises, whatever the text.
    """
    return understanding.understand(text, Words(), exact=exact)
