"""The smallest valid objects; later states are reached through actions."""

import uuid
from datetime import date, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions import read_import
from accounts.models import (
    Agency,
    ElectionPhase,
    Employee,
    EntrySlip,
    Holiday,
    ImportRun,
    Notification,
    Page,
    Synonym,
    User,
    WorkUnit,
)
from announcements.models import Article, Decree, DecreeRecipient, Picture, PromotionPeriod
from announcements.richtext import words_of
from neutrality.models import Event, Rule
from services.actions import publish_answer
from services.models import (
    AnswerProposal,
    AnswerTemplate,
    Category,
    FrequentAnswer,
    Promise,
    Question,
    Requirement,
    Service,
    ServiceEdition,
    StandardComponent,
    Step,
)

PASSWORD = "kunci-panjang-untuk-uji"


class WorkUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkUnit
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"bidang-{n}")
    name = factory.LazyAttribute(lambda unit: f"Bidang {unit.code}")
    kind = WorkUnit.Kind.BIDANG


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ["id"]

    id = 1
    name = "Badan Kepegawaian Daerah"
    short_name = "BKD"
    regency = "Kabupaten Uji"
    province = "Jawa Timur"
    hours = "Senin: 07.30–16.00"
    general_unit = factory.SubFactory(WorkUnitFactory, code="sekretariat")


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"halaman-{n}")
    title = "Halaman"
    body = "Isi."


class HolidayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Holiday

    date = factory.LazyFunction(timezone.localdate)
    name = "Hari libur"
    kind = Holiday.Kind.LIBUR
    source = "SKB"


class ElectionPhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ElectionPhase

    election = "Pemilihan uji"
    phase = ElectionPhase.Phase.BEFORE
    starts_on = date(2024, 5, 5)
    ends_on = date(2024, 9, 21)
    source = "Peraturan KPU"


class EmployeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employee

    name = "Pegawai Uji"
    nip = factory.Sequence(lambda n: f"198701012010{n:06d}")
    kind = "PNS"
    unit = factory.SubFactory(WorkUnitFactory)


class ReadImportFactory(factory.django.DjangoModelFactory):
    """A file of two rows that was read: somebody new, and somebody in a unit that nobody knows."""

    class Meta:
        model = ImportRun
        skip_postgeneration_save = True

    @factory.post_generation
    def file(self, create, extracted, **kwargs):
        unit = WorkUnitFactory().name
        rows = [
            "NIP BARU;NAMA;UNOR NAMA",
            f"198802022010012001;Contoh Baru;{unit}",
            "198802022010011002;Contoh;Dinas X",
        ]
        self.file.save("", ContentFile("\n".join(rows).encode()))
        read_import(self)
        self.refresh_from_db()


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    employee = factory.SubFactory(EmployeeFactory)
    login = factory.LazyAttribute(lambda user: user.employee.nip)
    email = factory.Sequence(lambda n: f"orang{n}@contoh.invalid")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(PASSWORD)
        self.save()


class EntrySlipFactory(factory.django.DjangoModelFactory):
    """A slip that can be used by nobody: its code was thrown away."""

    class Meta:
        model = EntrySlip

    employee = factory.SubFactory(EmployeeFactory)
    kind = EntrySlip.Kind.ACTIVATION
    code_hash = factory.Sequence(lambda n: f"{n:064d}")
    made_by = factory.SubFactory(UserFactory)
    usable_from = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ["slug"]

    slug = "cuti"
    name = "Cuti"


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"layanan-{n}")
    category = factory.SubFactory(CategoryFactory)
    unit = factory.SubFactory(WorkUnitFactory)


class StandardComponentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StandardComponent
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda n: f"komponen-{n}")
    title = factory.LazyAttribute(lambda component: component.key)
    group = StandardComponent.Group.INTERNAL
    text = "Teks baku."


class DraftEditionFactory(factory.django.DjangoModelFactory):
    """A draft that lacks nothing and may be published."""

    class Meta:
        model = ServiceEdition
        skip_postgeneration_save = True

    service = factory.SubFactory(ServiceFactory)
    number = factory.LazyAttribute(lambda edition: edition.service.editions.count() + 1)
    title = factory.LazyAttribute(lambda edition: f"Nama {edition.service.slug}")
    summary = "Ringkasan."
    employee_kinds = ["PNS"]
    legal_basis = ["UU Nomor 20 Tahun 2023"]
    duration_number = 3
    cost = "Tidak dipungut biaya"
    product = "SK"
    channel = "Loket"

    @factory.post_generation
    def children(self, create, extracted, **kwargs):
        Requirement.objects.create(edition=self, key="surat", text="Surat pengantar")
        Step.objects.create(edition=self, key="ajukan", text="Ajukan.")


def new_key():
    return uuid.uuid4()


class FrequentAnswerFactory(factory.django.DjangoModelFactory):
    """A published answer, or a draft with publish=False."""

    class Meta:
        model = FrequentAnswer
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"jawaban-{n}")
    question = "Bolehkah?"
    answer = "Boleh."

    @factory.post_generation
    def publish(self, create, extracted, **kwargs):
        if extracted is not False:
            publish_answer(self, by=None)


class SynonymFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Synonym

    term = factory.Sequence(lambda n: f"singkatan{n}")
    meanings = ["kepanjangan"]


class QuestionFactory(factory.django.DjangoModelFactory):
    """A new question of somebody to a bidang, about nothing in particular."""

    class Meta:
        model = Question

    asker = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(WorkUnitFactory)
    title = "Pokok pertanyaan"
    answer_due_on = factory.LazyFunction(timezone.localdate)
    complete_due_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.SelfAttribute("answer_due_on")


class AnswerTemplateFactory(factory.django.DjangoModelFactory):
    """A beginning of an answer, for all bidang."""

    class Meta:
        model = AnswerTemplate

    title = factory.Sequence(lambda n: f"Pola {n}")
    body = "Yth. {penanya},"


class PromiseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Promise

    kind = Promise.Kind.PERTANYAAN
    first_days = 2
    complete_days = 5


class ProposalFactory(factory.django.DjangoModelFactory):
    """A general answer that an officer would make of somebody's question."""

    class Meta:
        model = AnswerProposal

    question = factory.SubFactory(QuestionFactory, may_serve_all=True)
    answer = factory.SubFactory(FrequentAnswerFactory, publish=False)
    proposed_by = factory.SubFactory(UserFactory)
    object_until = factory.LazyFunction(timezone.localdate)


class NotificationFactory(factory.django.DjangoModelFactory):
    """A message that waits in the outbox."""

    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    kind = "question_answered"
    payload = {"question": "2026-0001", "path": "/tanya/1/"}


class RuleFactory(factory.django.DjangoModelFactory):
    """An act that is always forbidden, as loaded; the search knows it by its act."""

    class Meta:
        model = Rule

    code = factory.Sequence(lambda n: f"aturan-{n}")
    act = "Ikut kampanye"
    is_allowed = False
    situation = Rule.Situation.KAMPANYE
    source = "PP 94/2021"


class PromotionPeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PromotionPeriod

    starts_on = date(2024, 1, 1)
    months = [2, 4, 6, 8, 10, 12]
    source = "Peraturan BKN 4/2023"


class ArticleFactory(factory.django.DjangoModelFactory):
    """A draft that lacks nothing and may be submitted, as save_article leaves it."""

    class Meta:
        model = Article

    author = factory.SubFactory(UserFactory)
    title = "Judul berita"
    slug = factory.Sequence(lambda n: f"judul-berita-{n}")
    summary = "Ringkasan berita."
    body = "<p>Isi berita.</p>"
    search_text = factory.LazyAttribute(lambda article: words_of(article.body))
    byline = "Tim Humas"


class PictureFactory(factory.django.DjangoModelFactory):
    """A picture of a draft; its bytes are no picture, but served as they are."""

    class Meta:
        model = Picture

    article = factory.SubFactory(ArticleFactory)
    wide = factory.django.FileField(data=b"lebar", filename="wide.webp")
    narrow = factory.django.FileField(data=b"sempit", filename="narrow.webp")
    width = Picture.WIDE
    height = 720
    alt = "Orang duduk di halaman"


class KecamatanFactory(WorkUnitFactory):
    code = factory.Sequence(lambda n: f"kec-{n}")
    name = factory.LazyAttribute(lambda unit: f"Kecamatan {unit.code}")
    kind = WorkUnit.Kind.KECAMATAN


class DraftEventFactory(factory.django.DjangoModelFactory):
    """An event of next week that calls nobody; the fixture make_event invites and publishes."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"Sosialisasi {n}")
    slug = factory.Sequence(lambda n: f"sosialisasi-{n}")
    venue = "Aula Contoh"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=3))


class DecreeFactory(factory.django.DjangoModelFactory):
    """A draft of a regular promotion; with award=True one of medals."""

    class Meta:
        model = Decree

    class Params:
        award = factory.Trait(kind="satyalancana", promotion_kind="", effective_on=None)

    kind = "kenaikan_pangkat"
    promotion_kind = "reguler"
    issuer = "Bupati"
    number = factory.Sequence(lambda n: f"800.1.3.2/CONTOH-{n}/2024")
    dated_on = date(2024, 6, 3)
    effective_on = date(2024, 6, 1)


class RecipientFactory(factory.django.DjangoModelFactory):
    """A draft of what a decree grants to one person; name, NIP and unit as of today."""

    class Meta:
        model = DecreeRecipient

    class Params:
        award = factory.Trait(decree=factory.SubFactory(DecreeFactory, award=True))

    decree = factory.SubFactory(DecreeFactory)
    employee = factory.SubFactory(EmployeeFactory, rank="III/b")
    name = factory.LazyAttribute(lambda recipient: recipient.employee.full_name)
    nip = factory.LazyAttribute(lambda recipient: recipient.employee.nip)
    unit = factory.LazyAttribute(lambda recipient: recipient.employee.unit)
    rank_from = factory.LazyAttribute(lambda recipient: "III/b" if recipient.decree.effective_on else "")
    rank_to = factory.LazyAttribute(lambda recipient: "III/c" if recipient.decree.effective_on else "")
    award_class = factory.LazyAttribute(lambda recipient: "" if recipient.decree.effective_on else "X")
