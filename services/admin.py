"""Reference data of catalogue and clock; editions come from a file (manage.py load_catalogue)."""

from django.contrib import admin

from accounts.admin import RecordedAdmin
from accounts.models import Holiday

from .actions import recount_deadlines
from .models import Category, FollowUp, Promise, StandardComponent


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


class ClockAdmin(RecordedAdmin):
    """Data by which due dates are counted: a change of them moves what is still open."""

    def after_change(self):
        recount_deadlines()


@admin.register(Promise)
class PromiseAdmin(ClockAdmin):
    list_display = ["kind", "category", "first_days", "complete_days"]
    list_select_related = ["category"]


@admin.register(Holiday)
class HolidayAdmin(ClockAdmin):
    list_display = ["date", "name", "kind"]
    list_filter = ["kind"]
    date_hierarchy = "date"
