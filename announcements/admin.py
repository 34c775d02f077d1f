"""The dated rules of promotions, as reference data."""

from django.contrib import admin

from accounts.admin import RecordedAdmin

from .models import PromotionPeriod


@admin.register(PromotionPeriod)
class PromotionPeriodAdmin(RecordedAdmin):
    list_display = ["source", "starts_on", "ends_on", "months"]
