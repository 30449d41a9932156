use crate::browser::Browser;
use crate::form::Form;
use crate::proxy::Proxy;
use crate::sandbox::Sandbox;
use crate::site::Site;
use crate::wait::wait_until;
use serde::Deserialize;
use serde_json::Value;

/// A browser, and a proxy with the sandbox behind it, that belong to one test.
#[derive(Debug)]
pub struct Harness {
    browser: Browser,
    sandbox: Sandbox,
    proxy: Proxy,
    _site: Site,
}

/// An event that the page received from the element.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReceivedEvent {
    /// The event's type, such as `note-saved`.
    pub name: String,
    /// The event's `detail`.
    pub detail: Value,
}

impl Harness {
    /// Starts a browser, and a proxy without further flags.
    #[must_use]
    pub fn new() -> Self {
        Self::with_proxy_flags(&[])
    }

    /// Starts a browser, and a proxy with these flags.
    #[must_use]
    pub fn with_proxy_flags(flags: &[&str]) -> Self {
        Self::with_site(Site::new(), flags)
    }

    /// Starts a browser, and a proxy with these flags that serves this site.
    #[must_use]
    pub fn with_site(site: Site, flags: &[&str]) -> Self {
        Self::with_browser(Browser::start(), site, flags)
    }

    /// Starts a proxy with these flags that serves this site to this browser.
    #[must_use]
    pub fn with_browser(browser: Browser, site: Site, flags: &[&str]) -> Self {
        let proxy = Proxy::start(site.path(), flags);
        let sandbox = Sandbox::new(proxy.origin());
        Self { browser, sandbox, proxy, _site: site }
    }

    /// Opens the framed page with this query, and waits for its form.
    #[track_caller]
    pub fn open_frame_page(&self, query: &str) -> Form<'_> {
        self.open_page(&format!("watched.html?{query}"))
    }

    /// Opens a page of the site, and waits for its form.
    #[track_caller]
    pub fn open_page(&self, page: &str) -> Form<'_> {
        self.browser.open(&format!("{}/{page}", self.proxy.origin()));
        self.form()
    }

    /// Opens a page of the site, and waits for its form to be drawn, whether its module is loaded or not.
    #[track_caller]
    pub fn open_drawn_page(&self, page: &str) -> Form<'_> {
        self.browser.open(&format!("{}/{page}", self.proxy.origin()));
        self.drawn_form()
    }

    /// Waits for the drawn form on the current page, and returns it.
    #[track_caller]
    pub fn drawn_form(&self) -> Form<'_> {
        Form::drawn_on(&self.browser)
    }

    /// Waits for the form on the current page, and returns it.
    #[track_caller]
    pub fn form(&self) -> Form<'_> {
        Form::on(&self.browser)
    }

    /// The test's browser.
    #[must_use]
    pub const fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The sandbox behind the test's proxy.
    #[must_use]
    pub const fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// The test's proxy.
    #[must_use]
    pub const fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// The proxy's origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.proxy.origin()
    }

    /// Returns how many POST requests the page has sent.
    #[must_use]
    pub fn request_count(&self) -> u32 {
        self.browser.execute("return postRequests", Vec::new())
    }

    /// Waits until the page has sent this many POST requests.
    #[track_caller]
    pub fn wait_for_request_count(&self, count: u32) {
        wait_until(&format!("{count} POST requests"), || self.request_count(), |seen| *seen == count);
    }

    /// Returns the element's events so far, except `note-ready`, `note-change` and `note-submit`.
    #[must_use]
    pub fn events(&self) -> Vec<ReceivedEvent> {
        self.browser.execute("return noteEvents", Vec::new())
    }

    /// Asserts that the page sent no POST request and that the sandbox accepted no note.
    ///
    /// # Panics
    /// If either has happened.
    #[track_caller]
    pub fn assert_nothing_sent(&self) {
        assert_eq!(self.request_count(), 0, "the page sent a request");
        assert_eq!(self.sandbox.notes(), [], "the sandbox accepted a note");
    }

    /// Asserts that the page had no policy violation, no error and no warning.
    ///
    /// # Panics
    /// If the page or the browser's console reports one.
    #[track_caller]
    pub fn assert_no_page_errors(&self) {
        let page_errors: Vec<String> = self.browser.execute("return pageErrors", Vec::new());
        assert_eq!(page_errors, [""; 0], "the page reported errors");
        let log = self.browser.console_log().into_iter();
        // Chromium logs the first line for every 4xx and 5xx. It logs the second if the framed page has
        // preloaded the WebAssembly file and cannot run it.
        let known = ["Failed to load resource", ".wasm was preloaded using link preload but not used"];
        let ours: Vec<_> = log.filter(|line| !known.iter().any(|known| line.contains(known))).collect();
        assert_eq!(ours, [""; 0], "the browser logged errors");
    }
}

impl Default for Harness {
    fn default() -> Self {
        Self::new()
    }
}
