"""Opens report.html in Chromium as readers do, and prints what they find as JSON: read_report.py FILE [PDF]"""
import json
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

ADDRESS = pathlib.Path(sys.argv[1]).resolve().as_uri()
WATCH = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
IDS = """() => [...document.querySelectorAll('#vpcs tbody tr')].filter(row => row.offsetParent)
    .map(row => row.querySelector('th code').textContent)"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The least contrast between a text and what is behind it (WCAG 2.2, relative luminance).
CONTRAST = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  let least = [21, ''];
  for (const e of document.querySelectorAll('main *:not(svg *)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < least[0]) least = [ratio, e.tagName + ' ' + e.className];
  }
  return {ratio: least[0], place: least[1]};
}"""


def filtered(page, choose):
    before = page.locator("#filter output").text_content()
    choose()
    page.wait_for_function("t => document.querySelector('#filter output').textContent !== t", arg=before)
    return page.evaluate(IDS)


def with_script(browser, found):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.add_init_script(WATCH)
    page.goto(ADDRESS)
    found["opened"] = page.evaluate(IDS)
    form = page.locator("#filter")
    last = found["opened"][-1]
    found["byText"] = filtered(page, lambda: form.locator("[name=text]").fill(last.upper()))
    page.evaluate("id => { location.hash = '' ; location.hash = id }", found["opened"][0])
    page.wait_for_function("id => document.getElementById(id).offsetParent", arg=found["opened"][0])
    found["shownByLink"] = page.evaluate(IDS)
    found["byVerdict"] = filtered(page, lambda: form.locator("select").first.select_option("fail"))
    found["afterReset"] = filtered(page, lambda: form.locator("[type=reset]").click())
    head = page.locator("#vpcs thead th").nth(1)
    for name in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == name
        found[name] = page.evaluate(IDS)
    found["overflow"] = page.evaluate(OVERFLOW)
    page.set_viewport_size({"width": 390, "height": 844})
    found["overflowOnAPhone"] = page.evaluate(OVERFLOW)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = page.evaluate(CONTRAST)
    found["asked"] = [address for address in asked if address != ADDRESS]
    found["said"] = said


def main():
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with_script(browser, found)
        plain = browser.new_context(java_script_enabled=False).new_page()
        plain.goto(ADDRESS)
        found["withoutScript"] = plain.locator("#vpcs tbody th code").all_inner_texts()
        found["formWithoutScript"] = plain.locator("#filter").is_visible()
        if len(sys.argv) > 2:
            page = browser.new_page()
            page.goto(ADDRESS)
            page.pdf(path=sys.argv[2], prefer_css_page_size=True)
        browser.close()
    print(json.dumps(found))


main()
