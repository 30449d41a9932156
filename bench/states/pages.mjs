// Takes pictures of the pages beside the form: that of the sign-in window, and the framed page without its script.
import { readFileSync } from "node:fs";

/** The example of RFC 7636, appendix B. */
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const WIDTH = 320;
const VIEWS = [
  { theme: "light", lang: "en" },
  { theme: "dark", lang: "en" },
  { theme: "light", lang: "ar" },
  { theme: "dark", lang: "de" },
];

/** Writes one picture of the pages for each view, and has `report` check each page. */
export async function takePages(browser, origin, folder, report) {
  for (const { theme, lang } of VIEWS) {
    const context = await browser.newContext({ viewport: { width: WIDTH, height: 400 }, colorScheme: theme, locale: lang, bypassCSP: true });
    const pictures = [];
    for (const [name, open] of Object.entries(PAGES)) {
      const page = await open(context, origin, lang);
      const path = `${folder}/page-${name}-${theme}-${lang}.png`;
      await page.screenshot({ path, fullPage: true });
      pictures.push({ name, path });
      await report(`${name}, ${theme}, ${lang}`, page);
      await page.close();
    }
    await context.close();
    await join(browser, pictures, `${folder}/pages-${theme}-${lang}.png`);
  }
}

const PAGES = {
  "signed in": async (context, origin, lang) => {
    const page = await context.newPage();
    await page.goto(`${origin}/demo`);
    const opened = page.waitForEvent("popup");
    await page.evaluate((address) => void window.open(address, "_blank", "popup,width=320,height=400"), signIn("alice", lang));
    const popup = await opened;
    await popup.setViewportSize({ width: WIDTH, height: 400 });
    await popup.waitForSelector("#next");
    return popup;
  },
  "not reached": (context, origin, lang) => shown(context, origin + signIn("alice", lang)),
  "unknown user": (context, origin, lang) => shown(context, origin + signIn("eve", lang)),
  "not opened by the form": (context, origin, lang) => shown(context, `${origin}/sandbox/sign-in/alice?lang=${lang}`),
  "no form": async (context, origin) => {
    const page = await context.newPage();
    // As in a sandbox without `allow-same-origin`.
    await page.route(/\/frame-\w+\.js$/, (route) => route.abort());
    await page.goto(`${origin}/index.html?ticketId=858462&types=calllog,1%3DE-mail&parentOrigin=https%3A%2F%2Fcrm.example`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("#no-form")).visibility === "visible");
    return page;
  },
};

function signIn(login, lang) {
  return `/sandbox/sign-in/${login}?${new URLSearchParams({ challenge: CHALLENGE, lang, ticketId: 858462 })}`;
}

async function shown(context, address) {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector("#rest:not([hidden])", { state: "attached" });
  return page;
}

/** Writes one picture of these, side by side. */
async function join(browser, pictures, path) {
  const page = await browser.newPage({ viewport: { width: pictures.length * (WIDTH + 16), height: 500 } });
  const figures = pictures.map(({ name, path }) => ({ name, src: `data:image/png;base64,${readFileSync(path, "base64")}` }));
  await page.evaluate((all) => {
    Object.assign(document.body.style, { display: "flex", gap: "16px", alignItems: "start", margin: "0", font: "600 11px system-ui", background: "#888" });
    for (const { name, src } of all) {
      const figure = Object.assign(document.createElement("figure"), { style: "margin: 0" });
      figure.append(name, document.createElement("br"), Object.assign(new Image(), { src }));
      document.body.append(figure);
    }
    return Promise.all([...document.images].map((image) => image.decode()));
  }, figures);
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
