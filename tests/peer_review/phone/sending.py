"""What a phone sends, for tests."""

import base64
import io
import uuid

from PIL import Image, ImageDraw

from association.peer_review.checklists.questions import groups_of
from association.peer_review.enums import AnswerType
from association.peer_review.services import hand_in_on_site
from tests.factories.files import picture_with_place


def drawing():
    """A signature as the pad gives it."""
    picture = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(picture).line([(40, 150), (300, 40), (560, 150)], fill="black", width=6)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def large_picture():
    """A photo larger than what is kept, that tells where it was taken."""
    return picture_with_place(size=(2400, 1200))


def whole_answers(version, **changed):
    """Answers to every question, yes where it can be; nested, as a phone sends them."""
    told = {}
    for group in groups_of(version):
        into = told.setdefault(group.key, [{}])[0] if group.repeats else told
        for question in group.questions:
            into[question.code] = _answer(question)
    return told | changed


def _answer(question):
    if question.answer_type == AnswerType.PHOTO:
        return [str(uuid.uuid4())]
    return question.answers[0] if question.answers else "20"


def hand_in_naming(seat, visited_on, *, failed=(), **answers):
    """Answers of a place, handed in from the phone."""
    return hand_in_on_site(
        seat=seat,
        visited_on=visited_on,
        answers={"C11": "yes", **answers},
        failed=list(failed),
        key=uuid.uuid4(),
        acting_user=seat.visitor,
    )
