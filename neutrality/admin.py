"""The rules of neutrality, as reference data."""

from django.contrib import admin

from accounts.admin import RecordedAdmin

from .models import Rule


@admin.register(Rule)
class RuleAdmin(RecordedAdmin):
    list_display = ["code", "act", "is_allowed", "situation", "phase", "tier"]
    list_filter = ["situation", "phase", "is_allowed"]
    search_fields = ["code", "act"]
