"""Reference data for the admins of the system; people and decisions have pages of their own."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin

from .actions import record
from .models import Agency, ElectionPhase, Page, WorkUnit

# The one way in is the portal's own login.
admin.site.login = secure_admin_login(admin.site.login)
# Every page says so where nothing is real.
admin.site.site_header = "Data rujukan · data contoh" if settings.DEMO_MODE else "Data rujukan"
admin.site.site_title = "Data rujukan"
admin.site.index_title = "Data rujukan"


class RecordedAdmin(admin.ModelAdmin):
    """An admin page whose every change is written down."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record("reference_saved", obj, by=request.user, fields=form.changed_data)
        self.after_change()

    def delete_model(self, request, obj):
        self.delete_recorded(request, obj)
        self.after_change()

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_recorded(request, obj)
        self.after_change()

    def delete_recorded(self, request, obj):
        record("reference_deleted", obj, by=request.user)
        obj.delete()

    def after_change(self):
        """Do what follows from a change of these data: nothing, where nobody counts with them."""


@admin.register(Agency)
class AgencyAdmin(RecordedAdmin):
    autocomplete_fields = ["general_unit"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Agency.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.pk = 1  # the one row
        super().save_model(request, obj, form, change)


@admin.register(Page)
class PageAdmin(RecordedAdmin):
    list_display = ["title", "slug", "position"]


@admin.register(WorkUnit)
class WorkUnitAdmin(RecordedAdmin):
    list_display = ["name", "kind", "parent", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "code"]
    autocomplete_fields = ["parent", "kecamatan"]
    exclude = ["successor"]

    def get_readonly_fields(self, request, obj=None):
        """Names and successors change on /kerja/unit/, where the old ones are kept."""
        return ["name"] if obj else []


@admin.register(ElectionPhase)
class ElectionPhaseAdmin(RecordedAdmin):
    list_display = ["election", "phase", "starts_on", "ends_on"]
    list_filter = ["phase"]
