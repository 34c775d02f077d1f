"""Input of the newsroom."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django_prose_editor.fields import ProseEditorFormField

from announcements.actions import (
    add_picture,
    approve_article,
    correct_article,
    return_article,
    save_article,
    submit_article,
)
from announcements.models import Article, Decree
from announcements.richtext import cleaned, words_of
from bkpsdm.lib.forms import ActionForm
from neutrality.models import Event

LONGEST = 60_000
# What the editor can make; richtext.TAGS keeps exactly that. No dropdowns: they cannot be opened by keyboard.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Menu": {
        "groups": [
            {"group": "headings"},
            {"group": "marks"},
            {"group": "lists"},
            {"group": "nodes -blockType -lists"},
            {"group": "link"},
            {"group": "history"},
        ]
    },
}
NEWEST_DECREES = 20


class EventChoice(forms.ModelChoiceField):
    def label_from_instance(self, event):
        return f"{event.title}, {date_format(event.starts_on)}"


class ArticleForm(ActionForm, forms.ModelForm):
    """A draft: saved, and then perhaps on to its pictures or to the reviewers."""

    PICTURES, SUBMIT = "gambar", "kirim"

    body = ProseEditorFormField(
        label="Isi",
        max_length=LONGEST,
        extensions=EXTENSIONS,
        help_text="Bila tombolnya tidak muncul, pisahkan paragraf dengan baris kosong.",
        error_messages={"required": "Tulis isi beritanya."},
    )
    event = EventChoice(
        label="Tentang kegiatan", queryset=Event.objects.none(), required=False, empty_label="Bukan tentang kegiatan"
    )
    decrees = forms.ModelMultipleChoiceField(
        label="Keputusan yang disebut",
        queryset=Decree.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    then = forms.ChoiceField(required=False, choices=[("", ""), (PICTURES, ""), (SUBMIT, "")])

    class Meta:
        model = Article
        fields = ["title", "summary", "body", "byline", "event", "decrees"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "title": {"required": "Tulis judulnya."},
            "summary": {"required": "Tulis ringkasannya dalam satu atau dua kalimat."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        issued = Decree.objects.issued()
        newest = issued.order_by("-dated_on", "-pk").values("pk")[:NEWEST_DECREES]
        chosen = self.instance.decrees.values("pk") if self.instance.pk else []
        self.fields["event"].queryset = Event.objects.public().order_by("-starts_at", "-pk")
        self.fields["decrees"].queryset = issued.filter(Q(pk__in=newest) | Q(pk__in=chosen))
        self.fields["byline"].help_text = "Dikosongkan berarti tim humas instansi."
        self.initial["read_at"] = self.instance.updated_at and self.instance.updated_at.isoformat()
        self.differences = []

    def clean_body(self):
        if not words_of(cleaned(self.cleaned_data["body"])):
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        return self.cleaned_data["body"]

    @property
    def done(self):
        return "Berita dikirim; penyunting lain dikabari." if self.next_step == self.SUBMIT else "Draf disimpan."

    @property
    def next_step(self):
        return self.cleaned_data["then"]

    def save(self, *, by):
        """Save through the action; when somebody else saved meanwhile, say what differs and keep what was typed."""
        saved = self.write(by=by)
        if self.has_error(NON_FIELD_ERRORS, code="race"):
            self.meet(Article.objects.get(pk=self.instance.pk))
        if saved and self.next_step == self.SUBMIT:
            return self.act(submit_article, self.instance, by=by)
        return saved

    def write(self, *, by):
        data = self.cleaned_data
        return self.act(save_article, self.instance, decrees=data["decrees"], read_at=data["read_at"], by=by)

    def meet(self, stored):
        """Take up the version that somebody else saved, so that saving once more replaces it knowingly."""
        theirs = type(self)(self.data, instance=stored)
        self.differences = [theirs.fields[name].label for name in theirs.changed_data if name in self.Meta.fields]
        self.data = self.data.copy()
        self.data["read_at"] = stored.updated_at.isoformat()


class CorrectionForm(ArticleForm):
    """A published story set right, with a line for its readers."""

    note = forms.CharField(
        label="Apa yang dikoreksi?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tampil di bawah berita, bersama waktunya.",
        error_messages={"required": "Tulis apa yang dikoreksi, bagi pembaca."},
    )
    done = "Koreksi terbit."

    def write(self, *, by):
        data = self.cleaned_data
        return self.act(
            correct_article,
            self.instance,
            note=data["note"],
            decrees=data["decrees"],
            read_at=data["read_at"],
            by=by,
        )


class ApproveForm(ActionForm):
    NOW, LATER = "sekarang", "nanti"

    when = forms.ChoiceField(
        label="Kapan terbit?",
        choices=[(NOW, "Sekarang"), (LATER, "Pada waktu di bawah ini")],
        initial=NOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih kapan berita terbit."},
    )
    publish_at = forms.DateTimeField(
        label="Waktu terbit",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Tulis tanggal dan jam, misalnya 2026-06-12 08:00."},
    )

    def clean(self):
        data = super().clean()
        if data.get("when") == self.LATER and not data.get("publish_at") and "publish_at" not in self.errors:
            self.add_error("publish_at", "Isi tanggal dan jam terbitnya.")
        return data

    @property
    def done(self):
        return "Berita dijadwalkan." if self.cleaned_data["when"] == self.LATER else "Berita terbit."

    def save(self, article, *, by):
        is_later = self.cleaned_data["when"] == self.LATER
        publish_at = self.cleaned_data["publish_at"] if is_later else None
        return self.act(approve_article, article, publish_at=publish_at, by=by)


class ReturnForm(ActionForm):
    note = forms.CharField(
        label="Catatan untuk penulis",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Apa yang perlu diperbaiki. Hanya penyunting yang membacanya.",
        error_messages={"required": "Tulis apa yang perlu diperbaiki penulisnya."},
    )

    def __init__(self, *args, is_own=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = not is_own

    def save(self, article, *, by):
        return self.act(return_article, article, note=self.cleaned_data["note"], by=by)


class PictureForm(ActionForm):
    file = forms.FileField(
        label="Berkas gambar",
        help_text="JPEG, PNG, atau WebP, paling besar 10 MB. Tempat dan waktu yang dicatat kamera dibuang.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Pilih berkas gambarnya.", "empty": "Berkas ini kosong."},
    )
    alt = forms.CharField(
        label="Yang terlihat di gambar",
        max_length=200,
        help_text="Untuk pembaca yang tidak melihatnya, misalnya “Peserta duduk di halaman kantor kecamatan”.",
        error_messages={"required": "Tulis apa yang terlihat di gambar, bagi yang tidak melihatnya."},
    )
    caption = forms.CharField(label="Keterangan", max_length=300, required=False)
    credit = forms.CharField(label="Foto oleh", max_length=100, required=False)

    def save(self, article, *, by):
        return self.act(add_picture, article, by=by, **self.cleaned_data)
