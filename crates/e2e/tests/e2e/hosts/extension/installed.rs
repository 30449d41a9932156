//! A browser with the extension, whose panel is opened as a tab: a driver reaches no side panel.

use crate::hosts::bench::{read, root};
use crate::parent_page::{Files, ParentServer};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;
use ticket_note_e2e::{Browser, BrowserSettings, Engine, Extension, SecureOrigin, wait_until};

/// A public key, from which Chromium derives the ID.
const KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwviVydWO+ZlNqacxFPyITCEXUNY5RY5U8NJa89zIHZs4HxDbMZcVpCYPSwyru3ToiDt6TQn22Q5LpMVVBEWQhFe/zvFdiLps+bSaZojfHEWKb1hI0sWsEqhP2DwW2ewZTmG0oN6fA6ZABF/KlAKXl0f6Egb9ZOUJK5CSbFqHb6d8scHaMz6afYQmOeLxg1WBYecCiwHLapUM2JVzotxCYACa4//Y+R7TCbJERjAkDAo/L6dfCla4Nyxc1nG/HGmqqVVi9LhrlO82PN9hZyc7j5yL0w74qlhuX/+0e8qEUuDBnRL1t25EQL5y+qdl4vIok2o4PqxYaZLg+eE2RJdF9wIDAQAB";
const ID: &str = "apeicjekbimmeceiliojhcnakfdenbpd";
const GECKO_ID: &str = "ticket-note@ticket-note.example";
const UUID: &str = "11111111-2222-4333-8444-555555555555";
/// Every site of the tests.
const SITES: &str = "https://*.example/*";
const RULE: &str = "https://*.example/cases/{ticket}";

/// An installed extension, and a CRM whose pages the panel follows.
pub(in crate::hosts) struct Installed {
    crm: SecureOrigin,
    _server: ParentServer,
    _folder: TempDir,
}

impl Installed {
    /// Starts a browser with the extension. The user can grant it every site of the tests.
    pub(in crate::hosts) fn start(settings: BrowserSettings<'_>) -> (Self, Browser) {
        Self::start_granted(&[SITES], settings)
    }

    /// Starts a browser with the extension. In Chromium, it has these host permissions from the start, because
    /// no driver can press a button of the browser's own dialog.
    pub(in crate::hosts) fn start_granted(sites: &[&str], settings: BrowserSettings<'_>) -> (Self, Browser) {
        let folder = package(sites);
        let extension = Extension { folder: folder.path(), gecko_id: GECKO_ID, uuid: UUID };
        let browser = Browser::start_with(BrowserSettings { extension: Some(extension), ..settings });
        let crm = SecureOrigin::new("crm", "example");
        let page = "<!doctype html><html lang=\"en\"><title>A case</title><p>Selected text</p>".to_owned();
        let server = ParentServer::with_files(Files::from([("/".to_owned(), page)]));
        crm.forward_to(&server.origin());
        (Self { crm, _server: server, _folder: folder }, browser)
    }

    /// Returns the address of a page of the extension.
    pub(in crate::hosts) fn address(page: &str) -> String {
        if Engine::chosen() == Engine::Firefox {
            format!("moz-extension://{UUID}/{page}")
        } else {
            format!("chrome-extension://{ID}/{page}")
        }
    }

    /// Returns what the setting `--frame-ancestors` has for the extension.
    pub(in crate::hosts) fn ancestor() -> String {
        if Engine::chosen() == Engine::Firefox {
            "moz-extension:".to_owned()
        } else {
            format!("chrome-extension://{ID}")
        }
    }

    pub(in crate::hosts) fn crm(&self) -> &SecureOrigin {
        &self.crm
    }

    /// Fills in the page with the settings, as a user does. In Firefox, this grants every site of the tests.
    pub(in crate::hosts) fn save_settings(&self, browser: &Browser, desk: &SecureOrigin) {
        browser.open(&Self::address("options.html"));
        wait_until("the settings", || text_of(browser, "#rules"), |rules| !rules.is_empty());
        browser.execute::<()>(
            "document.querySelector('#desk').value = ''; document.querySelector('#rules').value = ''",
            Vec::new(),
        );
        browser.send_keys(&browser.find("#desk"), format!("{}/ticket-note/", desk.origin()));
        browser.send_keys(&browser.find("#rules"), RULE);
        browser.click(&browser.find("form button"));
        let status = || browser.evaluate::<String>("return document.querySelector('#status').textContent");
        wait_until("saved settings", status, |status| status == "Saved.");
    }

    /// Stores the settings of a user who granted no site.
    pub(in crate::hosts) fn store_settings(&self, browser: &Browser, desk: &SecureOrigin) {
        browser.open(&Self::address("options.html"));
        let settings = json!({"desk": format!("{}/ticket-note/", desk.origin()), "rules": [RULE]});
        let store =
            "const [settings, done] = arguments; chrome.storage.local.set(settings).then(() => done())";
        browser.execute_async::<()>(store, vec![settings]);
    }

    /// Opens the panel, and waits until it is built.
    pub(in crate::hosts) fn open_panel(&self, browser: &Browser) {
        browser.open(&Self::address("panel.html"));
        let is_built = "return Boolean(document.querySelector('#note p')?.textContent)";
        wait_until("the panel", || browser.evaluate::<bool>(is_built), |is_built| *is_built);
    }

    /// Opens the panel beside the page of a record. The query is `record=a`.
    pub(in crate::hosts) fn open(&self, browser: &Browser, query: &str) {
        self.open_panel(browser);
        let record = query.split('&').find_map(|part| part.strip_prefix("record=")).unwrap();
        let script = read(&root().join("crates/e2e/fixtures/hosts/extension.js"));
        let error: String = browser.execute_async(&script, vec![self.crm.origin().into(), record.into()]);
        assert_eq!(error, "");
    }
}

fn text_of(browser: &Browser, selector: &str) -> String {
    browser.evaluate(&format!("return document.querySelector('{selector}').value"))
}

/// Returns a folder with the package. In Chromium, its ID is `ID`, and it has these host permissions.
fn package(sites: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let is_firefox = Engine::chosen() == Engine::Firefox;
    let source =
        root().join("dist-hosts").join(if is_firefox { "extension-firefox" } else { "extension-chrome" });
    for path in fs::read_dir(&source).unwrap().map(|entry| entry.unwrap().path()) {
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    if !is_firefox {
        let mut manifest: Value = serde_json::from_str(&read(&source.join("manifest.json"))).unwrap();
        manifest["key"] = KEY.into();
        manifest["host_permissions"] = json!(sites);
        fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    }
    folder
}
