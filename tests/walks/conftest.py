import shutil

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.walks.site import scratch_postgresql, serve, sqlite_demo

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """The running demo association, on the database this run is about."""
    folder = tmp_path_factory.mktemp("site")
    # What the workers of one run share lies above their own folders; a run alone has one folder.
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    if ON_POSTGRESQL:
        with scratch_postgresql() as address, serve(folder, address) as running:
            yield running
    else:
        address = sqlite_demo(shared, folder)
        with serve(folder, address) as running:
            yield running


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, driven by Playwright.

    Closed after each file: while it is open, Playwright's event loop keeps Django off the database.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()
