"""Samples of Wagtail's addresses. What stands in brackets tells several apart."""

from tests.permissions.world import World


def _with(keyword, part):
    return lambda world: {keyword: getattr(world, part).pk}


def _all(names, keyword, part):
    return dict.fromkeys(names.split(), _with(keyword, part))


def _below(namespace, names):
    return " ".join(f"{namespace}:{name}" for name in names.split())


NEWS = {"content_type_app_name": "home", "content_type_model_name": "newspage"}

# Wagtail's editor fails on a form that lacks these. No browser leaves them out.
EMPTY_BODY = {"body_zh-count": "0", "body_en-count": "0"}


def _new_page(world: World) -> dict:
    return NEWS | {"parent_page_id": world.index.pk}


PAGES = (
    _all(
        _below(
            "wagtailadmin_pages",
            "usage preview_on_edit view_draft delete unpublish set_privacy lock unlock "
            "revisions_index workflow_history history history_results",
        ),
        "page_id",
        "news",
    )
    | _all("wagtailadmin_explore wagtailadmin_explore_results", "parent_page_id", "index")
    | {
        "wagtailadmin_choose_page_child": _with("parent_page_id", "index"),
        "wagtailadmin_pages:add": lambda world: _new_page(world) | {"POST": EMPTY_BODY},
        "wagtailadmin_pages:preview_on_add": _new_page,
        "wagtailadmin_pages:type_use": NEWS,
        "wagtailadmin_pages:type_use_results": NEWS,
        "wagtailadmin_pages:choose_parent": {
            "app_label": "home",
            "model_name": "newspage",
        },
        "wagtailadmin_pages:add_subpage": _with("parent_page_id", "index"),
        "wagtailadmin_pages:edit": lambda world: {
            "page_id": world.news.pk,
            "POST": EMPTY_BODY,
        },
        "wagtailadmin_pages:copy": lambda world: {
            "page_id": world.news.pk,
            "POST": {"new_title": "", "new_slug": "", "new_parent_page": str(world.index.pk)},
        },
        "wagtailadmin_pages:edit [the root]": _with("page_id", "root"),
        "wagtailadmin_pages:delete [the home page]": _with("page_id", "home"),
        "wagtailadmin_pages:unpublish [the home page]": _with("page_id", "home"),
        "wagtailadmin_pages:convert_alias": _with("page_id", "alias"),
        "wagtailadmin_pages:move": _with("page_to_move_id", "news"),
        "wagtailadmin_pages:move_confirm": lambda world: {
            "page_to_move_id": world.news.pk,
            "destination_id": world.index.pk,
        },
        "wagtailadmin_pages:set_page_position": _with("page_to_move_id", "news"),
        "wagtailadmin_pages:workflow_action": lambda world: {
            "page_id": world.in_workflow.pk,
            "action_name": "approve",
            "task_state_id": world.workflow_state.current_task_state.pk,
        },
        "wagtailadmin_pages:collect_workflow_action_data": lambda world: {
            "page_id": world.in_workflow.pk,
            "action_name": "approve",
            "task_state_id": world.workflow_state.current_task_state.pk,
        },
        "wagtailadmin_pages:confirm_workflow_cancellation": _with("page_id", "in_workflow"),
        "wagtailadmin_pages:workflow_preview": lambda world: {
            "page_id": world.in_workflow.pk,
            "task_id": world.task.pk,
        },
        "wagtailadmin_pages:workflow_history_detail": lambda world: {
            "page_id": world.in_workflow.pk,
            "workflow_state_id": world.workflow_state.pk,
        },
        "wagtailadmin_pages:revisions_view": lambda world: {
            "page_id": world.news.pk,
            "revision_id": world.revision.pk,
        },
        "wagtailadmin_pages:revisions_revert": lambda world: {
            "page_id": world.news.pk,
            "revision_id": world.revision.pk,
            "POST": EMPTY_BODY,
        },
        "wagtailadmin_pages:revisions_unschedule": lambda world: {
            "page_id": world.news.pk,
            "revision_id": world.revision.pk,
        },
        "wagtailadmin_pages:revisions_compare": lambda world: {
            "pk": world.news.pk,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
        },
    }
)

PAGE_ACTIONS = [
    "convert_alias",
    "copy",
    "copy_for_translation",
    "create_alias",
    "delete",
    "move",
    "publish",
    "revert_to_page_revision",
    "unpublish",
]


def _page_action(action):
    return lambda world: {
        "pk": world.news.pk,
        "action_name": action,
        "POST": {"update_slug": "another"} if action == "create_alias" else {},
    }


API = {
    f"wagtailadmin_api:pages:action [{action}]": _page_action(action) for action in PAGE_ACTIONS
} | {
    "wagtailadmin_api:pages:detail": _with("pk", "news"),
    "wagtailadmin_api:documents:detail": _with("pk", "document"),
    "wagtailadmin_api:images:detail": _with("pk", "image"),
    "wagtailadmin_api:pages:find": lambda world: {"?": f"id={world.news.pk}"},
    "wagtailadmin_api:documents:find": lambda world: {"?": f"id={world.document.pk}"},
    "wagtailadmin_api:images:find": lambda world: {"?": f"id={world.image.pk}"},
}


def _bulk(model, action, part):
    return lambda world: f"/admin/bulk/{model}/{action}/?id={getattr(world, part).pk}"


BULK = {
    f"wagtail_bulk_action [{model} {action}]": _bulk(model, action, part)
    for model, part, actions in [
        ("wagtailcore/page", "news", "delete move publish unpublish"),
        ("wagtailimages/image", "image", "delete add_tags add_to_collection"),
        ("wagtaildocs/document", "document", "delete add_tags add_to_collection"),
        ("accounts/user", "user", "delete assign_role set_active_state"),
    ]
    for action in actions.split()
} | {
    "wagtail_bulk_action [a school]": _bulk("alliances/school", "delete", "school"),
}

MANAGEMENT = (
    _all(_below("wagtailadmin_collections", "edit delete"), "pk", "collection")
    | _all("wagtailadmin_collections:set_privacy", "collection_id", "collection")
    | _all(
        _below("wagtailadmin_workflows", "enable disable edit usage usage_results"),
        "pk",
        "workflow",
    )
    | _all(_below("wagtailadmin_workflows", "edit_task disable_task enable_task"), "pk", "task")
    | _all(_below("wagtailredirects", "edit delete"), "redirect_id", "redirect")
    | _all(_below("wagtailsites", "edit delete history history_results usage copy"), "pk", "site")
    | _all(
        _below("wagtailusers_users", "edit delete history history_results usage copy"),
        "pk",
        "user",
    )
    | _all(
        _below("wagtailusers_groups", "edit delete history history_results usage"),
        "pk",
        "group",
    )
    | _all(
        _below("wagtailforms", "list_submissions list_submissions_results delete_submissions"),
        "page_id",
        "news",
    )
    | {
        "wagtailadmin_workflows:remove": _with("page_pk", "in_workflow"),
        "wagtailadmin_workflows:remove [one]": lambda world: {
            "page_pk": world.in_workflow.pk,
            "workflow_pk": world.workflow.pk,
        },
        "wagtailadmin_workflows:add_task": {
            "app_label": "wagtailcore",
            "model_name": "groupapprovaltask",
        },
        "wagtailadmin_workflows:task_chosen": _with("task_id", "task"),
        "wagtailsettings:edit": {
            "app_name": "core",
            "model_name": "associationprofile",
        },
        "wagtailsettings:edit [core.associationprofile]": lambda world: {
            "app_name": "core",
            "model_name": "associationprofile",
            "pk": world.profile.pk,
        },
        "wagtailsettings:preview_on_edit": lambda world: {
            "app_name": "core",
            "model_name": "associationprofile",
            "pk": world.profile.pk,
        },
    }
)

FILES = (
    _all(_below("wagtaildocs", "edit delete document_usage"), "document_id", "document")
    | _all(_below("wagtaildocs", "edit_multiple delete_multiple"), "doc_id", "document")
    | _all(
        _below("wagtaildocs", "create_multiple_from_uploaded_document delete_upload_multiple"),
        "uploaded_file_id",
        "document_upload",
    )
    | _all("wagtaildocs_chooser:chosen", "pk", "document")
    | _all(
        _below(
            "wagtailimages",
            "edit delete url_generator url_generator_output image_usage edit_multiple "
            "delete_multiple",
        ),
        "image_id",
        "image",
    )
    | _all(
        _below("wagtailimages", "create_multiple_from_uploaded_image delete_upload_multiple"),
        "uploaded_file_id",
        "image_upload",
    )
    | _all("wagtailimages_chooser:chosen", "pk", "image")
    | _all("wagtailimages_chooser:select_format", "image_id", "image")
    | {
        "wagtailimages:preview": lambda world: {
            "image_id": world.image.pk,
            "filter_spec": "max-4x4",
        },
        "wagtaildocs_chooser:chosen_multiple": lambda world: {"?": f"id={world.document.pk}"},
        "wagtailimages_chooser:chosen_multiple": lambda world: {"?": f"id={world.image.pk}"},
        "wagtailadmin_choose_page_external_link": {
            "POST": {"external-link-chooser-url": "https://example.org/"}
        },
        "wagtailadmin_choose_page_chosen_multiple": lambda world: {"?": f"id={world.news.pk}"},
    }
)


def _ping(model, part):
    def sample(world):
        label, name = model.split(".")
        return {
            "app_label": label,
            "model_name": name,
            "object_id": getattr(world, part).pk,
            "session_id": world.editing_session.pk,
        }

    return sample


EDITING = {
    "wagtailadmin_editing_sessions:ping": _ping("home.newspage", "news"),
    "wagtailadmin_editing_sessions:ping [a school]": _ping("alliances.school", "school"),
    "wagtailadmin_editing_sessions:ping [a person]": _ping("accounts.user", "user"),
    "wagtailadmin_editing_sessions:ping [a plaque]": _ping("plaques.plaque", "plaque"),
    "wagtailadmin_editing_sessions:release": _with("session_id", "editing_session"),
    "wagtailadmin_tag_model_autocomplete": {
        "app_name": "taggit",
        "model_name": "tag",
    },
    "wagtailadmin_tag_model_autocomplete [no tags]": {
        "app_name": "alliances",
        "model_name": "school",
    },
}


def _served(part):
    def sample(world):
        document = getattr(world, part)
        return f"/documents/{document.pk}/{document.filename}"

    return sample


def _stored(part):
    return lambda world: {"path": getattr(world, part).file.name}


SERVED = {
    "media [a picture on pages]": lambda world: {
        "path": world.image.get_rendition("width-8").file.name
    },
    "media [an original]": _stored("image"),
    "media [a document]": _stored("document"),
    "wagtaildocs_serve": _served("document"),
    "wagtaildocs_serve [signed-in only]": _served("board_document"),
    "wagtaildocs_serve [password]": _served("password_document"),
    "wagtaildocs_authenticate_with_password": _with("restriction_id", "collection_restriction"),
    "wagtailcore_authenticate_with_password": lambda world: {
        "page_view_restriction_id": world.page_restriction.pk,
        "page_id": world.with_password.pk,
    },
    "wagtail_serve [home]": "/",
    "wagtail_serve [pledge]": "/pledge/",
    "wagtail_serve [news]": lambda world: world.news.url,
    "wagtail_serve [unpublished]": "/news/unpublished/",
    "wagtail_serve [signed-in only]": "/news/for-signed-in/",
    "wagtail_serve [clerks only]": "/news/for-clerks/",
    "wagtail_serve [password]": "/news/with-password/",
    "wagtail_serve [no such page]": "/nowhere/",
    "/admin/.*/$": "/admin/nowhere/",
    "wagtailadmin_password_reset_confirm": {"uidb64": "MQ", "token": "a-b"},
}

# Wagtail writes a list as a file when the address ends like this.
EXPORTED = (
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:page_types_usage",
    "wagtailredirects:index",
    "wagtailusers_users:index",
    "school_admin:index",
    "plaque_admin:index",
)
EXPORTS = {
    name: sample
    for plain in EXPORTED
    for name, sample in (
        (plain, {}),
        (f"{plain} [as XLSX]", {"?": "export=xlsx"}),
        (f"{plain} [as CSV]", {"?": "export=csv"}),
    )
}

WAGTAILS = EXPORTS | PAGES | API | BULK | MANAGEMENT | FILES | EDITING | SERVED
