//! The real side panel, and the menu of the browser. A driver reaches neither, but a page of the extension reaches
//! the document of the panel, and Firefox's driver reaches the window of the browser.

use super::Installed;
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Browser, BrowserSettings, Engine, Harness, SecureOrigin, Site, wait_until};

/// The window of the panel, in a page of the extension.
const VIEW: &str = "chrome.extension.getViews().find(({ location }) => location.pathname === '/panel.html')";

/// A browser whose tab shows the settings of the extension.
struct Desktop {
    harness: Harness,
    installed: Installed,
    _desk: SecureOrigin,
}

impl Desktop {
    fn start() -> Self {
        let (installed, browser) = Installed::start(BrowserSettings::default());
        let harness =
            Harness::with_browser(browser, Site::new(), &["--frame-ancestors", &Installed::ancestor()]);
        let desk = SecureOrigin::new("desk", "example");
        desk.forward_to(harness.origin());
        installed.save_settings(harness.browser(), &desk);
        Self { harness, installed, _desk: desk }
    }

    fn browser(&self) -> &Browser {
        self.harness.browser()
    }

    /// Waits for a value of an expression in which `panel` is the window of the panel.
    #[track_caller]
    fn wait_for(&self, what: &str, expression: &str, condition: impl Fn(&Value) -> bool) -> Value {
        let script = format!("const panel = {VIEW}; return panel ? {expression} : null");
        wait_until(what, || self.browser().evaluate(&script), condition)
    }

    /// Opens a page in another tab of the window.
    fn open_beside(&self, path: &str) {
        let url = format!("{}{path}", self.installed.crm().origin());
        let open = "const [url, done] = arguments; chrome.tabs.create({ url }).then(() => done())";
        self.browser().execute_async::<()>(open, vec![url.into()]);
    }

    /// From now on, `panel.hasText` is whether the form has text.
    fn watch_for_text(&self) {
        let watch = format!(
            "const panel = {VIEW}; panel.document.querySelector('#note') \
               .addEventListener('note-state', ({{ detail }}) => {{ panel.hasText = detail.hasText }})"
        );
        self.browser().execute::<()>(&watch, Vec::new());
    }

    /// Runs a script in a click of the user in the tab.
    fn click_to_run(&self, script: &str) {
        self.browser().execute::<()>(
            &format!("document.querySelector('h1').addEventListener('click', () => {{ {script} }}, {{ once: true }})"),
            Vec::new(),
        );
        self.browser().click(&self.browser().find("h1"));
    }
}

fn is_ticket(ticket: &str) -> impl Fn(&Value) -> bool {
    move |seen| *seen == json!([ticket, true])
}

const TICKET: &str = "[panel.document.querySelector('#ticket').value, \
     (panel.document.querySelector('iframe')?.src ?? '').includes('ticketId=')]";

/// Presses the shortcut in the window of Firefox.
fn press_shortcut(browser: &Browser) {
    let keys = [Key::Alt.into(), Key::Shift.into(), 'O'];
    browser.in_browser_window(|| browser.press_together(&keys));
}

/// Opens the panel: in Chromium in a click, in Firefox by the keyboard shortcut.
fn open_panel(desktop: &Desktop) {
    if Engine::chosen() == Engine::Firefox {
        let browser = desktop.browser();
        press_shortcut(browser);
    } else {
        let open = "chrome.sidePanel.open({ windowId: id })";
        desktop.browser().execute_async::<()>(
            "const done = arguments[0]; chrome.windows.getCurrent().then(({ id }) => { window.id = id; done() })",
            Vec::new(),
        );
        desktop.click_to_run(open);
    }
    desktop.wait_for("the panel", "Boolean(panel.document.querySelector('#note p'))", |seen| *seen == true);
}

#[test]
fn the_panel_follows_the_active_tab() {
    let desktop = Desktop::start();
    open_panel(&desktop);
    let no_ticket = "panel.document.querySelector('#note p').textContent";
    desktop.wait_for("no ticket", no_ticket, |text| {
        text.as_str().is_some_and(|text| text.starts_with("No ticket"))
    });
    for (path, ticket) in [("/cases/858462", "858462"), ("/cases/858463?x", "858463")] {
        desktop.open_beside(path);
        desktop.wait_for(path, TICKET, is_ticket(ticket));
    }
    desktop.open_beside("/about");
    desktop.wait_for("no ticket", no_ticket, |text| {
        text.as_str().is_some_and(|text| text.starts_with("No ticket"))
    });
}

/// Chrome assigns no shortcut that it uses itself.
#[test]
fn the_browser_assigns_the_shortcut_of_the_manifest() {
    let desktop = Desktop::start();
    let read = "const done = arguments[0]; \
        chrome.commands.getAll().then((all) => done(all.map(({ name, shortcut }) => [name, shortcut])))";
    let shortcuts: Value = desktop.browser().execute_async(read, Vec::new());
    let name =
        if Engine::chosen() == Engine::Firefox { "_execute_sidebar_action" } else { "_execute_action" };
    assert_eq!(shortcuts, json!([[name, "Alt+Shift+O"]]));
}

mod only_in_chromium {
    use super::{Desktop, TICKET, is_ticket, json};
    use serde_json::Value;

    /// Chooses an item of the menu in a click of the user: the script of the background runs in the tab, and its
    /// listener gets the browser's own event.
    fn choose(desktop: &Desktop, item: &str, text: &str) {
        let load = "const done = arguments[0]; Promise.all([import('/background.js'), chrome.tabs.getCurrent()]) \
            .then(([, tab]) => { window.tab = tab; done() })";
        desktop.browser().execute_async::<()>(load, Vec::new());
        let event = json!({"menuItemId": item, "selectionText": text});
        desktop.click_to_run(&format!("chrome.contextMenus.onClicked.dispatch({event}, window.tab)"));
    }

    #[test]
    fn the_menu_opens_the_panel_with_the_selected_text() {
        let desktop = Desktop::start();
        choose(&desktop, "ticket", " 858462 ");
        desktop.wait_for("the selected number", TICKET, is_ticket("858462"));
        desktop.watch_for_text();
        choose(&desktop, "insert", "Selected text");
        desktop.wait_for("a text in the form", "panel.hasText ?? false", |seen| *seen == true);
    }

    /// Chromium collects the errors of a manifest in the developer mode only.
    const ERRORS: &str = "const done = arguments[0]; const { developerPrivate } = chrome; \
        const read = async () => (await developerPrivate.getExtensionsInfo()).find(({ name }) => name === 'Ticket note'); \
        const reload = async () => { \
          await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }); \
          const { id } = await read(); \
          await developerPrivate.updateExtensionConfiguration({ extensionId: id, errorCollection: true }); \
          await developerPrivate.reload(id, { failQuietly: true }); \
          while ((await read()).state !== 'ENABLED') await new Promise(requestAnimationFrame); \
          const { state, manifestErrors, runtimeErrors, installWarnings } = await read(); \
          return [state, manifestErrors, runtimeErrors, installWarnings]; \
        }; \
        reload().then(done, (error) => done(String(error)))";

    #[test]
    fn chromium_finds_no_error_in_the_package() {
        let desktop = Desktop::start();
        desktop.browser().open("chrome://extensions");
        let seen: Value = desktop.browser().execute_async(ERRORS, Vec::new());
        assert_eq!(seen, json!(["ENABLED", [], [], []]));
    }
}

mod in_the_window_of_firefox {
    use super::{Desktop, open_panel, press_shortcut};
    use ticket_note_e2e::wait_until;

    /// Selects the text of the page, and chooses an item of the context menu.
    fn choose(desktop: &Desktop, item: &str) {
        let browser = desktop.browser();
        let page = browser.find("p");
        browser.execute::<()>("getSelection().selectAllChildren(document.querySelector('p'))", Vec::new());
        browser.open_context_menu(&page);
        let find = "const menu = document.querySelector('#contentAreaContextMenu'); \
            const item = [...menu.querySelectorAll('menuitem')].find(({ label }) => label === arguments[0]);";
        let is_open = format!("{find} return menu.state === 'open' && Boolean(item)");
        wait_until(
            "the menu",
            || browser.execute_in_browser_window::<bool>(&is_open, vec![item.into()]),
            |is_open| *is_open,
        );
        let open = format!("{find} item.parentNode.parentNode.openMenu(true)");
        browser.execute_in_browser_window::<()>(&open, vec![item.into()]);
        let is_open = format!("{find} return item.parentNode.state === 'open'");
        wait_until(
            "the menu of the extension",
            || browser.execute_in_browser_window::<bool>(&is_open, vec![item.into()]),
            |is_open| *is_open,
        );
        let activate = format!("{find} item.parentNode.activateItem(item)");
        browser.execute_in_browser_window::<()>(&activate, vec![item.into()]);
    }

    #[test]
    fn both_items_of_the_menu_open_the_panel() {
        let desktop = Desktop::start();
        let browser = desktop.browser();
        browser.open(&format!("{}/cases/858462", desktop.installed.crm().origin()));
        let is_loaded = || browser.evaluate::<bool>("return Boolean(document.querySelector('p'))");
        let is_open =
            || browser.execute_in_browser_window::<bool>("return SidebarController.isOpen", Vec::new());
        for item in ["Use as ticket number", "Add as note"] {
            wait_until("the page", is_loaded, |is_loaded| *is_loaded);
            choose(&desktop, item);
            wait_until("a sidebar", is_open, |is_open| *is_open);
            press_shortcut(browser);
            wait_until("a closed sidebar", is_open, |is_open| !is_open);
        }
    }

    #[test]
    fn the_shortcut_opens_and_closes_the_sidebar() {
        let desktop = Desktop::start();
        open_panel(&desktop);
        let browser = desktop.browser();
        let is_open =
            || browser.execute_in_browser_window::<bool>("return SidebarController.isOpen", Vec::new());
        assert!(is_open());
        press_shortcut(browser);
        wait_until("a closed sidebar", is_open, |is_open| !is_open);
    }
}
