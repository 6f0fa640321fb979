from django.urls import path

from association.violations.views import school, school_acts

app_name = "violations"

CASES = "desk/<slug:uscc>/cases/"
CASE = f"{CASES}<slug:code>/"

urlpatterns = [
    path(CASES, school.school_cases, name="school_cases"),
    path(CASE, school.case, name="case"),
    path(f"{CASE}answer/", school_acts.answer, name="answer"),
    path(f"{CASE}hearing/", school_acts.ask_hearing, name="ask_hearing"),
    path(f"{CASE}evidence/<int:pk>/", school.evidence, name="evidence"),
]
