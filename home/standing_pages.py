"""Pages that stand at a fixed address and came after the first ones: written after each migrate."""

from django.utils.translation import override
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from association.violations.models import NoticeIndexPage, NoticeReview
from home.models import HomePage

BOARD = {
    "title": "公示栏",
    "title_en": "Notices",
    "slug": "notices",
    "intro_zh": "会员学校违反自己签署的承诺，经核查、听取陈述、表决决定并已生效的事项，在有效期内"
    "公示于此。到期自动撤下；改正到位的，可以提前撤下。",
    "intro_en": "Where a member school broke a promise it had signed, and a decision on it is in "
    "force, it is told here for as long as it stands. It ends by itself on its day, and earlier "
    "once things were put right.",
}
WORKFLOW = "公示复核"
TASK = "由他人复核公示文字"


def write_board_of_notices() -> None:
    """Put the board of notices below the home page, and the review before whatever stands on it.

    Run after every migrate; does nothing where there is no home page yet, and leaves what is there.
    """
    home = HomePage.objects.first()
    if home is None:
        return
    board = NoticeIndexPage.objects.first()
    if board is None:
        with override("zh-hans"):
            board = home.add_child(instance=NoticeIndexPage(**BOARD))
    if not WorkflowPage.objects.filter(page=board.page_ptr).exists():
        WorkflowPage.objects.create(page=board.page_ptr, workflow=_review())


def _review() -> Workflow:
    """Return the workflow in which another person approves."""
    task = NoticeReview.objects.first() or NoticeReview.objects.create(name=TASK)
    step = WorkflowTask.objects.filter(task=task, workflow__active=True).first()
    if step is not None:
        return step.workflow
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
