// A sheet of pictures, made by the browser.
import { visit } from "../browser.mjs";

const WIDTH = 3000;
const STYLES = `
body { margin: 10px; font: 13px sans-serif; background: #888; color: #fff; }
section { display: grid; grid-template-columns: repeat(10, 1fr); gap: 6px; }
h2 { margin: 10px 0 4px; }
figure { margin: 0; }
img { width: 100%; }
`;

/** Writes a row of pictures with captions for each recording. */
export async function writeSheet(browser, path, rows) {
  await visit(browser, { context: { viewport: { width: WIDTH, height: 600 } } }, (page) => page.print(htmlOf(rows), path));
}

function htmlOf(rows) {
  const picture = ({ caption, data }) => {
    const image = data ? `<img src="data:image/png;base64,${data}">` : "";
    return `<figure><figcaption>${caption}</figcaption>${image}</figure>`;
  };
  const row = ({ name, pictures }) => `<h2>${name}</h2><section>${pictures.map(picture).join("")}</section>`;
  return `<!doctype html><meta charset="utf-8"><style>${STYLES}</style>${rows.map(row).join("")}`;
}
