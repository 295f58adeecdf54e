"""Opens reports in Chromium as readers do, and prints what they find as JSON: read_report.py SMALL PDF LARGE

SMALL is read in every way, and printed to PDF. Of LARGE, whose rows stand in parts, the script is tried.
"""
import json
import pathlib
import shutil
import sys
import urllib.parse

from playwright.sync_api import sync_playwright

WATCH = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
IDS = """() => [...document.querySelectorAll('#vpcs tbody tr')].filter(row => row.offsetParent)
    .map(row => row.querySelector('th code').textContent)"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The least contrast between a text and what is behind it (WCAG 2.2, relative luminance).
CONTRAST = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const known = new Map();
  const behind = e => {
    if (!e) return [255, 255, 255];
    if (!known.has(e)) {
      const c = parse(getComputedStyle(e).backgroundColor);
      known.set(e, c.length === 3 || c[3] > 0 ? c : behind(e.parentElement));
    }
    return known.get(e); };
  let least = [21, ''];
  for (const e of document.querySelectorAll('main *:not(svg *)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < least[0]) least = [ratio, e.tagName + ' ' + e.className];
  }
  return {ratio: least[0], place: least[1]};
}"""


# As Jenkins serves files of a build: what a style sheet or a script inside the file would do is blocked.
JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"
# What a style sheet alone kept readable: sizes and colours of pictures, and words that run into each other.
UNSTYLED = """() => {
  const all = selector => [...document.querySelectorAll(selector)], box = e => e.getBoundingClientRect();
  return {
    styled: getComputedStyle(document.querySelector('main')).maxWidth !== 'none',
    misshapen: all('svg').filter(e => box(e).height > 20).concat(all('svg.key').filter(e => box(e).width !== 16),
      all('svg.bar').filter(e => box(e).width < 40)).map(e => e.outerHTML.slice(0, 60)),
    black: all('svg rect').filter(e => getComputedStyle(e).fill === 'rgb(0, 0, 0)').map(e => e.outerHTML),
    glued: all('h2').map(e => e.innerText).filter(text => !/^[0-9] [A-Z]/.test(text)).concat(
      all('.c + .c').map(e => e.previousElementSibling.textContent).filter(text => !text.endsWith(', '))),
    verdicts: all('#vpcs tbody tr').filter(e => e.offsetParent).map(e => e.querySelector('.mark').innerText.trim()),
    vpcs: all('#vpcs tbody tr').filter(e => e.offsetParent).map(e => e.querySelector('th code').innerText),
    form: box(document.querySelector('#filter')).height,
    headings: all('h2').map(e => e.id),
  };
}"""


def unstyled(browser, address):
    """The report as Jenkins shows it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    body = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(address).path)).read_bytes()
    headers = {"Content-Type": "text/html", "Content-Security-Policy": JENKINS}
    page.route("**/*", lambda route: route.fulfill(body=body, headers=headers))
    page.goto("http://jenkins.invalid/report.html")
    return page.evaluate(UNSTYLED)


def filtered(page, choose):
    before = page.locator("#filter output").text_content()
    choose()
    page.wait_for_function("t => document.querySelector('#filter output').textContent !== t", arg=before)
    return page.evaluate(IDS)


def opened(browser, address, found):
    """A page whose every request and word is heard."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    found["asked"], found["said"] = [], []
    page.on("request", lambda request: request.url == address or found["asked"].append(request.url))
    page.on("console", lambda message: found["said"].append(message.text))
    page.on("pageerror", lambda error: found["said"].append(str(error)))
    page.on("dialog", lambda dialog: (found["said"].append(dialog.message), dialog.dismiss()))
    page.add_init_script(WATCH)
    page.goto(address)
    found["opened"] = page.evaluate(IDS)
    return page


def choose_fails(page, found):
    verdict = page.locator("#filter select").first
    # The choices are filled in when somebody turns to the form.
    verdict.focus()
    found["byVerdict"] = filtered(page, lambda: verdict.select_option("fail"))
    found["afterReset"] = filtered(page, lambda: page.locator("#filter [type=reset]").click())


def sort_twice(page, found):
    head = page.locator("#vpcs thead th").nth(1)
    for name in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == name
        found[name] = page.evaluate(IDS)


def on_a_phone(page, found):
    page.set_viewport_size({"width": 390, "height": 844})
    found["overflowOnAPhone"] = page.evaluate(OVERFLOW)


def read_small(browser, address, pdf):
    found = {}
    page = opened(browser, address, found)
    first, last = found["opened"][0], found["opened"][-1]
    found["byText"] = filtered(page, lambda: page.locator("#filter [name=text]").fill(last.upper()))
    page.evaluate("id => { location.hash = '' ; location.hash = id }", first)
    page.wait_for_function("id => document.getElementById(id).offsetParent", arg=first)
    found["shownByLink"] = page.evaluate(IDS)
    choose_fails(page, found)
    sort_twice(page, found)
    found["overflow"] = page.evaluate(OVERFLOW)
    on_a_phone(page, found)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = page.evaluate(CONTRAST)
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    found["withoutScript"] = plain.locator("#vpcs tbody th code").all_text_contents()
    found["formWithoutScript"] = plain.locator("#filter").is_visible()
    found["unstyled"] = unstyled(browser, address)
    paper = browser.new_page()
    paper.goto(address)
    paper.pdf(path=pdf, prefer_css_page_size=True)
    return found


def read_large(browser, address):
    found = {}
    page = opened(browser, address, found)
    choose_fails(page, found)
    sort_twice(page, found)
    on_a_phone(page, found)
    return found


def main():
    small, large = (pathlib.Path(sys.argv[number]).resolve().as_uri() for number in (1, 3))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        found = {"small": read_small(browser, small, sys.argv[2]), "large": read_large(browser, large)}
        browser.close()
    print(json.dumps(found))


main()
