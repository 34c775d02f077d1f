"""Turn what somebody typed into a Query: spelling, abbreviations, synonyms, repair of typos."""

import re
from collections import namedtuple
from itertools import pairwise

from .query import MAX_CHARACTERS, MAX_WORDS, Group, Query, fold, information, tokens_of
from .spelling import REPEATED, family, nearest, one_slip, roots
from .words import EVERYDAY, INFORMAL, NUMBERS, ROMANS, STOP, TO_ROMAN, WEAK, spellings

LONGEST_TERM = 6  # words of a synonym
WEAK_FACTOR = 0.25
# Words of the field, as staff listed them, say more than words that are merely rare.
FIELD_FACTOR = 1.5
# An unknown word counts like one of this share of the documents.
UNKNOWN_SHARE = 0.1
# A query is nonsense when what is known of it weighs less than this share; a word known only by its stem (harga, from
# penghargaan) speaks less for sense.
KNOWN_SHARE = 0.25
STEM_FACTOR = 0.5
GRADED = {"golongan", "tingkat", "pangkat", "ke", "anak", "ujian", "dinas"}
RANK = re.compile(r"(ii|iii|iv|[1-4])([a-e])")

# What the vocabulary knows of a word: its stem, the documents of its most frequent form, all forms with that stem.
Known = namedtuple("Known", "lexeme documents forms")


class Words:
    """What is known about words. A subclass fills `known`, `synonyms` and `total` from where they are kept."""

    def __init__(self):
        self.known, self.synonyms, self.total = {}, {}, 1
        self.guessed = set()  # words that stand for typos

    def look_up(self, words, terms):
        """Learn about words (into `known`) and about terms that may be synonyms (into `synonyms`)."""
        raise NotImplementedError

    def like(self, unknown, slips):
        """Return {unknown word: [(similar word, documents)]}; `slips` holds strings at one slip of each."""
        raise NotImplementedError

    def documents(self, words):
        """Return in how many documents words stand together, at most; short words and numbers count as common."""
        return min(
            (self.known[word].documents if word in self.known else 0 if is_word(word) else self.total // 5)
            for word in words
        )


def is_word(token):
    """Return whether a token is one that the vocabulary would hold."""
    return token.isalpha() and len(token) >= 3


def understand(text, words, *, exact=False):
    """Return the Query of a typed text. `words` is a Words with nothing in it yet."""
    typed = " ".join(str(text).replace("\x00", " ").split())[:MAX_CHARACTERS]
    query = Query(typed=typed, is_exact=exact)
    shouted = {fold(word).strip() for word in re.findall(r"[A-Z]{2,}", typed)} if typed.upper() != typed else set()
    tokens = tokens_of(typed)
    if exact:
        tokens = [token for token in tokens if token not in STOP][:MAX_WORDS] or tokens[:MAX_WORDS]
        words.look_up(set(tokens), ())
        query.groups = [_plain(token, words) for token in tokens]
    else:
        as_typed = _terms(tokens[: MAX_WORDS * 2])
        tokens = _spell_out(tokens[: MAX_WORDS * 2], query)
        content = [token for token in tokens if token not in STOP]
        if len(content) > MAX_WORDS:
            tokens = content[:MAX_WORDS]
        _look_up(tokens, words, as_typed)
        tokens = _repair(tokens, words, query)
        query.groups = _groups(tokens, words, query, shouted)
    return _weigh(query, words)


def _spell_out(tokens, query):
    """Return tokens with everyday short forms written out, ranks as one (3a and III/a are "iii/a"), anak2 as anak."""
    result = []
    for token in tokens:
        before = result[-1] if result else ""
        if rank := RANK.fullmatch(token):
            result.append(f"{TO_ROMAN.get(rank[1], rank[1])}/{rank[2]}")
        elif RANK.fullmatch(before + token) and len(token) == 1:
            result[-1] = f"{TO_ROMAN.get(before, before)}/{token}"
        elif token in INFORMAL:
            written = INFORMAL[token].split()
            result += written
            if any(word not in STOP | WEAK for word in written):
                query.changes.append(f"“{token}” dibaca “{' '.join(written)}”")
        elif repeated := REPEATED.fullmatch(token):
            result.append(repeated[1])
        else:
            result.append(token)
    return result


def _key(tokens):
    """Return the name under which a phrase is looked for among the synonyms: numerals are digits there."""
    return " ".join(ROMANS.get(token, token) if len(token) > 1 else token for token in tokens)


def _terms(tokens):
    """Return the phrases of neighbouring tokens that may be synonyms, as they stand and with numerals as digits."""
    phrases = [
        tokens[start : start + size]
        for start in range(len(tokens))
        for size in range(1, min(LONGEST_TERM, len(tokens) - start) + 1)
    ]
    return {name for phrase in phrases for name in (" ".join(phrase), _key(phrase))}


def _look_up(tokens, words, as_typed=frozenset()):
    content = {token for token in tokens if token not in STOP or len(tokens) == 1}
    variants = {
        variant for token in content if is_word(token) for variant in (*family(token), *roots(token), *spellings(token))
    }
    joined = {one + other for one, other in pairwise(tokens)}
    halves = {
        half
        for token in content
        if len(token) >= 8
        for at in range(3, len(token) - 2)
        for half in (token[:at], token[at:])
    }
    meaningful = [token for token in tokens if token not in STOP]
    terms = _terms(tokens) | _terms(meaningful) | joined | as_typed
    words.look_up({*content, *variants, *joined, *halves, *tokens}, terms)
    words.synonyms = {_key(_spell_out(tokens_of(term), Query())): meanings for term, meanings in words.synonyms.items()}


def _is_known(token, words):
    return (
        token in words.known
        or token in words.synonyms
        or token in EVERYDAY
        or not is_word(token)
        or token in NUMBERS
        or token in ROMANS
    )


def _repair(tokens, words, query):
    """Return tokens with unknown words repaired, and look up again when any was."""
    terms = {part for term in words.synonyms for part in term.split()}
    result, unknown = [], []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if (
            following
            and token + following in words.synonyms.keys() | words.known.keys()
            and not (_is_known(token, words) and _is_known(following, words))
        ):
            result.append(token + following)
            position += 2
            continue
        position += 1
        if _is_known(token, words) or token in terms:
            result.append(token)
        elif root := next(
            (root for root in roots(token)[1:] if _is_known(root, words) and root not in STOP and len(root) > 3), None
        ):
            result.append(root)
        elif halves := _split(token, words):
            result += halves
            query.changes.append(f"“{token}” dibaca “{' '.join(halves)}”")
        else:
            unknown.append(token)
            result.append(token)
    if not unknown:
        if result != tokens:
            _look_up(result, words)
        return result
    fixed = {}
    similar = words.like(unknown, {word: one_slip(word) if 4 <= len(word) <= 14 else () for word in unknown})
    for token in dict.fromkeys(unknown):
        everyday = [
            (word, 20)
            for word in EVERYDAY
            if word[:1] == token[:1] and abs(len(word) - len(token)) < 2 and len(word) > 3
        ]
        meant = nearest(token, similar[token] + everyday)
        if meant and meant != token:
            fixed[token] = meant
            words.guessed.add(meant)
            if meant not in STOP:
                query.changes.append(f"“{token}” diperbaiki menjadi “{meant}”")
    if fixed:
        quiet = Query()
        result = _spell_out([fixed.get(token, token) for token in result], quiet)
    if fixed or result != tokens:
        _look_up(result, words)
    return result


def _split(token, words):
    """Return the two known words that were typed as one, or None."""
    for at in range(3, len(token) - 2):
        one, other = token[:at], token[at:]
        if (
            one in words.known
            and other in words.known
            and one in words.known[one].forms
            and other in words.known[other].forms
        ):
            return [one, other]
    return None


def _groups(tokens, words, query, shouted):
    """Return the groups of a query: the longest synonyms first, then single words."""
    groups, read, position = [], [], 0
    while position < len(tokens):
        size, meanings = _longest_term(tokens[position:], words)
        span = tokens[position : position + max(size, 1)]
        if size and (span[0] not in STOP or len(span) > 1 or span[0] in words.synonyms):
            is_greeting = len(span) == 1 and span[0] in STOP - shouted and len(tokens) > 1
            groups.append(_phrase(span, meanings, words, is_greeting=is_greeting))
            if not is_greeting:
                _tell(query, span, meanings[0], words)
                read.append(" ".join(span) if _stands(span, words) else meanings[0])
        elif span[0] not in STOP:
            groups.append(_single(span[0], tokens, position, words))
            read.append(span[0])
        position += len(span)
    if all(group.is_optional and group.typed in STOP for group in groups):
        return []  # a greeting: pak is not the PAK
    query.read_as = " ".join(dict.fromkeys(" ".join(read or [group.typed for group in groups]).split()))
    return groups


def _phrase(span, meanings, words, *, is_greeting):
    """Return the group of one or more words that staff listed as a synonym."""
    group = Group(typed=" ".join(span), is_of_field=True)
    content = [token for token in span if token not in STOP] or span
    # A greeting is not looked for as it stands: in the texts, too, "pak" is mostly one.
    if not is_greeting and (len(content) > 1 or content[0] in words.known or not is_word(content[0])):
        group.add(content, 1.0)
    for number, meaning in enumerate(meanings):
        group.add([word for word in tokens_of(meaning) if word not in STOP], 0.95 if number == 0 else 0.8)
    if len(content) > 1:
        for word in content:
            if word not in WEAK:
                group.add([word], 0.35)
    elif not is_greeting:
        _add_family(group, content[0], words)
    group.is_optional = is_greeting or (len(span) == 1 and span[0] in WEAK)
    return group


def _stands(span, words):
    """Return whether a span is made of words that the published texts use themselves."""
    if len(span) > 1:
        return all(token in words.known or token in STOP for token in span)
    return len(span[0]) > 4 and span[0] in words.known


def _tell(query, span, meaning, words):
    """Note in the query how a synonym was read, unless it says nothing new."""
    if set(tokens_of(meaning)) - set(span):
        how = "dicari juga sebagai" if _stands(span, words) else "dibaca"
        query.changes.append(f"“{' '.join(span)}” {how} “{meaning}”")


def _longest_term(tokens, words):
    """Return the number of tokens and the meanings of the longest synonym that starts here; 0 and () when none does."""
    for size in range(min(LONGEST_TERM, len(tokens)), 0, -1):
        meanings = words.synonyms.get(_key(tokens[:size]))
        if meanings:
            return size, meanings
    # Particles may stand between the words of a synonym ("mundur dari p3k" is "mundur p3k").
    content = [(at, token) for at, token in enumerate(tokens) if token not in STOP]
    if content and content[0][0] == 0:
        for size in range(min(LONGEST_TERM, len(content)), 1, -1):
            last = content[size - 1][0]
            meanings = words.synonyms.get(_key([token for _, token in content[:size]]))
            if meanings and last < LONGEST_TERM + 2:
                return last + 1, meanings
    return 0, ()


def _single(token, tokens, position, words):
    """Return the group of one word, number or rank that is no synonym."""
    if "/" in token:
        group = Group(typed=token)
        group.add(token.split("/"), 1.0)
        group.add([token.partition("/")[0]], 0.3)
        return group
    group = _plain(token, words)
    before = tokens[position - 1] if position else ""
    number = NUMBERS.get(token) or (ROMANS.get(token) if before in GRADED or len(token) > 1 else None)
    if number:
        group.add([number], 0.8)
    if token in TO_ROMAN or number:
        group.add([TO_ROMAN.get(number or token, token)], 0.9 if before in GRADED else 0.5)
    _add_family(group, token, words)
    group.is_optional = token in WEAK or (not is_word(token) and len(token) < 3 and len(tokens) > 1)
    return group


def _plain(token, words):
    group = Group(typed=token)
    if token in words.known or not is_word(token):
        group.add([token], 1.0)
    return group


def _add_family(group, token, words):
    """Add known words of the same root that the stemmer does not unite with a word (belajar and pelajaran)."""
    if not is_word(token):
        return
    for spelling in spellings(token):
        if spelling in words.known and spelling in words.known[spelling].forms:
            group.add([spelling], 0.9)
    taken = {words.known[token].lexeme} if token in words.known else set()
    found = [word for word in family(token) if word in words.known and word in words.known[word].forms]
    for word in sorted(found, key=lambda word: -words.known[word].documents):
        if words.known[word].lexeme not in taken and len(taken) < 4:
            taken.add(words.known[word].lexeme)
            group.add([word], 0.75)


def _weigh(query, words):
    """Weigh groups by what they tell apart, drop what is unknown, and empty a query that is mostly unknown."""
    unknown = known = 0.0
    for group in query.groups:
        group.documents = max((words.documents(alternative.words) for alternative in group.alternatives), default=0)
        group.weight = information(group.documents, words.total)
        group.weight *= (WEAK_FACTOR if group.is_optional else 1) * (FIELD_FACTOR if group.is_of_field else 1)
        if group.documents:
            known += group.weight * (1 if _is_sure(group, words) else STEM_FACTOR)
        else:
            unknown += information(UNKNOWN_SHARE * words.total, words.total)
    query.groups = [group for group in query.groups if group.documents]
    query.sense = known / ((known + unknown) or 1)
    if query.sense < KNOWN_SHARE or all(not is_telling(group) for group in query.groups):
        query.groups = []
    query.forms = {
        word: words.known[word].forms
        for group in query.groups
        for alternative in group.alternatives
        for word in alternative.words
        if word in words.known
    }
    query.changes = list(dict.fromkeys(query.changes))[:4]
    return query


def _is_sure(group, words):
    """Return whether a group is of the field, no word, or a word that stands in the published texts as typed."""
    if group.typed in words.guessed:
        return False
    if group.is_of_field or not is_word(group.typed) or group.typed in EVERYDAY:
        return True
    return group.typed in words.known and group.typed in words.known[group.typed].forms


def is_telling(group):
    """Return whether a group holds anything beside a single letter or a bare number."""
    return any(len(word) > 1 and not word.isdigit() for alternative in group.alternatives for word in alternative.words)
