"""Every address × every role × GET and POST, held against policy.txt."""

import re

import pytest
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.settings.registry import registry as settings_registry

from association.core.viewsets_export import ExportMixin
from tests.permissions.addresses import known_addresses
from tests.permissions.asking import on_sqlite, request_of, route_of, row_names
from tests.permissions.samples import SAMPLES
from tests.permissions.table import POLICY, REFUSALS, cells_of, read_policy, written_out
from tests.permissions.world import ROLES

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail it has just made to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file.*Spooled:ResourceWarning"),
]

ROWS = read_policy(POLICY.read_text(encoding="utf-8"))
# Our own address for a forgotten password stands before these.
NEVER_REACHED = {
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}

SIGN_IN = {"/admin/login/", "wagtailadmin_login"}

STRANGE = re.compile(r"\[(another (school|alliance|round)|the secretariat)'s\]$")
# A notice ends with its case, and another person approves it; no right stands in for that.
NOBODY_MAY = {
    f"wagtailadmin_pages:{act} [a notice]"
    for act in ("add", "copy", "delete", "unpublish", "set_privacy", "move")
} | {"wagtailadmin_pages:delete [the home page]"}  # notices stand below it
# Refused to everybody, superusers included, because there is nothing.
NOTHING_THERE = {
    "/v/",
    "/admin/.*/$",
    "api:api-root",
    "accounts:end_session",
    "accounts:passkey",
    "alliances:join [wrong code]",
    "plaques:gate_photo [a replaced copy's]",
    "plaques:gate_photo [a bare wall]",
    "peer_review:draw [a plan]",
    "peer_review:draw [a sweep]",
    "peer_review:record [a plan]",
    "peer_review:repeat [a plan]",
    "peer_review:repeat_file [a plan]",
    "peer_review:school_part [a plan]",
    "peer_review:visit_photo [no photo]",
    "violations:case [not told yet]",
    "violations:object [nothing public]",
    "violations:department_filing [not sent]",
    "filing_admin:package [not sent]",
    "media [a document]",
    "message_texts:text [no such kind]",
    "wagtail_serve [unpublished]",
    "wagtail_serve [no such page]",
    "wagtail_serve [a notice not public]",
    "wagtail_bulk_action [a school]",
    "wagtailadmin_tag_model_autocomplete [no tags]",
    "wagtailadmin_pages:edit [the root]",
    "wagtailadmin_block_preview",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_upload_multiple",
    "wagtailforms:list_submissions",
    "wagtailforms:list_submissions_results",
    "wagtailforms:delete_submissions",
    "wagtailimages:url_generator",
    "wagtailimages:url_generator_output",
    "wagtailsettings:preview_on_edit",
    "wagtailsnippets:index",
}


@pytest.mark.parametrize("name", row_names())
def test_an_address_answers_each_role_as_the_policy_says(world, name):
    path, data = request_of(name, world)
    seen = {}
    for method in methods_for(data):
        for role in ROLES:
            visit = world.browsers[role].visit(method, path, data)
            if visit.error:
                message = f"{method} {path} fails for {role}"
                raise AssertionError(message) from visit.error
            seen[method, role] = visit.word
            assert not visit.faults, f"headers of {method} {path} for {role}: {visit.faults}"
            if method == "GET" or visit.word != "act":
                assert not visit.written, f"{method} {path} by {role} ({visit.word}) writes"
    policy = cells_of(name, ROWS)
    if not policy:
        pytest.fail(f"Not in policy.txt, where it would be\n{written_out(name, seen)}")
    differences = [
        f"{method} as {role} is answered “{word}”, the policy says “{policy.get((method, role))}”"
        for (method, role), word in seen.items()
        if word != policy.get((method, role))
    ]
    if differences:
        pytest.fail("\n".join([path, *differences, written_out(name, seen)]))


def methods_for(data):
    if on_sqlite():
        return ("GET", "POST")
    return ("POST",) if data else ("GET",)


def test_no_row_is_about_an_address_that_does_not_exist():
    names = row_names()
    assert [
        own
        for row in ROWS
        for own in row.names
        if not any(row._replace(names=[own]).is_about(name) for name in names)
    ] == []


def test_no_address_has_two_rows():
    assert [name for name in row_names() if sum(row.is_about(name) for row in ROWS) > 1] == []


def test_every_url_pattern_is_asked(world):
    reached = {route_of(request_of(name, world).path) for name in row_names()}
    missed = {address.name for address in known_addresses() if address.route not in reached}
    assert missed == NEVER_REACHED


def test_everything_that_can_be_done_to_many_at_once_is_asked():
    bulk_action_registry._scan_for_bulk_actions()
    registered = {
        f"wagtail_bulk_action [{app}/{model} {action}]"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    assert registered - SAMPLES.keys() == set()


def test_every_kind_of_settings_is_asked():
    registered = {
        f"wagtailsettings:edit [{model._meta.label_lower}]" for model in settings_registry
    }
    assert registered - SAMPLES.keys() == set()


def test_every_act_of_the_interface_for_scripts_is_asked():
    registered = {
        f"wagtailadmin_api:pages:action [{action}]" for action in PagesAdminAPIViewSet.actions
    }
    assert registered - SAMPLES.keys() == set()


def test_every_list_that_can_be_exported_is_asked():
    exported = {address.name for address in known_addresses() if _writes_files(address.view)}
    exported = {name for name in exported if not name.endswith("_results")}
    assert exported - {name.partition(" [")[0] for name in SAMPLES if "[as XLSX]" in name} == set()


def _writes_files(view):
    kind = getattr(view, "view_class", None)
    if kind is not None and issubclass(kind, ExportMixin):
        return True
    if kind is None or not issubclass(kind, SpreadsheetExportMixin):
        return False
    return bool(view.view_initkwargs.get("list_export", kind.list_export))


def test_what_is_refused_to_everybody_has_nothing_to_give():
    refused = {name for name in row_names() if set(cells_of(name, ROWS).values()) <= REFUSALS}
    strangers = {name for name in refused if STRANGE.search(name)}
    assert refused == NOTHING_THERE | NOBODY_MAY | SIGN_IN | strangers


def test_a_visit_sees_what_is_written_and_undoes_it(world):
    path, data = request_of("plaque_admin:activate", world)
    for _time in range(2):
        visit = world.browsers["clerk"].visit("POST", path, data)
        assert visit.word == "act"
        assert {"plaques_plaque", "plaques_plaqueevent"} <= visit.written
    world.to_activate.refresh_from_db()
    assert world.to_activate.status == "issued"
