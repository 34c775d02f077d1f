app_name = "neutrality"

urlpatterns = []
