"""One seeded world for the tests that look at everything as everybody: a thing in each state that decides who sees it.

Each secret holds two words that stand nowhere else: a key by which it can be looked for, and a mark that gives it away.
"""

import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.actions import (
    apply_import,
    ask_correction,
    ask_recovery,
    cancel_import,
    decide_correction,
    end_role,
    grant_role,
    make_slip,
    merge_employees,
    read_import,
    retire_employee,
    revoke_slip,
)
from accounts.freshness import beat
from accounts.models import ImportRun, Notification
from accounts.stopping import stop_token
from accounts.unsubscribe import leave_path
from accounts.words import learn_words
from announcements.actions import (
    approve_article,
    archive_article,
    attach_file,
    issue_decree,
    revoke_recipient,
    submit_article,
)
from announcements.models import Picture
from bkpsdm.lib.uploads import Upload
from neutrality.actions import admit_guest, cancel_event, check_in, finish_event, publish_event, save_event
from services.actions import (
    add_note,
    answer_question,
    ask_question,
    change_consent,
    close_question,
    give_token,
    publish_edition,
)
from services.models import Question, ServiceEdition

from . import factories
from .announcements.files import upload
from .conftest import make_cast, make_components
from .soft_key import SoftKey

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def words(secret):
    """Return the words of a secret: wxnotekey wxnotemark."""
    return f"{key_of(secret)} {mark_of(secret)}"


def key_of(secret):
    return f"wx{secret}key"


def mark_of(secret):
    return f"wx{secret}mark"


# Secrets of the kinds that a search looks at.
SEARCHED = ("draftedition", "draftanswer", "draftevent", "draftarticle", "scheduledarticle", "archivedarticle")

# Of somebody who is named in a decree, and of somebody who came to an event.
MARKED_NIP = "199001012014017711"
MARKED_PHONE = "081300007711"


@contextmanager
def taken_back(media):
    """Open a transaction that is rolled back at the end, and a place for files: for fixtures that outlive a test."""
    with override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield
        transaction.set_rollback(True)


def build():
    """Make the whole world; return its things by name."""
    return build_secrets(build_public())


def build_public():
    """Make people, and what everybody may see of what they did."""
    world = build_house()
    rooms = (build_catalogue, build_events, build_news, build_decrees, build_hallway)
    for room in (*rooms, build_roster, build_imports, build_trust, build_entry):
        world |= room(world)
    return world


def build_house():
    """Make agency, units and cast.

    The operator's unit, the bidang of petugas and kabid, has a unit below it, one above it, and one beside it.
    """
    today = timezone.localdate()
    call_command("sync_roles", stdout=StringIO())
    beat("beat")
    factories.HolidayFactory(date=today.replace(month=1, day=1))
    factories.HolidayFactory(date=today.replace(year=today.year + 1, month=1, day=1))
    inspectorate = factories.WorkUnitFactory(code="inspektorat", name="Inspektorat Daerah", kind="inspektorat")
    factories.AgencyFactory(complaint_unit=inspectorate)
    above = factories.WorkUnitFactory(code="di-atas")
    bidang = factories.WorkUnitFactory(code="mutasi-promosi", name="Bidang Mutasi dan Promosi", parent=above)
    make_components()
    # The house knows the keys as words, else nobody who looks for one would be taken to mean anything.
    learn_words([" ".join(key_of(secret) for secret in SEARCHED)])
    return {
        "cast": make_cast(bidang, inspectorate, today),
        "bidang": bidang,
        "unit below": factories.WorkUnitFactory(code="di-bawah", parent=bidang),
        "unit above": above,
        "unit beside": factories.WorkUnitFactory(code="di-samping", parent=above),
        "unit elsewhere": factories.WorkUnitFactory(code="di-tempat-lain"),
        "stranger": factories.UserFactory(employee__name="Orang Lain Contoh"),
    }


# -- what is public


def publish(service, *, effective_on, **fields):
    edition = factories.DraftEditionFactory(service=service, **fields)
    publish_edition(edition, effective_on=effective_on, by=None)
    return edition


def build_catalogue(world):
    today, bidang = timezone.localdate(), world["bidang"]
    service, coming = factories.ServiceFactory(unit=bidang), factories.ServiceFactory(unit=bidang)
    old = publish(service, effective_on=today - 30 * DAY)
    retired = publish(factories.ServiceFactory(unit=bidang), effective_on=today - 30 * DAY)
    ServiceEdition.objects.filter(pk=retired.pk).update(retired_on=today)
    elsewhere = publish(factories.ServiceFactory(unit=world["unit elsewhere"]), effective_on=today)
    closed = publish(factories.ServiceFactory(unit=bidang, is_confidential=True), effective_on=today)
    return {
        "edition in force": publish(service, effective_on=today - DAY),
        "old edition": old,
        "retired edition": retired,
        "edition of next week": publish(coming, effective_on=today + 7 * DAY),
        "confidential service": closed.service,
        "service elsewhere": elsewhere.service,
        "published answer": factories.FrequentAnswerFactory(service=service),
        "answer elsewhere": factories.FrequentAnswerFactory(service=elsewhere.service),
        "answer without a service": factories.FrequentAnswerFactory(),
        "unused ticket": SimpleNamespace(token=give_token(bidang, today=today)),
        "nonsense": SimpleNamespace(token="nonsense", code="000000000000", pk=99_999_999, slug="nonsense", number=1),
    }


def make_event(units, *, starts_in=7 * DAY, draft=False, **fields):
    event = factories.DraftEventFactory.build(starts_at=timezone.now() + starts_in, **fields)
    save_event(event, units=units, kecamatan=[], by=None)
    if not draft:
        publish_event(event, by=None)
    return event


def build_events(world):
    cast = world["cast"]
    units = [cast["asn"].employee.unit, world["bidang"]]
    person = factories.EmployeeFactory(
        name=f"Contoh {words('roster')}",
        unit=world["unit below"],
        email=f"{mark_of('mail')}@contoh.invalid",
        phone=MARKED_PHONE,
    )
    cancelled, finished = make_event(units), make_event(units, starts_in=-5 * HOUR)
    cancel_event(cancelled, reason="Hujan", by=cast["panitia"])
    finish_event(finished, by=cast["panitia"])
    return {
        "coming event": make_event(units),
        "event under way": make_event(units, starts_in=-HOUR, series="Seri Contoh"),
        "marked person": person,
        "attended event": make_event([person.unit], starts_in=-2 * HOUR),
        "cancelled event": cancelled,
        "finished event": finished,
    }


def make_article(world, state, **fields):
    """Make a story of penyunting that penyunting2 has let go as far as a state says."""
    cast = world["cast"]
    article = factories.ArticleFactory(author=cast["penyunting"], **fields)
    if state != "draf":
        submit_article(article, by=cast["penyunting"])
    if state in ("terbit", "arsip", "terjadwal"):
        publish_at = timezone.now() + DAY if state == "terjadwal" else None
        approve_article(article, publish_at=publish_at, by=cast["penyunting2"])
    if state == "arsip":
        archive_article(article, by=cast["penyunting2"])
    return article


def build_news(world):
    published = make_article(world, "terbit", event=world["finished event"])
    return {"published article": published, "picture of a published article": picture_of(published)}


def picture_of(article, alt="Orang duduk"):
    """Return a picture with its width by which it is asked for."""
    picture = factories.PictureFactory(article=article, alt=alt)
    return SimpleNamespace(pk=picture.pk, width=Picture.NARROW)


def issue(world, **fields):
    recipient = factories.RecipientFactory(**fields)
    recipient = attach_file(recipient, file=upload(), by=world["cast"]["pengelola"])
    issue_decree(recipient.decree, by=world["cast"]["pengelola"])
    recipient.refresh_from_db()
    return recipient


def build_decrees(world):
    """Make petikan of asn, and one of somebody else, whose number stands on paper and nowhere else."""
    asn, keeper = world["cast"]["asn"].employee, world["cast"]["pengelola"]
    old, revoked, bare = (
        issue(world, employee=asn),
        issue(world, employee=asn),
        factories.RecipientFactory(employee=asn),
    )
    issue_decree(bare.decree, by=keeper)
    new = factories.RecipientFactory(employee=asn)
    type(old).objects.filter(pk=old.pk).update(replaced_by=new, reason="Salah ketik")
    issue_decree(new.decree, by=keeper)
    revoke_recipient(revoked, reason="Keliru", ended_on=timezone.localdate(), by=keeper)
    other = issue(world, employee=factories.EmployeeFactory(nip=MARKED_NIP, name="Penerima Contoh"))
    bare.refresh_from_db()
    old.refresh_from_db()
    return {
        "petikan in force": issue(world, employee=asn),
        "petikan without a file": bare,
        "replaced petikan": old,
        "revoked petikan": revoked,
        "petikan of somebody else": other,
        "issued decree": other.decree,
    }


def build_hallway(world):
    cast, today = world["cast"], timezone.localdate()
    notice = Notification.objects.filter(user=cast["asn"], channel="portal", state="terkirim").first()
    mail = Notification.objects.filter(user=cast["asn"], channel="surel", kind="event_invited").first()
    old = grant_role(cast["auditor"], role="editor", unit=None, starts_on=today, ends_on=today, by=None)
    end_role(old, reason="Keliru", by=cast["admin"])
    return {
        "message to asn": notice,
        "leave link": SimpleNamespace(token=leave_path(mail).split("/")[-2]),
        "synonym": factories.SynonymFactory(),
        "account of asn": cast["asn"],
        "account of admin": cast["admin"],
        "grant of petugas": cast["petugas"].grants.get(),
        "grant of admin": cast["admin"].grants.get(),
        "grant taken back": old,
        "reset link": SimpleNamespace(uidb36="1", key="set-password"),
        "somebody": SimpleNamespace(decree=world["issued decree"], employee=cast["asn"].employee),
    }


def build_roster(world):
    """Make rows of the roster in, below, above and beside the operator's unit; nobody of them has an account."""
    admin, unit = world["cast"]["admin"], world["bidang"]
    left, double, person = (factories.EmployeeFactory(unit=unit) for _ in range(3))
    retire_employee(left, standing="pensiun", on=timezone.localdate(), by=admin)
    merge_employees(double, into=person, by=admin)
    return {
        "person of the unit": person,
        "person below": factories.EmployeeFactory(unit=world["unit below"]),
        "person above": factories.EmployeeFactory(unit=world["unit above"]),
        "person beside": factories.EmployeeFactory(unit=world["unit beside"]),
        "person who left": left,
        "joined row": double,
        "row of operator": world["cast"]["operator"].employee,
    }


def build_imports(world):
    """Make a file of people in each state; what was applied comes first, for it would change the preview of others."""
    admin = world["cast"]["admin"]
    applied = factories.ReadImportFactory(by=admin)
    apply_import(applied, by=admin)
    ready, cancelled = factories.ReadImportFactory(by=admin), factories.ReadImportFactory(by=admin)
    cancel_import(cancelled, by=admin)
    unread, nonsense = ImportRun(by=admin), ImportRun(by=admin)
    unread.file.save("", ContentFile(b"NIP;NAMA"))
    nonsense.file.save("", ContentFile(b"\x00\x01\x02"))
    read_import(nonsense)
    return {
        "import under way": unread,
        "import to confirm": ready,
        "applied import": applied,
        "cancelled import": cancelled,
        "import of nonsense": nonsense,
    }


def build_trust(world):
    asn, admin = world["cast"]["asn"], world["cast"]["admin"]
    fields = {"subject": "nama", "wrong": "Contho", "right": "Contoh"}
    answered = ask_correction(**fields, by=asn)
    decide_correction(answered, is_accepted=True, answer="Sudah dibetulkan.", by=admin)
    return {
        "correction of asn": ask_correction(**fields, by=asn),
        "correction of admin": ask_correction(**fields, by=admin),
        "answered correction": answered,
    }


def build_entry(world):
    """Make slips of people below and beside the operator's unit, recoveries that wait, a device and second factors."""
    cast = world["cast"]
    operator, petugas = cast["operator"], cast["petugas"]
    locked_out = [
        factories.UserFactory(employee__unit=world[f"unit {where}"]).employee for where in ("below", "beside")
    ]
    (below, _), (beside, _), (revoked, _) = (
        make_slip(person, has_been_seen=True, by=by)
        for person, by in (
            (world["person below"], operator),
            (world["person beside"], petugas),
            (factories.EmployeeFactory(unit=world["unit below"]), operator),
        )
    )
    revoke_slip(revoked, by=operator)
    (recovery, _), (recovery_beside, _) = (
        ask_recovery(person, has_been_seen=True, by=by)
        for person, by in zip(locked_out, (operator, petugas), strict=True)
    )
    RecoveryCodes.activate(cast["asn"])
    TOTP.activate(cast["thl"], "JBSWY3DPEHPK3PXP")
    return {
        "slip below": below,
        "slip beside": beside,
        "revoked slip": revoked,
        "recovery below": recovery,
        "recovery beside": recovery_beside,
        "locked out below": locked_out[0],
        "locked out beside": locked_out[1],
        "stop link": SimpleNamespace(token=stop_token(below)),
        "device of asn": UserSession.objects.create(user=cast["asn"], session_key="x" * 32, ip="127.0.0.1"),
        "passkey of asn": add_passkey(cast["asn"]).instance,
    }


def add_passkey(user):
    options = {"publicKey": {"user": {"id": "eA"}, "challenge": "eA"}}
    return WebAuthn.add(user, "Ponsel", json.loads(SoftKey().create(options)))


# -- what is not


def build_secrets(world):
    """Make what not everybody may see beside what is public; return all things by name."""
    for room in (secret_questions, secret_answers, secret_drafts, secret_decrees, secret_attendance):
        world |= room(world)
    return world


def ask(world, by, service, secret, *, files=(), **fields):
    fields = {"kind": "pertanyaan", "title": words(secret), "body": words(f"{secret}body"), **fields}
    return ask_question(service=service, key=factories.new_key(), by=by, files=files, **fields)


def pdf(secret):
    return Upload(f"{mark_of(secret)}.pdf", "application/pdf", f"%PDF-1.4 {mark_of(secret)}".encode())


def secret_questions(world):
    """Make questions of asn to the bidang, and of a stranger elsewhere, in every state that decides who reads them."""
    cast, stranger, today = world["cast"], world["stranger"], timezone.localdate()
    service, elsewhere, closed = (
        world["edition in force"].service,
        world["service elsewhere"],
        world["confidential service"],
    )
    new = ask(world, cast["asn"], service, "question", files=[pdf("attachment")])
    noted = ask(world, cast["asn"], service, "noted")
    add_note(noted, body=words("note"), files=[pdf("noteattachment")], by=cast["petugas"])
    answered, finished = ask(world, cast["asn"], service, "answered"), ask(world, cast["asn"], service, "closed")
    consented, offered, given = (ask(world, cast["asn"], service, name) for name in ("consented", "offered", "given"))
    for question in (answered, finished, consented, offered, given):
        answer_question(question, body=words("officeanswer"), by=cast["petugas"])
    close_question(finished, by=cast["asn"])
    for question in (consented, offered, given):
        change_consent(question, may_serve_all=True, by=cast["asn"])
    confidential = ask(world, cast["asn"], closed, "confidential", kind="pengaduan", files=[pdf("confidentialfile")])
    other = ask(world, stranger, elsewhere, "elsewhere", files=[pdf("elsewherefile")])
    assigned, misassigned = (ask(world, stranger, elsewhere, name) for name in ("assigned", "misassigned"))
    Question.objects.filter(pk=assigned.pk).update(assignee=cast["petugas"])
    Question.objects.filter(pk=misassigned.pk).update(assignee=cast["petugas"], is_confidential=True)
    proposed = {
        name: propose(world, question, until, name)
        for name, question, until in (
            ("proposal to publish", given, today - DAY),
            ("proposal to wait for", offered, today),
            ("proposal elsewhere", other, today - DAY),
        )
    }
    return {
        "new question": new,
        "question with a note": noted,
        "answered question": answered,
        "closed question": finished,
        "question with consent": consented,
        "proposed question": offered,
        "confidential question": confidential,
        "copied complaint": ask(world, cast["asn"], service, "complaint", kind="pengaduan"),
        "question of petugas": ask(world, cast["petugas"], service, "ofpetugas"),
        "question elsewhere": other,
        "question assigned from elsewhere": assigned,
        "confidential question assigned from elsewhere": misassigned,
        "file of a question": new.messages.first().attachments.get(),
        "file of a note": noted.messages.get(kind="catatan").attachments.get(),
        "file of a confidential question": confidential.messages.first().attachments.get(),
        "file elsewhere": other.messages.first().attachments.get(),
        **proposed,
        "draft elsewhere": proposed["proposal elsewhere"].answer,
    }


def propose(world, question, until, name):
    secret = name.replace(" ", "")
    draft = factories.FrequentAnswerFactory(
        publish=False, service=question.service, question=words(secret), answer=words(f"{secret}text")
    )
    return factories.ProposalFactory(
        question=question, answer=draft, object_until=until, proposed_by=world["cast"]["petugas"]
    )


def secret_answers(world):
    service = world["edition in force"].service
    draft = factories.FrequentAnswerFactory(
        publish=False, service=service, question=words("draftanswer"), answer=words("draftanswertext")
    )
    elsewhere = world["unit elsewhere"]
    return {
        "draft answer": draft,
        "template of the bidang": factories.AnswerTemplateFactory(unit=world["bidang"], body=words("template")),
        "template for all": factories.AnswerTemplateFactory(body="Yth."),
        "template elsewhere": factories.AnswerTemplateFactory(unit=elsewhere, title=words("templateelsewhere")),
    }


def secret_drafts(world):
    """Make a draft of everything that is published one day; drafts stand beside what is public."""
    service = world["edition in force"].service
    edition = factories.DraftEditionFactory(
        service=service, title=words("draftedition"), summary=words("drafteditionsummary")
    )
    lone = factories.DraftEditionFactory(
        service=factories.ServiceFactory(unit=world["bidang"], slug="layanan-rahasia"), title=words("loneedition")
    )
    units = [world["cast"]["asn"].employee.unit]
    event = make_event(
        units,
        draft=True,
        title=words("draftevent"),
        summary=words("drafteventsummary"),
        series="Seri Contoh",
        starts_in=-3 * DAY,
        venue=mark_of("draftvenue"),
    )
    articles = {
        name: make_article(
            world,
            state,
            title=words(secret),
            summary=words(f"{secret}summary"),
            body=f"<p>{words(f'{secret}body')}</p>",
            event=world["finished event"],
        )
        for name, state, secret in (
            ("draft article", "draf", "draftarticle"),
            ("article in review", "ditinjau", "reviewarticle"),
            ("scheduled article", "terjadwal", "scheduledarticle"),
            ("archived article", "arsip", "archivedarticle"),
        )
    }
    pictures = {f"picture of a {name}": picture_of(article, alt=words("picture")) for name, article in articles.items()}
    return {"draft edition": edition, "draft edition alone": lone, "draft event": event, **articles, **pictures}


def secret_decrees(world):
    asn = world["cast"]["asn"].employee
    draft = factories.RecipientFactory(
        employee=asn,
        decree=factories.DecreeFactory(number=words("draftdecree"), event=world["finished event"]),
    )
    attach_file(draft, file=upload(), by=world["cast"]["pengelola"])
    draft.refresh_from_db()
    empty = factories.DecreeFactory(number=words("emptydecree"))
    return {
        "draft decree": draft.decree,
        "draft decree without people": empty,
        "draft petikan": draft,
        "person for a draft": SimpleNamespace(decree=empty, employee=world["stranger"].employee),
        "person for an issued decree": SimpleNamespace(
            decree=world["issued decree"], employee=world["stranger"].employee
        ),
    }


def secret_attendance(world):
    """Let somebody below the operator's unit come to an event, and a guest."""
    person, event, panitia = world["marked person"], world["attended event"], world["cast"]["panitia"]
    check_in(event, text=person.nip, key=factories.new_key(), by=panitia)
    admit_guest(event, name=words("guest"), unit="Dusun", key=factories.new_key(), by=panitia)
    return {}
