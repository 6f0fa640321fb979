from django.urls import path

from association.violations.views import (
    departments,
    notices,
    objections,
    school,
    school_acts,
    school_reply,
    school_ways_back,
)

app_name = "violations"

CASES = "desk/<slug:uscc>/cases/"
CASE = f"{CASES}<slug:code>/"
FILINGS = "department-desk/<slug:code>/filings/"

urlpatterns = [
    path("notices.atom", notices.feed, name="notice_feed"),
    path("notices/<slug:code>/sheet.pdf", notices.sheet, name="notice_sheet"),
    path("notices/<slug:code>/card.png", notices.card, name="notice_card"),
    path("notices/<slug:code>/object/", objections.object_to_entry, name="object"),
    path("objections/<slug:receipt>/", objections.objection, name="objection"),
    path(CASES, school.school_cases, name="school_cases"),
    path(CASE, school.case, name="case"),
    path(f"{CASE}answer/", school_acts.answer, name="answer"),
    path(f"{CASE}hearing/", school_acts.ask_hearing, name="ask_hearing"),
    path(f"{CASE}reply/", school_reply.reply, name="reply"),
    path(f"{CASE}appeal/", school_ways_back.appeal, name="appeal"),
    path(f"{CASE}accept/", school_ways_back.accept, name="accept"),
    path(f"{CASE}object/", school_ways_back.object_own, name="object_own"),
    path(f"{CASE}repair/", school_ways_back.repair, name="repair"),
    path(f"{CASE}evidence/<int:pk>/", school.evidence, name="evidence"),
    path(FILINGS, departments.filings, name="department_filings"),
    path(f"{FILINGS}table.xlsx", departments.filings_xlsx, name="department_filings_xlsx"),
    path(f"{FILINGS}table.csv", departments.filings_csv, name="department_filings_csv"),
    path(f"{FILINGS}<slug:filing>/", departments.filing, name="department_filing"),
    path(f"{FILINGS}<slug:filing>/package.zip", departments.filing_package, name="filing_package"),
    path(
        "department-desk/<slug:code>/joint-visits/<int:pk>/",
        departments.joint_visit,
        name="department_visit",
    ),
]
