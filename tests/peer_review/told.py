"""Schools with their principals, and what was told them."""

from django.utils import translation
from django.utils.formats import date_format

from association.messaging.wording import FIELDS
from tests.factories import make_lead, make_principal, make_school


def make_members(count, alliance="east", *, prefix="principal"):
    """So many member schools, each with a principal named after its place: principal-1 and on."""
    schools = [make_school(alliance=alliance) for _each in range(count)]
    for number, school in enumerate(schools, 1):
        make_principal(school, name=f"{prefix}-{number}")
    return schools


def make_strangers():
    """A principal, a lead and a school of another alliance, whom nothing here concerns."""
    make_principal(make_school(alliance="west"), name="foreign")
    make_lead("west", name="foreign-lead")


def principal_of(school):
    """The user name of a school's principal."""
    people = school.representatives.filter(until__isnull=True, capacity="principal")
    return people.get().user.username


def in_both(day):
    """A day as letters write it, in Chinese and in English."""
    with translation.override("zh-hans"):
        chinese = date_format(day, "DATE_FORMAT")
    with translation.override("en"):
        return {"zh": chinese, "en": date_format(day, "DATE_FORMAT")}


def says(message, *, zh, en):
    """Whether a message says something in both languages, in subject or text."""
    chinese = f"{message.subject_zh}\n{message.body_zh}"
    return zh in chinese and en in f"{message.subject_en}\n{message.body_en}"


def texts_of(messages):
    """All that some messages say, in one piece."""
    return "\n".join(getattr(each, name) for each in messages for name in FIELDS)
