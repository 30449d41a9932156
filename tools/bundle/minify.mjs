import { extname } from "node:path";
import { transformSync } from "esbuild";
import { fail } from "./fail.mjs";

// Our own content security policy forbids each of these.
const INLINE = [
  /<script\b(?![^>]*\ssrc=)[^>]*>/i,
  /<script\b[^>]*>\s*[^<\s]/i,
  /<style\b/i,
  /<[^>]+\sstyle\s*=/i,
  /<[^>]+\son\w+\s*=/i,
  /["']\s*javascript:/i,
];

// The script that draws the form. Chromium compiles all its functions while it is loaded, beside the main thread,
// instead of each at its first call. Other browsers pass over the comment.
const DRAWING = "embed.js";
const COMPILE_AT_ONCE = "//# allFunctionsCalledOnLoad\n";

// Returns a file as it is shipped.
export function minify(name, content, isRelease) {
  switch (extname(name)) {
    case ".js":
      return (name === DRAWING ? COMPILE_AT_ONCE : "") + transform(content, { format: "esm", minify: isRelease });
    case ".css":
      return transform(content, { loader: "css", minify: isRelease });
    case ".html":
      return withoutBuildTags(name, content.toString());
    default:
      return content;
  }
}

function transform(content, options) {
  return transformSync(content, { legalComments: "none", charset: "utf8", ...options }).code;
}

// With `inject_scripts = false`, Trunk leaves its own link in the page.
function withoutBuildTags(name, html) {
  const page = html.replace(/[ \t]*<link\b[^>]*\sdata-trunk\b[^>]*>\n?/g, "");
  for (const pattern of INLINE) {
    const found = page.match(pattern);
    if (found) fail(`${name} has inline code, which its policy forbids: ${found[0]}`);
  }
  return page;
}
