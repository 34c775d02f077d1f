"""Reference data of the catalogue; editions are written on pages of their own."""

from django.contrib import admin

from accounts.admin import RecordedAdmin

from .models import Category, StandardComponent


@admin.register(Category)
class CategoryAdmin(RecordedAdmin):
    list_display = ["name", "slug", "position"]


@admin.register(StandardComponent)
class StandardComponentAdmin(RecordedAdmin):
    list_display = ["title", "group", "is_from_fields", "is_example"]
