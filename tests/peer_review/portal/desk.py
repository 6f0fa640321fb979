"""What tests of rounds on desks share."""

import datetime as dt

from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse

from association.core import clock
from association.peer_review.checklists.questions import groups_of


def enter(client, user):
    """Sign a person in, who reads English."""
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return user


def led(name, row, *pks, alliance="east"):
    """The address of a page about a round on an alliance's desk."""
    return reverse(f"peer_review:{name}", args=[alliance, row.code, *pks])


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def words(response):
    """What a person reads on the page."""
    return " ".join(soup_of(response).select_one("main").get_text(" ").split())


def links(response):
    """Where the page leads to."""
    return {link["href"] for link in soup_of(response).select("main a[href]")}


def fields_of(response, *, button=""):
    """The values of the page's form, as a browser would send them with a button pressed."""
    sent = {}
    form = soup_of(response).select("main form[method=post]")[-1]
    for field in form.select("input[name]"):
        if field.get("type") not in {"checkbox", "radio"} or field.has_attr("checked"):
            sent[field["name"]] = field.get("value", "")
    for field in form.select("textarea[name]"):
        sent[field["name"]] = field.text.strip()
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        sent[field["name"]] = chosen["value"] if chosen else ""
    return sent | ({button: "1"} if button else {})


def in_days(days):
    return clock.at(clock.now() + dt.timedelta(days=days))


def day(days):
    """So many days from today, as a browser sends it."""
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def all_answered(version, *, but=None):
    """Answers to every question of a checklist: yes, or as `but` says."""
    sent = {}
    for group in groups_of(version):
        prefix = f"{group.key}-0-" if group.repeats else ""
        if group.repeats:
            sent[f"{group.key}-rows"] = "1"
        for question in group.questions:
            answers = question.answers
            sent[prefix + question.code] = answers[0] if answers else "20"
    return sent | (but or {})
