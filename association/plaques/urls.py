app_name = "plaques"

urlpatterns = []
