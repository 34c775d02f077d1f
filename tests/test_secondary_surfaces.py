"""What leaks, leaks beside the main page: in a search, a feed, a count, a PDF, a header, a mail.

A world is made of what is public; then secrets are planted (tests/world.py), each with a mark. Everybody opens all that
has an address, and no mark may stand before somebody who is not among its readers. Whoever may read none of the secrets
finds every page as it was before they were planted, to the letter: counts, dates, tags and headers included.
"""

import io
import json
import re
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from accounts.models import Activity, Agency, Notification, SearchTerm, User
from accounts.tasks import drain_outbox
from announcements.models import Article
from neutrality.models import Event
from services.models import FrequentAnswer

from . import visited, world
from .conftest import CAST
from .entering import enter
from .test_visibility_matrix import PAGES
from .visibility import ANSWERERS, EDITORS, OFFICE, WARGA, WHO
from .world import key_of, mark_of

# With one other kind of test among them pytest would make the world twice.
pytestmark = pytest.mark.django_db

ASKER = f"asn {OFFICE}"

# Who may read what bears a mark; whoever is not named must not meet it anywhere.
READERS = {
    **dict.fromkeys(["question", "questionbody", "confidential", "confidentialbody", "officeanswer"], ASKER),
    **dict.fromkeys(["attachment", "confidentialfile"], ASKER),
    **dict.fromkeys(["note", "noteattachment", "template"], OFFICE),
    "complaint": f"{ASKER} inspektur",
    "assigned": "petugas",
    **dict.fromkeys(["elsewhere", "elsewherebody", "elsewherefile", "misassigned", "templateelsewhere"], ""),
    # Drafts of answers are seen by all who write them; the asker sees what would be made of the own question, and among
    # the own data for as long as it is tied to that question.
    **dict.fromkeys(["draftanswer", "draftanswertext", "proposalelsewhere"], ANSWERERS),
    **dict.fromkeys(["proposaltowaitfor", "proposaltopublish"], f"asn {ANSWERERS}"),
    **dict.fromkeys(["draftedition", "drafteditionsummary", "loneedition"], EDITORS),
    **{
        f"{article}{part}": EDITORS
        for article in ("draftarticle", "reviewarticle", "scheduledarticle", "archivedarticle")
        for part in ("", "summary", "body")
    },
    "picture": EDITORS,
    **dict.fromkeys(["draftevent", "drafteventsummary", "draftvenue"], "panitia"),
    **dict.fromkeys(["draftdecree", "emptydecree"], "pengelola"),
    "guest": "panitia",
    "roster": "panitia operator pengelola admin",
    "mail": "",
}
MARKS = {mark_of(secret): set(readers.split()) for secret, readers in READERS.items()}
# What was public once stands in what was sent then.
WITHDRAWN = {mark_of(f"archivedarticle{part}") for part in ("", "summary", "body")}
MARKS |= {world.MARKED_NIP: set(), world.MARKED_PHONE: set()}

# Where something other than a page is handed out; a new one that is missing here fails the run.
SURFACES = {
    "feed": ["announcements:article-feed", "neutrality:calendar", "neutrality:event-calendar"],
    "sitemap": ["sitemap"],
    "robots": ["robots", "service-worker", "security-txt"],
    "PDF": ["services:checklist-pdf", "neutrality:attendance-pdf"],
    "export": ["neutrality:attendance-xlsx", "services:survey-xlsx", "services:performance-csv", "services:survey-csv"],
    "sheets and figures of imports": [
        "accounts:import-template",
        "accounts:import-rejected",
        "accounts:import-progress",
    ],
    "seals": ["accounts:seal-digest-json"],
    "file": ["services:attachment-download", "announcements:picture-file", "announcements:petikan-file"],
    "health": ["readyz", "freshz"],
}

# What is asked of lists and searches; {key} stands for the key of each secret.
ASKED = [
    "/cari/?q={key}",
    "/kerja/tanya/?keadaan=semua&q={key}",
    "/tanya/mirip/?q={key}",
    "/kerja/keputusan/?nomor={key}",
]
LISTS = [
    "/kerja/tanya/?keadaan=semua",
    "/kerja/kegiatan/?keadaan=draf",
    "/kerja/kegiatan/?keadaan=lalu",
    "/kerja/peran/?keadaan=berakhir",
    "/kerja/kata/?kata=wx",
    "/kerja/unit-saya/?unit=di-bawah",
    *(f"/kerja/berita/?keadaan={state}" for state in Article.State.values),
    *(f"/kerja/kabar/?unit={code}" for code in ("di-bawah", "mutasi-promosi")),
]


# -- reading


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    text: str
    headers: dict

    @property
    def all(self):
        return f"{self.headers}\n{self.text}"

    @property
    def marks(self):
        return {mark for mark in MARKS if mark in self.all}


def read(response):
    """Return an answer with all that it says: head and body, unfolded, unpacked, decoded."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if body.startswith(b"PK"):
        sheets = load_workbook(io.BytesIO(body)).worksheets
        text = "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    elif kind == "application/pdf" and len(body) > 1000:
        reader = PdfReader(io.BytesIO(body))
        text = "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    else:
        text = re.sub(r"\r\n[ \t]", "", body.decode(errors="replace"))  # lines of a calendar are folded
    return Answer(response.status_code, kind, text, dict(response.headers))


def comparable(answer):
    """Return an answer without what is new in each: tokens of forms, and the moment of what expires at once."""
    text = re.sub(r'name="(csrfmiddlewaretoken|key)" value="[\w-]+"', "", answer.text)
    text = re.sub(r"\b\d\d\.\d\d WIB", "", text)  # when each world was made, and somebody came in
    drawn = ("Set-Cookie", "Expires")
    return answer.status, text, {name: value for name, value in answer.headers.items() if name not in drawn}


def browser(who, made):
    client = Client()
    if who != WARGA:
        enter(client, made["cast"][who])
    return client


def open_all(who, made, paths):
    client = browser(who, made)
    return {path: read(client.get(path)) for path in paths}


# Things that have a page beside those of the matrix: where a note, a guest or a draft stands.
BESIDE = [
    ("services:question-detail", "question with a note"),
    ("services:question-answer", "question with a note"),
    ("services:question-answer", "question assigned from elsewhere"),
    ("services:question-answer", "closed question"),
    ("services:answer-detail", "draft elsewhere"),
    ("neutrality:event-detail", "attended event"),
    ("neutrality:event-recap", "attended event"),
    ("neutrality:gate-detail", "attended event"),
    ("neutrality:attendance-xlsx", "attended event"),
    ("neutrality:attendance-pdf", "attended event"),
    ("accounts:employee-detail", "marked person"),
]
PARTS = ("unit", "kecamatan", "belum", "tamu")


def addresses(made):
    """Return the addresses of all pages for all things that there are in a world, with the name of the page."""
    pairs = [(name, row.of) for name, page in PAGES.items() for row in page.rows if row.method == "GET"]
    paths = {
        reverse(name, args=PAGES[name].arguments(made.get(of))): name
        for name, of in [*pairs, *BESIDE]
        if not name.startswith("account_") and (not of or of in made)
    }
    recap = reverse("neutrality:event-recap", args=[made["attended event"].pk])
    return paths | {f"{recap}?bagian={part}": "neutrality:event-recap" for part in PARTS}


def questions_to_the_house():
    """Return the addresses of lists and searches, each secret asked for by its key."""
    keys = [key_of(secret) for secret in READERS]
    return [
        *LISTS,
        *(path.format(key=key) for path in ASKED[:1] for key in keys),
        *(
            path.format(key=key_of(secret))
            for path in ASKED[1:]
            for secret in ("question", "elsewhere", "draftanswer", "draftevent", "draftdecree")
        ),
    ]


# -- the world, before and after


@dataclass
class House:
    made: dict
    names: dict  # path -> name of the page
    answers: dict  # who -> path -> Answer
    before: dict  # who reads no secret -> path -> Answer, while there was none
    after: dict
    mails: list


NOBODY = (WARGA, "thl")  # who reads none of the secrets
# What is drawn anew for each answer.
CHALLENGES = ["mfa_add_webauthn"]
# The one page of totals: how many questions are open today, by groups of five and more, is told to everybody.
TOTALS = "/transparansi/"
GENERAL = [
    "/cari/?q=sosialisasi",
    "/cari/?q=layanan",
    "/cari/?q=berita",
    "/cari/?q=bolehkah",
    "/cari/?q=wxdrafteventkei",
]


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    engine = "django.contrib.sessions.backends.signed_cookies"
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(SESSION_ENGINE=engine), world.taken_back(media):
        cache.clear()
        public = world.build_public()
        changing = {*SURFACES["health"], *CHALLENGES}
        seen_by_all = [path for path, name in addresses(public).items() if name not in changing] + GENERAL
        before = {who: open_all(who, public, seen_by_all) for who in NOBODY}
        made = world.build_secrets(dict(public))
        cache.clear()
        after = {who: open_all(who, made, seen_by_all) for who in NOBODY}
        names = addresses(made)
        answers = {who: open_all(who, made, [*names, *questions_to_the_house()]) for who in WHO}
        outbox, mail.outbox = mail.outbox, []
        drain_outbox()
        mails, mail.outbox = mail.outbox, outbox
        yield House(made, names, answers, before, after, mails)


def leaks(answers):
    """Return who met which mark where without being one of its readers."""
    return sorted(
        (who, path, mark)
        for who, opened in answers.items()
        for path, answer in opened.items()
        for mark in answer.marks
        if who not in MARKS[mark]
    )


# -- what must not be


def test_no_page_list_search_file_or_feed_shows_a_secret_to_whoever_must_not_read_it(house):
    assert leaks(house.answers) == []


def test_nothing_changes_for_whoever_may_read_no_secret(house):
    """Neither a number nor a date, a tag, a header or the order of a list tells that there is something."""
    changed = [
        (who, path)
        for who in NOBODY
        for path, answer in house.before[who].items()
        if path != TOTALS and comparable(answer) != comparable(house.after[who][path])
    ]
    assert changed == []


def sent_to_others(mails):
    """Return which mark went to whom who is not among its readers."""
    return sorted(
        (address, mark)
        for letter in mails
        for address in letter.recipients()
        for mark in MARKS
        if mark
        in f"{letter.extra_headers}\n{letter.subject}\n{letter.body}\n{letter.alternatives}\n{letter.attachments}"
        if address.partition("@")[0] not in MARKS[mark] or mark in letter.subject
    )


def test_no_mail_tells_a_secret_to_others_or_on_a_lock_screen(house):
    assert len(house.mails) > 20
    own = {(house.made["marked person"].email, mark) for mark in (mark_of("roster"), mark_of("mail"))}
    assert {(to, mark) for to, mark in sent_to_others(house.mails) if mark not in WITHDRAWN} - own == set()


def test_no_notice_tells_a_secret_to_others(house):
    rows = Notification.objects.select_related("user")
    told = [
        (row.kind, mark)
        for row in rows
        for mark in MARKS.keys() - WITHDRAWN
        if mark in json.dumps([row.payload, row.error, row.title])
        if row.user is None or row.user.email.partition("@")[0] not in MARKS[mark]
    ]
    assert (len(rows) > 50, told) == (True, [])


def test_no_record_holds_a_secret(house):
    rows = list(Activity.objects.values_list("verb", "details", "thing_id"))
    assert len(rows) > 50
    assert sorted(mark for mark in MARKS if mark in json.dumps(rows)) == []


def test_no_page_of_the_reference_data_holds_a_secret(house):
    """Lists, forms, histories and what stands in the way of deleting; looked up by key where there is a search."""
    client, paths = browser("admin", house.made), [reverse("admin:index")]
    for model, page in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths.append(reverse(f"{base}_changelist"))
        paths += [f"{paths[-1]}?q={key_of('draftedition')}"] if page.search_fields else []
        for thing in model.objects.all()[:3]:
            verbs = ["change", "history", *(["delete"] if model is not Agency else [])]
            paths += [reverse(f"{base}_{verb}", args=[thing.pk]) for verb in verbs]
    lookup = {"app_label": "accounts", "model_name": "workunit", "field_name": "parent", "term": "di-bawah"}
    answers = {path: read(client.get(path)) for path in paths}
    answers["autocomplete"] = read(client.get(reverse("admin:autocomplete"), lookup))
    refused = {path.split("/")[2] for path, answer in answers.items() if answer.status != 200}
    # What allauth and Django register is nobody's.
    assert refused == {"account", "auth", "mfa", "socialaccount", "usersessions"}
    assert sorted((path, mark) for path, answer in answers.items() for mark in answer.marks) == []


def test_no_draft_teaches_the_vocabulary_a_word(house):
    """What is repaired or offered while typing comes from here."""
    assert list(SearchTerm.objects.filter(word__in=MARKS).values_list("word", flat=True)) == []


def test_things_that_do_not_exist_and_things_that_are_hidden_answer_alike(house):
    """A refusal says nothing of what was refused: its words are those of an address that never was."""
    nowhere = read(browser(WARGA, house.made).get("/tidak-ada/"))
    hidden = ["draft event", "draft article", "draft edition alone"]
    paths = [house.made["draft event"].get_absolute_url(), house.made["draft article"].get_absolute_url()]
    paths.append(reverse("services:service-detail", args=[house.made["draft edition alone"].service.slug]))
    answers = [house.answers[WARGA][path] for path in paths]
    assert [answer.status for answer in answers] == [404] * len(hidden)
    assert {
        re.sub(r"/(kegiatan|berita|layanan)/[\w-]+/", "…", answer.text.replace(' aria-current="true"', ""))
        for answer in answers
    } == {re.sub(r"/tidak-ada/", "…", nowhere.text)}


# -- that nothing is left out


def test_everything_that_is_no_page_is_in_the_list_of_surfaces(house):
    """A new feed, export, PDF or file must be thought about; add it to SURFACES."""
    handed_out = {
        house.names[path]
        for opened in house.answers.values()
        for path, answer in opened.items()
        if path in house.names and answer.status == 200 and answer.kind != "text/html"
    }
    assert handed_out == {name for names in SURFACES.values() for name in names}


def test_every_page_that_answers_a_get_was_opened(house):
    asked = {name for name, page in PAGES.items() if "GET" in page.methods and not name.startswith("account_")}
    answered = {
        house.names[path]
        for opened in house.answers.values()
        for path, answer in opened.items()
        if path in house.names
        and answer.status in (200, 302)
        and "/akun/masuk/" not in answer.headers.get("Location", "")
    }
    # Letters of the demo are shown in the demo alone; test_visibility_matrix opens them there.
    # There is no single sign-on either.
    sign_on = {"openid_connect_login", "openid_connect_callback"}
    assert asked - answered == {"mail-list", "mail-detail"} | sign_on
    assert visited.named_pages() == PAGES.keys()


def test_every_mark_is_met_by_its_readers(house):
    """A mark that nobody finds would prove nothing. Some have no page yet, or stand in no page that is opened here."""
    met = {
        mark: {who for who in MARKS[mark] if any(mark in answer.all for answer in house.answers[who].values())}
        for mark in MARKS
    }
    missing = {mark: MARKS[mark] - readers for mark, readers in met.items() if MARKS[mark] - readers}
    no_page_yet = set(EDITORS.split())
    looked_up = {"pengelola"}  # by a search that is sent by POST
    assert missing == {
        mark_of("draftedition"): no_page_yet,
        mark_of("drafteditionsummary"): no_page_yet,
        mark_of("loneedition"): no_page_yet,
        mark_of("roster"): looked_up,
    }


# -- that each can fail


def everything(rows, *args, **kwargs):
    return rows


SCOPES = ("visible_to", "published", "public", "own", "held", "upcoming", "in_force_on", "answerable_by")


@pytest.fixture
def unscoped(monkeypatch):
    """Take all scoping away, as somebody would who forgets it."""

    def take(*models, methods=SCOPES):
        for model in models:
            kind = type(model.objects.all())
            for name in methods:
                if hasattr(kind, name):
                    monkeypatch.setattr(kind, name, everything)

    return take


# Where a thing shows itself once nobody asks who is reading: surface, path, model, secret.
PLANTED = {
    "search": ("/cari/?q=wxdrafteventkey", Event, "draftevent"),
    "search for answers": ("/cari/?q=wxdraftanswerkey", FrequentAnswer, "draftanswertext"),
    "search for news": ("/cari/?q=wxdraftarticlekey", Article, "draftarticle"),
    "suggestion": ("/tanya/mirip/?q=wxdraftanswerkey", FrequentAnswer, "draftanswer"),
    "list": ("/berita/", Article, "draftarticle"),
    "list of events": ("/kegiatan/", Event, "draftevent"),
    "list of answers": ("/jawaban/", FrequentAnswer, "draftanswer"),
    "feed": ("/berita/umpan.atom", Article, "draftarticle"),
    "calendar": ("/kegiatan/kalender.ics", Event, "draftevent"),
}


@pytest.mark.parametrize("surface", PLANTED)
def test_surface_that_forgets_who_is_reading_is_found_out(house, unscoped, surface):
    path, model, secret = PLANTED[surface]
    unscoped(model)
    assert mark_of(secret) in read(browser("thl", house.made).get(path)).marks


def test_sitemap_that_forgets_who_is_reading_is_found_out(house, unscoped):
    unscoped(Event, Article)
    before, after = house.after[WARGA]["/sitemap.xml"], read(browser(WARGA, house.made).get("/sitemap.xml"))
    assert comparable(before) != comparable(after)


def test_count_that_forgets_who_is_reading_is_found_out(house, unscoped):
    unscoped(FrequentAnswer)
    before, after = house.after[WARGA]["/jawaban/"], read(browser(WARGA, house.made).get("/jawaban/"))
    assert comparable(before) != comparable(after)


def test_tags_for_other_sites_that_forget_who_is_reading_are_found_out(house, unscoped):
    unscoped(Article)
    page = read(browser(WARGA, house.made).get(house.made["draft article"].get_absolute_url()))
    assert f'og:title" content="{key_of("draftarticle")} {mark_of("draftarticle")}' in page.text
    assert leaks({WARGA: {"og": page}}) != []


@pytest.mark.parametrize("name", ["neutrality:attendance-xlsx", "neutrality:attendance-pdf"])
def test_export_that_forgets_who_is_reading_is_found_out(house, monkeypatch, name):
    permissions = frozenset({"neutrality.take_attendance", "neutrality.edit_event"})
    monkeypatch.setattr(User, "permissions", permissions)
    path = reverse(name, args=[house.made["attended event"].pk])
    assert {mark_of("guest"), mark_of("roster")} <= read(browser("thl", house.made).get(path)).marks


def test_file_that_forgets_who_is_reading_is_found_out(house, unscoped):
    file = house.made["file elsewhere"]
    unscoped(type(file))
    answer = read(browser("thl", house.made).get(file.get_absolute_url()))
    assert mark_of("elsewherefile") in answer.text
    assert mark_of("elsewherefile") in str(answer.headers)


def as_xlsx():
    book, out = Workbook(), io.BytesIO()
    book.active.append([mark_of("note")])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(f"<p>{mark_of('note')}</p>"),
        HttpResponse("leer", headers={"ETag": f'"{mark_of("note")}"'}),
        HttpResponse("leer", headers={"Content-Disposition": f'attachment; filename="{mark_of("note")}.pdf"'}),
        HttpResponse(f"SUMMARY:{mark_of('note')[:4]}\r\n {mark_of('note')[4:]}", content_type="text/calendar"),
        HttpResponse(as_xlsx(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        FileResponse(io.BytesIO(mark_of("note").encode())),
    ],
    ids=["page", "tag", "file name", "folded line", "sheet", "stream"],
)
def test_reader_finds_a_mark_however_it_is_packed(response):
    answer = read(response)
    assert answer.marks == {mark_of("note")}
    assert leaks({"asn": {"somewhere": answer}}) == [("asn", "somewhere", mark_of("note"))]


def test_reader_of_mails_finds_a_mark_that_goes_astray():
    letter = EmailMultiAlternatives("Kabar", mark_of("question"), "dari@contoh.invalid", ["asn@contoh.invalid"])
    assert sent_to_others([letter]) == []
    letter.to = ["thl@contoh.invalid"]
    assert sent_to_others([letter]) == [("thl@contoh.invalid", mark_of("question"))]
    letter.to, letter.subject = ["asn@contoh.invalid"], mark_of("question")
    assert sent_to_others([letter]) == [("asn@contoh.invalid", mark_of("question"))]


def test_models_of_which_pages_are_made_can_be_unscoped():
    """The tests above stand on these names; one that is spelt otherwise would take nothing away."""
    assert [
        name
        for name in SCOPES
        if not any(hasattr(type(m.objects.all()), name) for m in (Event, Article, FrequentAnswer))
    ] == [
        "own",
        "in_force_on",
        "answerable_by",
    ]
    assert issubclass(type(Event.objects.all()), QuerySet)
    assert set(CAST) | {WARGA} == set(WHO)
