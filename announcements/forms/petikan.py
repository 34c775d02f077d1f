"""Input of one person's part in a decree."""

from django import forms

from announcements.actions import add_recipient, attach_file, revoke_recipient, update_recipient
from announcements.models import Decree, DecreeRecipient
from bkpsdm.lib.forms import ActionForm
from bkpsdm.lib.ranks import RANKS, rank_above

from .decrees import day_input

AWARD, PROMOTION = ["award_class", "charter_number"], ["rank_from", "rank_to"]
SHOWN_TO_ALL = "Tampil di halaman periksa keaslian; jangan tulis nama atau data orang."


class RecipientForm(ActionForm, forms.ModelForm):
    """What a decree grants to one person: ranks in a promotion, a class in an award."""

    class Meta:
        model = DecreeRecipient
        fields = [*PROMOTION, *AWARD]

    def __init__(self, *args, decree, **kwargs):
        super().__init__(*args, **kwargs)
        self.decree = decree
        shown, left_out = (AWARD, PROMOTION) if decree.kind == Decree.Kind.AWARD else (PROMOTION, AWARD)
        for name in left_out:
            del self.fields[name]
        for name in set(shown) - {"charter_number"}:
            self.fields[name].required = True

    @staticmethod
    def initial_from(employee):
        """Return what the roster knows: the present rank, and the one above it."""
        if employee.rank not in RANKS:
            return {}
        return {"rank_from": employee.rank, "rank_to": rank_above(employee.rank)}

    def add(self, employee, *, by):
        return self.act(add_recipient, self.decree, employee=employee, by=by, **self.cleaned_data)

    def save(self, *, by):
        return self.act(update_recipient, self.instance, by=by, **self.cleaned_data)


class AttachForm(ActionForm):
    file = forms.FileField(
        label="Petikan bertanda tangan",
        help_text="PDF, paling besar 10 MB. Disimpan utuh, satu bita pun tidak berubah.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )

    def save(self, recipient, *, by):
        return self.act(attach_file, recipient, file=self.cleaned_data["file"], by=by)


class ReplaceForm(ActionForm):
    """Prepare the petikan that takes the place of one in force, in a draft of the same kind."""

    draft = forms.ModelChoiceField(
        label="Dalam draf keputusan",
        queryset=Decree.objects.none(),
        empty_label="Pilih drafnya",
        error_messages={"required": "Pilih draf keputusan yang memuat penggantinya."},
    )
    reason = forms.CharField(
        label="Sebab diganti", max_length=300, help_text=SHOWN_TO_ALL, error_messages={"required": "Tulis sebabnya."}
    )

    def __init__(self, *args, recipient, user, **kwargs):
        super().__init__(*args, auto_id="ganti_%s", **kwargs)
        self.recipient = recipient
        drafts = Decree.objects.visible_to(user).drafts().filter(kind=recipient.decree.kind)
        self.fields["draft"].queryset = drafts

    def save(self, *, by):
        """Return the draft of the new petikan: what it grants is copied, and corrected on its own page."""
        old, data = self.recipient, self.cleaned_data
        return self.act(
            add_recipient,
            data["draft"],
            employee=old.employee,
            rank_from=old.rank_from,
            rank_to=old.rank_to,
            award_class=old.award_class,
            charter_number=old.charter_number,
            replaces=old,
            reason=data["reason"],
            by=by,
        )


class RevokeForm(ActionForm):
    """End a petikan in force; nothing takes its place."""

    ended_on = forms.DateField(
        label="Tidak berlaku sejak", widget=day_input(), error_messages={"required": "Isi tanggalnya."}
    )
    reason = forms.CharField(
        label="Sebab dicabut", max_length=300, help_text=SHOWN_TO_ALL, error_messages={"required": "Tulis sebabnya."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="cabut_%s", **kwargs)

    def save(self, recipient, *, by):
        data = self.cleaned_data
        return self.act(revoke_recipient, recipient, reason=data["reason"], ended_on=data["ended_on"], by=by)
