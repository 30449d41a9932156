/** Opens the sidebar of Firefox. */

/** Lets the button of the extension open and close the sidebar. */
export function openOnClick() {
  browser.action.onClicked.addListener(() => browser.sidebarAction.toggle());
}

/** Opens the sidebar of the current window. Works only in the task of a click. */
export function openPanel() {
  browser.sidebarAction.open();
}
