"""A visit without connection, on a phone that dies three times: nothing lost, nothing doubled."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.factories.photos import make_photo
from tests.walks.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
READY = "[data-visit-ready]"
ROOMS = 9
PHOTOS = 20
PATIENCE = 30_000  # milliseconds

# A visitor who goes alone or in company, with a password of the demo.
BEGIN = """
import json
from django.utils import timezone
from association.peer_review.enums import RoundKind
from association.peer_review.gate_code import code_at
from association.peer_review.models import Seat
seats = Seat.objects.filter(
    until=None, visit__status="planned", visit__round__kind=RoundKind.MUTUAL,
    visit__round__status="running", visitor__username__startswith="school-", submissions=None,
    openings=None,
)
seat = seats.last()
seat.visitor.set_password({password!r})
seat.visitor.save()
code = code_at(seat.visit_id, timezone.now())
print(json.dumps([seat.pk, seat.visit_id, seat.visitor.username, code]))
"""
FOUND = """
import json
from association.peer_review.models import Seat
from association.peer_review.photos import named_photos
seat = Seat.objects.get(pk={seat})
answers = [row.answers for row in seat.submissions.all()]
photos = {{str(key): place for key, place in seat.photos.values_list("key", "place")}}
print(json.dumps({{
    "openings": seat.openings.count(),
    "answers": answers,
    "photos": photos,
    "named": named_photos(answers[0]) if answers else {{}},
    "signed": seat.signature.host,
}}))
"""


def told(site, script):
    return json.loads(site.manage("shell", "--no-imports", "-c", script).splitlines()[-1])


@pytest.fixture(scope="module")
def begun(site):
    seat, visit, username, code = told(site, BEGIN.format(password=PASSWORD))
    return {"seat": seat, "path": f"/visits/{visit}/phone/", "username": username, "code": code}


@pytest.fixture(scope="module")
def photo():
    """A photo larger than what is kept, as the phone's camera gives it."""
    data = make_photo(size=(2000, 1500))
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data}


@pytest.fixture
def phone(site, chromium):
    """A browser that keeps what it is told until the test ends; twenty photos take their time."""
    context = chromium.new_context(**PHONE, base_url=site.url)
    expect.set_options(timeout=PATIENCE)
    yield context
    expect.set_options(timeout=5_000)
    context.close()


def opened(phone, path):
    """The page of the visit, everything that is kept put back."""
    page = phone.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(path)
    page.wait_for_selector(READY, state="attached")
    return page


def answer(page, start, end):
    """Answer the questions of these places: no and a note where it may be one, else yes."""
    items = page.locator("[data-visit-form] .checklist__item:visible")
    for place in range(start, min(end, items.count())):
        item = items.nth(place)
        radios = item.locator("input[type=radio]")
        if radios.count():
            radios.first.check()
        elif (text := item.locator("input:not([type=file])")).count():
            text.first.fill("20")


def take_photos(page, photo, wanted):
    """Take photos, one or two at a question, until there are so many."""
    boxes = page.locator(".checklist__item:visible [data-photos]")
    there = page.locator(".photos__list li")
    while (count := there.count()) < wanted:
        box = boxes.nth(count % boxes.count())
        box.locator("input").set_input_files(photo)
        page.locator("[data-cover] canvas").click(position={"x": 20, "y": 20})
        page.locator("[data-cover] button[value=keep]").click()
        expect(there).to_have_count(count + 1)


def add_rooms(page):
    rooms = page.locator(".checklist__section:has([name=rooms-rows]), [id^=item-rooms-]")
    expect(rooms.first).to_be_attached()
    for number in range(1, ROOMS):
        page.locator("[name=add_row][value=rooms]").click()
        expect(page.locator(f"[id^=item-rooms-{number}-]").first).to_be_visible()


def written(page):
    """Everything that was typed, by the names of the fields."""
    form = "new FormData(document.querySelector('[data-visit-form]'))"
    return page.evaluate(f"Object.fromEntries([...{form}].filter(([, value]) => value))")


def queue(page):
    return page.locator("[data-queue-what]")


def die(phone, page, path):
    """The battery is empty; the page comes back as it was, without connection."""
    before, photos = written(page), page.locator(".photos__list li").count()
    page.close()
    page = opened(phone, path)
    expect(page.locator(".photos__list li")).to_have_count(photos)
    assert written(page) == before
    return page


def hand_in(page):
    page.locator("[data-visit-form] > p:last-child [type=submit]").click()


def write_in_two_windows(phone, page, path):
    """The window that wrote last is right; the other one says so and writes nothing."""
    other = opened(phone, path)
    note = "details:visible textarea, details:visible input"
    for window, words in ((other, "第二个窗口"), (page, "第一个窗口")):
        window.locator("[data-visit-form] details:visible summary").first.click()
        window.locator(f"[data-visit-form] :is({note})").first.fill(words)
    expect(page.locator("[data-queue]")).to_have_attribute("data-state", "elsewhere")
    page.close()
    assert "第二个窗口" in written(other).values()
    return die(phone, other, path)


def change_what_waits(page):
    """What is typed after handing in, and before anything was sent, is handed in again."""
    hand_in(page)
    expect(page.locator("[data-signing]")).to_be_visible()
    note = page.locator("[data-visit-form] details[open] :is(textarea, input)").first
    note.fill("交上去之后又补了一句")
    expect(page.locator("[data-queue]")).to_have_attribute("data-state", "again")
    expect(page.locator("[data-signing]")).to_be_hidden()
    hand_in(page)


def add_a_room_and_take_it_away(page):
    page.locator("[name=add_row][value=rooms]").click()
    expect(page.locator(f"[id^=item-rooms-{ROOMS}-]").first).to_be_visible()
    page.locator("[data-remove-row=rooms]").click()
    expect(page.locator(f"[id^=item-rooms-{ROOMS}-]")).to_have_count(0)


def sign_for_the_school(page):
    expect(page.locator("[data-signing-noted] li")).to_have_count(1)
    page.fill("#host-name", "教务主任")
    page.fill("#refusal", "负责人不在")
    page.locator("[data-signing] [type=submit]").click()


def sign_in_again(page, begun):
    page.locator("[data-queue-sign-in]").click()
    page.fill("[name=username]", begun["username"])
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_url(f"**{begun['path']}")
    page.wait_for_selector(READY, state="attached")


def test_nothing_is_lost_and_nothing_is_doubled(site, phone, begun, photo):
    path = begun["path"]
    page = phone.new_page()
    sign_in(page, begun["username"])
    page.close()
    page = opened(phone, path)
    page.evaluate("navigator.serviceWorker.ready")
    page.fill("#opening-code", begun["code"])
    page.locator("[data-opening-code] [type=submit]").click()
    expect(page.locator("[data-visit-form]")).to_be_visible()
    page.wait_for_function(f"caches.match('{path}').then(Boolean)")

    phone.set_offline(True)
    answer(page, 0, 20)
    take_photos(page, photo, 7)
    page = die(phone, page, path)

    page = write_in_two_windows(phone, page, path)
    add_rooms(page)
    add_a_room_and_take_it_away(page)
    answer(page, 20, 100)
    take_photos(page, photo, 14)
    page = die(phone, page, path)

    take_photos(page, photo, PHOTOS)
    assert sum("rows" not in name for name in written(page)) >= 60
    page.locator("input[type=radio][value=no]:visible").first.check()
    change_what_waits(page)
    sign_for_the_school(page)
    expect(queue(page)).to_contain_text("20")
    page = die(phone, page, path)

    phone.clear_cookies()
    cut = Cuts(page)
    phone.set_offline(False)
    sign_in_again(page, begun)

    for _cut in range(len(cut.places)):
        send = page.locator("[data-queue-send]")
        expect(send).to_be_visible()
        send.click()
        expect(page.locator("[data-visit-form]")).to_have_attribute("inert", "")
    page.locator("[data-queue-next]").click()
    expect(page.locator("[data-done]")).to_be_visible()
    assert cut.places == []
    assert page.evaluate(FORGOTTEN) == [0, 0, 0]

    found = told(site, FOUND.format(seat=begun["seat"]))
    assert (found["openings"], len(found["answers"]), found["signed"]) == (1, 1, "教务主任")
    assert len(found["answers"][0]["rooms"]) == ROOMS
    assert "交上去之后又补了一句" in found["answers"][0].values()
    assert found["photos"] == found["named"]
    assert len(found["photos"]) == PHOTOS


# Drafts, photos and pages the phone still keeps, once they are none or after two minutes. Asked
# inside of the page: its policy lets no string be evaluated again and again from outside.
FORGOTTEN = """async () => {
  const left = () => new Promise((resolve) => {
    const asked = indexedDB.open("visits", 1);
    asked.onsuccess = () => {
      const transaction = asked.result.transaction(["drafts", "photos"]);
      const counts = ["drafts", "photos"].map((name) => transaction.objectStore(name).count());
      transaction.oncomplete = async () => {
        const pages = (await caches.keys()).length;
        asked.result.close();
        resolve([...counts.map((count) => count.result), pages]);
      };
    };
  });
  const until = Date.now() + 120000;
  let found = await left();
  while (found.some(Boolean) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    found = await left();
  }
  return found;
}"""


class Cuts:
    """The connection is cut: under the answers, whose reply is lost, and under some photos.

    places: which requests are still to be cut, by the number of requests before.
    """

    def __init__(self, page):
        self.places = [0, 4, 9, 15]
        self.asked = 0
        page.context.route(re.compile(r"/phone/(answers|photos)/"), self._pass)

    def _pass(self, route):
        number, self.asked = self.asked, self.asked + 1
        if number not in self.places:
            return route.continue_()
        self.places.remove(number)
        if number % 2 == 0:  # the site has it, and the phone never hears of it
            route.fetch()
        return route.abort("connectionreset")
