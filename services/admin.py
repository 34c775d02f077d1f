"""Reference data of the catalogue; editions come from a file (manage.py load_catalogue)."""

from django.contrib import admin

from accounts.admin import RecordedAdmin

from .models import Category, FollowUp, StandardComponent


@admin.register(Category)
class CategoryAdmin(RecordedAdmin):
    list_display = ["name", "slug", "position"]


@admin.register(StandardComponent)
class StandardComponentAdmin(RecordedAdmin):
    list_display = ["title", "group", "is_from_fields", "is_example"]


@admin.register(FollowUp)
class FollowUpAdmin(RecordedAdmin):
    list_display = ["element", "year", "quarter", "text"]
    list_filter = ["year", "quarter"]
