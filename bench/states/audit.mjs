// Checks the forms of a page with axe and with IBM's equal access.
import { fileURLToPath } from "node:url";

const AXE = fileURLToPath(new URL("../../tools/node_modules/axe-core/axe.min.js", import.meta.url));
const ACE = fileURLToPath(new URL("../node_modules/accessibility-checker-engine/ace.js", import.meta.url));
const AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ACE_RULES = ["WCAG_2_2"];
/** The rules about what the page of the pictures lacks: a heading and landmarks. */
const OF_THE_PAGE = ["page-has-heading-one", "region"];
/** IBM's checker does not look for the combobox of a list in a shadow root. Its `aria-activedescendant` names the
    active option, so no option has the focus (the ARIA guide's pattern of a combobox). */
const ACTIVE_DESCENDANT = "aria_child_tabbable";

/** Returns the findings, a line each. */
export async function audit(page) {
  await page.mouse.move(0, 0);
  await page.addScriptTag({ path: AXE });
  await page.addScriptTag({ path: ACE });
  const found = [...(await page.evaluate(runAxe, AXE_RULES)), ...(await page.evaluate(runAce, ACE_RULES))];
  return found.filter(([rule]) => ![...OF_THE_PAGE, ACTIVE_DESCENDANT].includes(rule)).map((finding) => finding.join(": "));
}

async function runAxe(runOnly) {
  const { violations } = await globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120)).join(" ; ")]);
}

async function runAce(rules) {
  const { results } = await new globalThis.ace.Checker().check(document, rules);
  // A "potential" result is a question to a person, such as the contrast on the arrow of the list.
  const failed = results.filter(({ value: [level, result] }) => level === "VIOLATION" && result === "FAIL");
  return failed.map(({ ruleId, message, path, snippet }) => [ruleId, message, path.dom, snippet.slice(0, 120)]);
}
