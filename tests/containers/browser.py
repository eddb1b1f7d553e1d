"""What a person does in a browser: log in, find a DAG, trigger it, see it turn green, open its log."""

from __future__ import annotations

import contextlib
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.waiting import HANGS
from wrapper.containers.api import Login

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
_MILLISECONDS = HANGS * 1000
_LOOKS = 10
"""At a page that is loaded anew. On a busy machine it may take a minute to be complete."""


def visit(chromium: str, url: str, login: Login, dag: str, screenshots: Path) -> None:
    """Walks through the pages of Airflow; each step is kept as a picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=_FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(_MILLISECONDS)
            expect.set_options(timeout=_MILLISECONDS)
            _walk(page, url, login, dag, screenshots)
        finally:
            browser.close()


def _walk(page: Page, url: str, login: Login, dag: str, screenshots: Path) -> None:
    def picture(name: str) -> None:
        page.screenshot(path=screenshots / f"{name}.png")

    page.goto(url)
    page.wait_for_selector("input[name=username]")
    picture("1-login")
    page.fill("input[name=username]", login.username)
    page.fill("input[name=password]", login.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda reached: "login" not in reached)
    page.goto(f"{url}/dags")
    page.get_by_role("link", name=dag, exact=True).first.wait_for()
    picture("2-dags")
    page.get_by_role("link", name=dag, exact=True).first.click()
    page.wait_for_url(lambda reached: f"/dags/{dag}" in reached)
    expect(page.get_by_role("button", name="Trigger")).to_have_count(1)  # the list, which is left, has one for each DAG
    page.get_by_role("button", name="Trigger").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(dag).first.wait_for()
    picture("3-trigger")
    dialog.get_by_role("button", name="Trigger").click()
    page.goto(f"{url}/dags/{dag}/runs")
    expect(page.get_by_text("Success").first).to_be_visible()
    picture("4-success")
    task = page.locator("a[href*='/runs/manual__'][href$='/tasks/load']").first.get_attribute("href")
    _open_log(page, f"{url}{task}", "The total is 6.")
    picture("5-log")


def _open_log(page: Page, place: str, line: str) -> None:
    """A task counts as a success a moment before its log is in S3, and the page of one that has ended looks once.

    What a task prints and what Airflow says come by different ways, so the line may stand in a group that is folded.
    """
    for _ in range(_LOOKS):
        page.goto(place)
        with contextlib.suppress(PlaywrightTimeoutError):
            page.get_by_text("Post Execute").wait_for(timeout=_MILLISECONDS / _LOOKS)
            for group in ("Pre Execute", "Post Execute"):
                page.get_by_text(group).click()
            page.get_by_text(line).first.wait_for(timeout=_MILLISECONDS / _LOOKS)
            return
    raise AssertionError(f"{place} does not show: {line}\nIt shows: {page.locator('body').inner_text()}")
