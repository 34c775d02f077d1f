"""The nine questions of the satisfaction survey (PermenPANRB 14/2017, form of the attachment)."""

from django import forms
from django.utils import timezone

from bkpsdm.lib.forms import ActionForm
from services.actions import answer_survey
from services.models import ELEMENTS

# By code of the element: what is asked, and the four answers from 1 to 4.
QUESTIONS = {
    "u1": (
        "Bagaimana kesesuaian persyaratan dengan jenis layanannya?",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    ),
    "u2": (
        "Bagaimana kemudahan prosedur layanan ini?",
        ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"],
    ),
    "u3": (
        "Bagaimana kecepatan waktu pelayanan?",
        ["Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"],
    ),
    "u4": (
        "Bagaimana kewajaran biaya layanan ini?",
        ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"],
    ),
    "u5": (
        "Bagaimana kesesuaian hasil dengan yang tercantum dalam standar pelayanan?",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    ),
    "u6": (
        "Bagaimana kemampuan petugas?",
        ["Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"],
    ),
    "u7": (
        "Bagaimana kesopanan dan keramahan petugas?",
        ["Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"],
    ),
    "u8": (
        "Bagaimana penanganan pengaduan, saran, dan masukan?",
        ["Tidak ada", "Ada, tetapi tidak berfungsi", "Berfungsi, tetapi kurang maksimal", "Dikelola dengan baik"],
    ),
    "u9": (
        "Bagaimana kualitas sarana dan prasarana, termasuk portal ini?",
        ["Buruk", "Cukup", "Baik", "Sangat baik"],
    ),
}


class SurveyForm(ActionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, code in enumerate(ELEMENTS, start=1):
            question, answers = QUESTIONS[code]
            self.fields[code] = forms.TypedChoiceField(
                label=f"{number}. {question}",
                choices=list(enumerate(answers, start=1)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu dari keempatnya."},
            )

    def save(self, token):
        return self.act(answer_survey, token, answers=self.cleaned_data, today=timezone.localdate())
