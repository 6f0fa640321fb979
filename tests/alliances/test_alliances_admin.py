import pytest
from django.urls import reverse

from association.accounts.models import User
from association.accounts.roles import Role
from association.alliances.models import Alliance
from association.core.models import Counter
from association.core.public import SERIES, bump_public_site
from tests.factories import make_lead, make_school, make_secretary, make_user
from tests.factories.people import enrol_if_needed

pytestmark = pytest.mark.django_db

LIST = reverse("alliance_admin:index")


@pytest.fixture
def east():
    return Alliance.objects.get(code="east")


@pytest.fixture
def superuser(client):
    user = make_user(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def page(act, row):
    return reverse(f"alliance_admin:{act}", args=[row.pk])


def test_the_list_shows_members_and_leads_in_a_fixed_number_of_queries(client, clerk, queries):
    lead = make_lead("east", last_name="孙", first_name="七")
    make_school()
    client.get(LIST)
    with queries() as one:
        assert str(lead) in client.get(LIST).content.decode()
    for code in ("south", "west", "north"):
        make_lead(code)
        make_school(alliance=code)
    with queries() as more:
        client.get(LIST)
    assert len(more) == len(one)


def test_a_lead_is_appointed_and_ended(client, superuser, east):
    user = make_user()
    client.post(page("appoint_lead", east), {"user": user.pk})
    lead = east.leads.get()
    assert (lead.user, lead.until) == (user, None)
    client.force_login(enrol_if_needed(user))
    assert client.get("/alliance-desk/east/").status_code == 200
    client.force_login(superuser)
    client.post(page("end_lead", lead))
    lead.refresh_from_db()
    assert lead.until is not None
    client.force_login(User.objects.get(pk=user.pk))
    assert client.get("/alliance-desk/east/").status_code == 404


def test_only_active_people_who_do_not_lead_yet_are_offered(client, superuser, east):
    leading, gone, free = make_lead("east"), make_user(is_active=False), make_user()
    offered = set(client.get(page("appoint_lead", east)).context["form"].fields["user"].queryset)
    assert offered == {free, superuser}
    for user in (leading, gone):
        response = client.post(page("appoint_lead", east), {"user": user.pk})
        assert response.status_code == 422
    assert east.leads.count() == 1


def test_new_names_outdate_every_stored_page(client, superuser, east):
    bump_public_site()
    before = Counter.objects.get(series=SERIES).last
    client.post(page("edit", east), {"name_zh": "东片联盟", "name_en": "Alliance East"})
    east.refresh_from_db()
    assert (east.name_zh, east.name_en) == ("东片联盟", "Alliance East")
    assert Counter.objects.get(series=SERIES).last == before + 1


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.EDITOR])
def test_the_secretariats_roles_change_no_alliance(client, east, role):
    lead = make_lead("east").led_alliances.get()
    client.force_login(make_secretary(role))
    user = make_user()
    for act, row, data in (
        ("edit", east, {"name_zh": "x", "name_en": "x"}),
        ("appoint_lead", east, {"user": user.pk}),
        ("end_lead", lead, {}),
    ):
        client.post(page(act, row), data)
    east.refresh_from_db()
    assert east.name_zh != "x"
    assert list(east.leads.values_list("user", "until")) == [(lead.user_id, None)]


def test_hostile_input_changes_nothing(client, superuser, east, hostile):
    response = client.post(page("appoint_lead", east), {"user": hostile})
    assert response.status_code == 422
    response = client.post(page("edit", east), {"name_zh": hostile, "name_en": ""})
    assert response.status_code == 422
    assert not east.leads.exists()
