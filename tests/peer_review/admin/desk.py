"""What tests of rounds in the admin share."""

import datetime as dt

from bs4 import BeautifulSoup
from django.urls import reverse

from association.core import clock


def address(name, row):
    return reverse(f"round_admin:{name}", args=[row.pk])


def words(response):
    """What a person reads on the page, without the menu."""
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join((soup.main or soup).get_text(" ").split())


def fields_of(response, *, button=""):
    """The values of the page's own form, as a browser would send them with a button pressed."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = soup.main.select('form[method="post"]')[-1]
    sent = {}
    for field in form.select("input[name]"):
        if field.get("type") not in {"checkbox", "radio"} or field.has_attr("checked"):
            sent[field["name"]] = field.get("value", "")
    for field in form.select("textarea[name]"):
        sent[field["name"]] = field.text.strip()
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        sent[field["name"]] = chosen["value"] if chosen else ""
    return sent | ({button: "1"} if button else {})


def two_issues(*, days=3, rows=3):
    """Two issues of 快乐8, as typed into the sources."""
    day = (clock.today() + dt.timedelta(days=days)).isoformat()
    sent = {"sources-TOTAL_FORMS": str(rows), "sources-INITIAL_FORMS": "0"}
    for place, issue in enumerate(["2026135", "第2026136期"]):
        sent |= {
            f"sources-{place}-kind": "kl8",
            f"sources-{place}-issue": issue,
            f"sources-{place}-date": day,
        }
    return sent


def in_days(days):
    return clock.at(clock.now() + dt.timedelta(days=days))
