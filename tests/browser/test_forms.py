"""The embedded form in a real browser: every kind of question, in each language and theme, and what comes after."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from craftkit.lib.storage import from_settings
from embed.models import FormDraft
from renders.models import Render
from sharing.models import Share
from tests.browser.conftest import PHONE, WIDE, watched
from tests.browser.papers import pdf_of
from tests.browser.test_share_doors import serious
from tests.embed.hosts import enabled, opened
from tests.factories import make_template, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAY = dict.fromkeys(("submitForm", "saveFormDraft", "shareDocument", "emailDocument", "viewEngagement"), True)


def field(key: str, data_type: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": key.split(".")[-1].title(), "dataType": data_type, "required": False, **more}


MANIFEST: dict[str, Any] = {
    "variables": [
        field("customer.name", "text", required=True, previewData="Acme Corp", description="As it stands on letters."),
        field("customer.mail", "email"),
        field("customer.notes", "longtext"),
        field("customer.site", "url"),
        field("net", "currency", format="currency:EUR", required=True),
        field("count", "number"),
        field("due", "date"),
        field("meeting", "datetime"),
        field("agreed", "boolean"),
        field("logo", "image"),
    ],
    "loops": [
        {"key": "items", "label": "Items", "itemFields": [field("what", "text", required=True), field("qty", "number")]}
    ],
}
Opening = Callable[..., Page]
COMPLAINTS: dict[Page, list[str]] = {}


@pytest.fixture
def template(acme, settings, live_server):
    settings.EMBED_URL = settings.BASE_URL = live_server.url
    enabled(acme.project, live_server.url)
    made = make_template(acme.project, published=False)
    make_version(made, manifest=MANIFEST)
    return made


@pytest.fixture
def shown(ui_context, acme, template) -> Opening:
    """Opens a new session's form without a host around it."""

    def show(size: Any = WIDE, scheme: str = "light", script: str = "", **changes: Any) -> Page:
        wish = {"scope": {"mode": "fill", "templateId": str(template.pk)}, "permissions": MAY, **changes}
        session = opened(acme.live_key, **{"appearance": {"baseTheme": scheme}, **wish})
        page = ui_context(viewport=size).new_page()
        page.add_init_script(script)
        COMPLAINTS[page] = watched(page)
        page.goto(f"/embed/form?session_token={session['session_token']}")
        page.locator(".ck-submit-button").wait_for()
        return page

    return show


def finish() -> Render:
    """What a worker does with the one document there is."""
    render = Render.objects.get()
    key = f"projects/{render.project_id}/renders/{render.pk}.pdf"
    from_settings().put(key, pdf_of(1), content_type="application/pdf")
    Render.objects.filter(pk=render.pk).update(status="succeeded", pdf_key=key, pages=1, pdf_bytes=1)
    return render


def picture() -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (320, 120), "#0f766e").save(file, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": file.getvalue()}


def choose_picture(page: Page) -> None:
    """Until it is uploaded and shown, and nothing moves any more."""
    page.locator("input[type=file]").first.set_input_files(files=picture())
    expect(page.locator(".ck-image-input__shown").first).to_have_js_property("naturalWidth", 320)


def sent(page: Page) -> Render:
    page.get_by_label("Name").fill("Ada Example")
    page.get_by_label("Net").fill("12.5")
    page.locator(".ck-submit-button").click()
    page.get_by_text("Making the document").wait_for()
    return finish()


@pytest.mark.parametrize(
    ("locale", "scheme", "words"),
    [("en", "dark", "Submit"), ("de", "light", "Absenden"), ("fr", "dark", "Envoyer"), ("es", "dark", "Enviar")],
)
def test_everybody_can_use_the_form_in_each_language_and_also_in_the_dark(shown, locale, scheme, words):
    page = shown(PHONE, scheme, branding={"locale": locale})
    choose_picture(page)
    page.locator(".ck-rows button").first.click()
    page.get_by_role("button", name=words).click()

    expect(page.locator('[aria-invalid="true"]')).to_have_count(3)
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", locale)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert COMPLAINTS[page] == []


def test_languages_from_the_right_are_laid_out_from_there(shown):
    page = shown(PHONE, "dark", branding={"locale": "ar"})
    page.get_by_role("button", name="Add a row").click()

    name, tools = (page.locator(it).first.bounding_box() for it in (".ck-row .input", ".ck-row__tools"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert tools["x"] + tools["width"] <= name["x"]
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_document_is_shared_mailed_and_followed_where_it_was_made(shown):
    page = shown(PHONE, "dark")
    sent(page)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_label("Password")).to_be_focused()
    page.get_by_label("Password").fill("open sesame")
    assert serious(page) == []
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link to the document")
    link.wait_for()
    expect(link).to_have_value(re.compile(re.escape(str(Share.objects.get().token))))
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()

    page.get_by_role("button", name="E-mail").click()
    page.get_by_label("To", exact=True).fill("nobody")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("To", exact=True)).to_have_accessible_description("This is no e-mail address.")
    page.get_by_label("To", exact=True).fill("reader@example.com")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Sent to reader@example.com.").wait_for()
    assert serious(page) == []

    page.get_by_role("button", name="Activity").click()
    expect(page.locator(".ck-outcome__counts")).to_contain_text("E-mail sent1")
    assert serious(page) == []
    assert (Share.objects.filter(password_hash="").count(), COMPLAINTS[page]) == (1, [])


def test_what_a_session_does_not_permit_is_not_offered(shown):
    page = shown(PHONE, permissions={**MAY, "shareDocument": False, "emailDocument": False, "viewEngagement": False})
    sent(page)

    page.get_by_role("button", name="Download").wait_for()
    assert page.locator(".ck-done__actions button").count() == 1


def test_a_picture_is_cut_by_keyboard(shown):
    page = shown()
    choose_picture(page)
    page.get_by_role("button", name="Crop").press("Enter")
    left = page.get_by_label("Cut off at the left")
    expect(left).to_be_visible()
    left.focus()
    expect(left).to_be_focused()
    for _ in range(50):
        page.keyboard.press("ArrowRight")
    expect(left).to_have_value("0.5")
    expect(page.get_by_role("button", name="Use this part")).to_be_enabled()
    assert serious(page) == []
    with page.expect_response("**/upload-image") as uploaded:
        page.get_by_role("button", name="Use this part").press("Enter")

    expect(page.get_by_role("button", name="Crop")).to_be_focused()
    assert uploaded.value.status == 200
    # The uncut picture stays until the answer has been read.
    expect(page.get_by_alt_text("The picture that was chosen")).to_have_js_property("naturalWidth", 160)
    expect(page.get_by_alt_text("The picture that was chosen")).to_have_js_property("naturalHeight", 120)
    assert COMPLAINTS[page] == []


# What browsers do to the timers of pages that nobody looks at, taken to its end: they never ring.
SLEEPING = """(() => {
    const real = window.setTimeout;
    window.setTimeout = (act, wait = 0, ...more) => (wait > 0 ? 0 : real(act, 0, ...more));
    window.look = (state) => {
        Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    };
})()"""


def test_a_form_whose_timers_sleep_keeps_its_answers_and_is_sent(shown):
    page = shown(script=SLEEPING)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.get_by_label("Name").fill("Kept Example")
    with page.expect_response("**/form-draft") as kept:
        page.evaluate("look('hidden')")
    assert (kept.value.status, FormDraft.objects.get().data) == (200, {"customer": {"name": "Kept Example"}})

    later = shown(PHONE, "dark")
    later.get_by_text("Your answers from last time are here.").wait_for()
    expect(later.get_by_label("Name")).to_have_value("Kept Example")
    assert serious(later) == []
    with later.expect_response("**/form-draft"):  # the empty one, which is not to come after the sending
        later.get_by_role("button", name="Start anew").click()
        later.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(later.get_by_label("Name")).to_have_value("")

    page.evaluate("look('visible')")
    sent(page)
    page.wait_for_function("() => (look('visible'), document.querySelector('.ck-done'))")

    expect(page.get_by_role("heading", name="Your document is ready")).to_be_visible()
    assert not FormDraft.objects.exists()
