"""Samples of notices: what everybody reads, what a school writes, what the editor refuses."""


def _notice(world):
    return {"code": world.public_case.code}


def _page(part):
    return lambda world: {"page_id": getattr(world, part).pk}


def _reply(part):
    def sample(world):
        named = {"uscc": world.school.uscc, "code": getattr(world, part).code}
        return named | {"POST": {"words": "我校已经改正。"}}

    return sample


def _writing(world):
    page = world.notice
    sent = {"title": page.title, "words": "更正后的说明。", "basis": page.basis}
    forms = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {"page_id": page.pk, "POST": sent | forms}


def _approving(world):
    return {
        "page_id": world.notice_in_review.pk,
        "action_name": "approve",
        "task_state_id": world.review_state.pk,
    }


def _copying(world):
    page = world.notice
    sent = {"new_title": "x", "new_slug": "x", "new_parent_page": str(page.get_parent().pk)}
    return {"page_id": page.pk, "POST": sent}


def _adding(world):
    return {
        "content_type_app_name": "violations",
        "content_type_model_name": "noticepage",
        "parent_page_id": world.notice.get_parent().pk,
    }


PUBLIC = {
    "wagtail_serve [notices]": "/notices/",
    "wagtail_serve [a notice]": lambda world: f"/notices/{world.public_case.code.lower()}/",
    "wagtail_serve [a notice not public]": lambda world: world.notice_in_review.url,
    "violations:notice_sheet": _notice,
    "violations:notice_card": _notice,
    "api:notice": _notice,
}
DESK = {
    "violations:reply": _reply("public_case"),
    "violations:reply [another school's]": _reply("strange_public_case"),
}
ADMIN = {
    "case_admin:draft_notice": lambda world: {"pk": world.strange_public_case.pk},
    "wagtailadmin_pages:edit [a notice]": _writing,
    "wagtailadmin_pages:view_draft [a notice]": _page("notice"),
    "wagtailadmin_pages:workflow_action [a notice]": _approving,
    "wagtailadmin_pages:add [a notice]": _adding,
    "wagtailadmin_pages:copy [a notice]": _copying,
    "wagtailadmin_pages:delete [a notice]": _page("notice"),
    "wagtailadmin_pages:unpublish [a notice]": _page("notice"),
    "wagtailadmin_pages:set_privacy [a notice]": _page("notice"),
    "wagtailadmin_pages:move [a notice]": lambda world: {"page_to_move_id": world.notice.pk},
}

NOTICES = PUBLIC | DESK | ADMIN
