"""Wagtail's own things for the matrix: pages in every condition, pictures, documents, people."""

from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)

from association.accounts.models import User
from association.accounts.roles import Role
from home.models import HomePage, NewsIndexPage, NewsPage
from tests.factories import make_user
from tests.permissions.pictures import png

RESTRICTION_PASSWORD = "open-sesame-7"


def make_pages(people: dict[str, User]) -> SimpleNamespace:
    """Return Wagtail's objects by the part they play.

    people: at least "editor", who has begun uploads and has a page open.
    """
    things = SimpleNamespace(root=Page.get_first_root_node(), home=HomePage.objects.get())
    things.site = Site.objects.get(is_default_site=True)
    _make_news(things, people["editor"])
    _make_restricted_pages(things)
    _make_workflow(things, people["editor"])
    _make_files(things, people["editor"])
    things.redirect = Redirect.objects.create(old_path="/old", redirect_link="/news/")
    things.group = Group.objects.get(name=Role.CLERK)
    things.user = make_user()
    return things


def _make_news(things: SimpleNamespace, editor: User) -> None:
    things.index = NewsIndexPage.objects.get()
    things.news = _news(things, "meeting")
    things.revision = things.news.save_revision(user=editor)
    things.revision.publish(user=editor)
    things.unpublished = _news(things, "unpublished", live=False)
    things.alias = things.news.create_alias(parent=things.index, update_slug="meeting-again")
    things.editing_session = EditingSession.objects.create(
        content_type=ContentType.objects.get_for_model(NewsPage),
        object_id=str(things.news.pk),
        user=editor,
        last_seen_at=things.revision.created_at,
    )


def _news(things, slug, **values):
    page = NewsPage(
        title="会员大会", slug=slug, body_zh=[("paragraph", "<p>会议材料。</p>")], **values
    )
    return things.index.add_child(instance=page)


def _make_restricted_pages(things: SimpleNamespace) -> None:
    things.for_members = _news(things, "for-signed-in")
    things.for_clerks = _news(things, "for-clerks")
    things.with_password = _news(things, "with-password")
    PageViewRestriction.objects.create(
        page=things.for_members, restriction_type=PageViewRestriction.LOGIN
    )
    for_clerks = PageViewRestriction.objects.create(
        page=things.for_clerks, restriction_type=PageViewRestriction.GROUPS
    )
    for_clerks.groups.add(Group.objects.get(name=Role.CLERK))
    things.page_restriction = PageViewRestriction.objects.create(
        page=things.with_password,
        restriction_type=PageViewRestriction.PASSWORD,
        password=RESTRICTION_PASSWORD,
    )


def _make_workflow(things: SimpleNamespace, editor: User) -> None:
    things.task = GroupApprovalTask.objects.create(name="Second look")
    things.task.groups.add(Group.objects.get(name=Role.EDITOR))
    things.workflow = Workflow.objects.create(name="Two people")
    WorkflowTask.objects.create(workflow=things.workflow, task=things.task, sort_order=0)
    things.in_workflow = _news(things, "in-workflow", live=False)
    things.in_workflow.save_revision(user=editor)
    things.workflow_state = things.workflow.start(things.in_workflow, editor)


def _make_files(things: SimpleNamespace, editor: User) -> None:
    root = Collection.get_first_root_node()
    things.collection = root.add_child(name="Board")
    CollectionViewRestriction.objects.create(
        collection=things.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    closed = root.add_child(name="With password")
    things.collection_restriction = CollectionViewRestriction.objects.create(
        collection=closed,
        restriction_type=CollectionViewRestriction.PASSWORD,
        password=RESTRICTION_PASSWORD,
    )
    things.image = _measured(Image(title="Gate", file=ContentFile(png(), "gate.png")))
    things.document = _document("statutes.pdf", root)
    things.board_document = _document("board.pdf", things.collection)
    things.password_document = _document("password.pdf", closed)
    things.image_upload = _begun_upload(Image, ContentFile(png(), "begun.png"), editor)
    # Somebody else's: nobody but the one who began may go on.
    things.document_upload = _begun_upload(Document, ContentFile(b"%PDF-", "begun.pdf"), None)


def _document(name, collection):
    file = ContentFile(b"%PDF-1.4", name)
    return _measured(Document(title=name, file=file, collection=collection))


def _measured(row):
    """Save size and hash, which Wagtail would write when it first shows the row."""
    row.save()
    row.get_file_size()
    row.get_file_hash()
    row.file.close()
    row.save()
    return row


def _begun_upload(model, file, editor):
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=file,
        uploaded_by_user=editor,
    )
