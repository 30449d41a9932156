/** Opens the side panel of Chrome and Edge. */

/** Lets the button of the extension open the panel. */
export function openOnClick() {
  chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
}

/** Opens the panel of a window. Works only in the task of a click. */
export function openPanel(windowId) {
  chrome.sidePanel.open({ windowId });
}
