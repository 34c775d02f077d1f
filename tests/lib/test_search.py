"""The parts of the search that need no catalogue: words, spelling, marks, and SQL that holds for any input."""

import pytest
from django.contrib.postgres.search import SearchQuery
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.words import learn_words, understand
from bkpsdm.lib.search import Alternative, Group, Matcher, Query, tokens_of, words_to_learn
from bkpsdm.lib.search.query import MAX_CHARACTERS, MAX_WORDS
from bkpsdm.lib.search.ranking import tiers_of
from bkpsdm.lib.search.spelling import distance, family, nearest, one_slip, roots
from services.models import FrequentAnswer

HOSTILE = [
    "",
    " ",
    "\x00",
    "kp\x00reguler",
    "'; DROP TABLE accounts_synonym; --",
    "& | ! :* ( ) <-> <2>",
    "cuti & !sakit | (pensiun:*)",
    "\\",
    "%s %(x)s {0}",
    "🙏 cuti 🙏🏽",
    "ｃｕｔｉ ﬁ ǅ ß İ",
    "مرحبا 你好",
    "cuti " * 2000,
    "x" * 10_000,
    "/" * 500,
    "iii/a/b/c 3/a //",
    "..." * 100,
    "\u200b\u202ecuti\ufeff",
    "a1b2c3 0x00 1e999",
]


def query_of(*words, forms=None):
    return Query(groups=[Group(word, [Alternative(tuple(word.split()))]) for word in words], forms=forms or {})


def test_tokens_are_plain_words():
    assert tokens_of("S.Pd., III/a & naïve ke-4!") == ["s", "pd", "iii", "a", "naive", "ke", "4"]
    assert words_to_learn("PNS golongan III/a naik 2x ke SD " + "a" * 90) == {"pns", "golongan", "iii", "naik"}


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("pangkat", "pangkat", 0),
        ("pnagkat", "pangkat", 1),
        ("pankat", "pangkat", 1),
        ("panggkat", "pangkat", 1),
        ("pangkit", "pangkat", 1),
        ("cuti", "cuma", 2.6),
    ],
)
def test_slips_between_words(one, other, slips):
    assert distance(one, other) == distance(other, one) == pytest.approx(slips)


def test_a_letter_far_away_on_the_keyboard_is_no_slip():
    assert nearest("resep", [("reset", 5)]) is None
    assert nearest("pensuin", [("pensiun", 5), ("persen", 50)]) == "pensiun"
    assert nearest("abc", [("abd", 5)]) is None


def test_one_slip_holds_all_kinds():
    assert {"ijin", "jin", "iijin", "ijni"} - {"ijin"} <= one_slip("ijin")
    assert "ijin" not in one_slip("ijin")


@pytest.mark.parametrize(
    ("word", "relative"),
    [("cerai", "perceraian"), ("tugas", "penugasan"), ("nikah", "menikah")],
)
def test_families_unite_what_the_stemmer_does_not(word, relative):
    assert relative in {form for root in roots(word) for form in family(root)} | {word}


def test_marks_join_to_the_text():
    matcher = Matcher(query_of("naik pangkat", "guru", forms={"naik": ["kenaikan", "naik"]}))
    text = "Kenaikan pangkat bagi guru; pangkat saja."
    assert "".join(part for part, _ in matcher.marks(text)) == text
    assert [part for part, is_match in matcher.marks(text) if is_match] == ["Kenaikan pangkat", "guru", "pangkat"]
    assert matcher.marks("") == []
    assert matcher.marks("pangkat saja") == [("pangkat saja", False)]


def test_the_name_that_says_it_all_fits_best():
    matcher = Matcher(query_of("cuti", "sakit"))
    assert matcher.fit_of_name("cuti sakit") == pytest.approx(1)
    assert matcher.fit_of_name("cuti sakit") > matcher.fit_of_name("cuti PPPK") > matcher.fit_of_name("pensiun") == 0


def test_tiers_go_from_strict_to_loose():
    query = query_of("umum", "langka")
    query.groups[0].documents, query.groups[1].documents = 900_000, 3
    query.groups[1].weight = 5
    assert tiers_of(query) == ["((langka)) & ((umum))", "((langka))"]
    query.groups[0].documents = 40
    assert tiers_of(query)[-1] == "(langka) | (umum)"


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("exact", [False, True])
def test_no_input_raises(text, exact):
    learn_words(["cuti sakit pensiun iii drop table"])
    query = understand(text, exact=exact)
    assert len(query.typed) <= MAX_CHARACTERS
    assert len(query.groups) <= MAX_WORDS
    assert FrequentAnswer.objects.published().search(query) == []


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.booleans())
def test_no_text_raises(text, exact):
    assert FrequentAnswer.objects.published().search(understand(text, exact=exact)) == []


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["cuti", "sakit", "pak", "kp", "iii", "a", "3", "&", "!:*", "'", "2c", "ke", "guru", "zzz"]),
        max_size=30,
    )
)
def test_every_group_is_a_valid_tsquery(words):
    learn_words(["cuti sakit pensiun guru kenaikan pangkat iii"])
    for group in understand(" ".join(words)).groups:
        matching = SearchQuery(group.tsquery, config="indonesian", search_type="raw")
        assert not FrequentAnswer.objects.filter(search_vector=matching).exists()


def test_an_empty_queryset_finds_nothing():
    assert FrequentAnswer.objects.none().search(query_of("cuti")) == []
    assert FrequentAnswer.objects.all().search(Query()) == []
