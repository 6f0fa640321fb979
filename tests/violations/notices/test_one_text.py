"""Plaque, notice, feed and form tell one text: what was approved last."""

import datetime as dt

import pytest

from association.core import clock
from association.violations.enums import CaseStatus, Measure
from association.violations.services import carry_out_case, lodge_objection, reply_to_notice
from tests.factories import make_secretary
from tests.factories.cases import make_case
from tests.factories.flows import make_active_plaque
from tests.factories.notices import correct_notice
from tests.factories.ways_back import make_decided
from tests.violations.notices.board import (
    FEED,
    WORDS,
    address,
    make_notice,
    make_plaque_with_notice,
    words_of,
)

pytestmark = pytest.mark.django_db

CORRECTED = "2026年暑期，该校收取超过三个月的学费；退费已按时办理。"
REPLY = "我们已经全部退费。"


def surfaces(client, plaque):
    """Everything on which the reason of a measure is read."""
    addresses = [plaque.get_absolute_url(), f"/api/v1/plaques/{plaque.number}", "/plaques.atom"]
    return [words_of(client.get(url)) for url in addresses]


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.REVOKE])
def test_a_corrected_notice_corrects_the_plaque_everywhere(client, measure):
    plaque, page = make_plaque_with_notice(measure=measure)
    assert all(WORDS in told for told in surfaces(client, plaque))
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        correct_notice(page.case, CORRECTED)
        told = surfaces(client, plaque)
    assert all(CORRECTED in each for each in told)
    assert not any(WORDS in each for each in told)


def test_an_unapproved_correction_changes_nothing(client):
    plaque, page = make_plaque_with_notice()
    correct_notice(page.case, CORRECTED, approved=False)
    assert not any(CORRECTED in each for each in surfaces(client, plaque))


def test_the_plaque_tells_the_words_of_the_notice_that_was_approved_before(client):
    plaque = make_active_plaque()
    case = make_decided(school=plaque.school, public_words=WORDS)
    correct_notice(case, CORRECTED)
    case.accepted_at = clock.now()
    case.save()
    carry_out_case(case=case, acting_user=None)
    plaque.refresh_from_db()
    assert plaque.public_reason == CORRECTED


def test_the_page_of_a_school_that_was_expelled_leads_to_the_notice_and_its_own_words(client):
    plaque, page = make_plaque_with_notice(measure=Measure.EXPEL)
    assert address(page) in words_of(client.get(plaque.get_absolute_url()))


def test_the_form_to_object_shows_the_approved_words_and_the_way_back(client):
    page = make_notice(measure=Measure.CIRCULAR)
    correct_notice(page.case, CORRECTED)
    shown = words_of(client.get(f"{address(page)}object/"))
    assert CORRECTED in shown
    assert WORDS not in shown
    assert f'href="{address(page)}"' in shown


def test_what_nobody_approved_cannot_be_read_by_way_of_objecting(client):
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.CIRCULAR)
    assert client.get(f"/notices/{case.code.lower()}/object/").status_code == 404


def test_what_a_plaque_tells_can_be_objected_to_before_there_is_a_notice(client):
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.SUSPEND, public_words=WORDS)
    shown = words_of(client.get(f"/notices/{case.code.lower()}/object/"))
    assert WORDS in shown
    assert f'href="/notices/{case.code.lower()}/"' not in shown


def test_the_feed_tells_both_sides_and_when_the_last_of_them_came(client):
    page = make_notice(measure=Measure.CIRCULAR)
    later = clock.now() + dt.timedelta(hours=30)
    with clock.at(later):
        reply_to_notice(case=page.case, words=REPLY, acting_user=None)
        told = words_of(client.get(FEED))
    assert REPLY in told
    assert later.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") in told or (
        later.strftime("%Y-%m-%dT%H:%M") in told
    )


@pytest.mark.parametrize("path", ["plaque", "alliance"])
def test_search_engines_keep_no_copy_of_the_pages_around_it(client, path):
    plaque, _page = make_plaque_with_notice(measure=Measure.CIRCULAR)
    pages = {"plaque": plaque.get_absolute_url(), "alliance": "/alliances/east/"}
    assert '<meta name="robots" content="noarchive">' in words_of(client.get(pages[path]))


# -- what strangers write does not hold a notice up ------------------------------------------------


@pytest.mark.parametrize("who", ["家长", "协会", "收取", "学费"])
def test_an_objector_who_gives_no_name_blocks_no_text(who):
    page = make_notice(measure=Measure.CIRCULAR)
    lodge_objection(case=page.case, words="金额不对。", who=who)
    page.words = f"{WORDS}家长已被告知。"
    page.save_revision(user=make_secretary())


def test_the_name_and_the_words_of_an_objector_do_not_pass():
    page = make_notice(measure=Measure.CIRCULAR)
    said = "我是二年级一位学员的妈妈，当天我就站在门口看着"
    lodge_objection(case=page.case, words=said, who="郑秋月")
    for words in ("郑秋月来信。", f"据反映，{said}。"):
        page.words = words
        with pytest.raises(Exception, match="Please take out"):
            page.save_revision(user=make_secretary())
