use crate::browser::Browser;
use crate::form::Form;
use crate::proxy::Proxy;
use crate::sandbox::Sandbox;
use crate::site::Site;
use crate::wait::wait_until;
use serde::Deserialize;
use serde_json::Value;

/// A person at a desk: a browser, and a proxy with the sandbox behind it, both of their own.
#[derive(Debug)]
pub struct Harness {
    browser: Browser,
    sandbox: Sandbox,
    proxy: Proxy,
    _site: Site,
}

/// An event of the element, as a page hears it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReceivedEvent {
    /// Its name.
    pub name: String,
    /// What it carries.
    pub detail: Value,
}

impl Harness {
    /// Starts both.
    #[must_use]
    pub fn new() -> Self {
        Self::with_proxy_flags(&[])
    }

    /// Starts both, the proxy with these flags.
    #[must_use]
    pub fn with_proxy_flags(flags: &[&str]) -> Self {
        Self::with_site(Site::new(), flags)
    }

    /// Starts both, the proxy with these flags in front of this site.
    #[must_use]
    pub fn with_site(site: Site, flags: &[&str]) -> Self {
        let proxy = Proxy::start(site.path(), flags);
        let sandbox = Sandbox::new(proxy.origin());
        Self { browser: Browser::start(), sandbox, proxy, _site: site }
    }

    /// Opens the framed page with this query.
    #[track_caller]
    pub fn open_frame_page(&self, query: &str) -> Form<'_> {
        self.open_page(&format!("watched.html?{query}"))
    }

    /// Opens any page of the site.
    #[track_caller]
    pub fn open_page(&self, page: &str) -> Form<'_> {
        self.browser.open(&format!("{}/{page}", self.proxy.origin()));
        self.form()
    }

    /// The form on the page that is open.
    #[track_caller]
    pub fn form(&self) -> Form<'_> {
        Form::on(&self.browser)
    }

    /// The browser.
    #[must_use]
    pub const fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The vendor.
    #[must_use]
    pub const fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// The proxy's origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.proxy.origin()
    }

    /// How many posts have left the page.
    #[must_use]
    pub fn request_count(&self) -> u32 {
        self.browser.execute("return postRequests", Vec::new())
    }

    /// Waits until so many posts have left the page.
    #[track_caller]
    pub fn wait_for_request_count(&self, count: u32) {
        wait_until(&format!("{count} POST requests"), || self.request_count(), |seen| *seen == count);
    }

    /// The element's events so far.
    #[must_use]
    pub fn events(&self) -> Vec<ReceivedEvent> {
        self.browser.execute("return noteEvents", Vec::new())
    }

    /// That nothing left the page and nothing arrived.
    ///
    /// # Panics
    /// When something did.
    #[track_caller]
    pub fn assert_nothing_sent(&self) {
        assert_eq!(self.request_count(), 0, "a post left the page");
        assert_eq!(self.sandbox.notes(), [], "a note arrived");
    }

    /// That the page had nothing to complain of: no violation of its policy, no error, no warning.
    ///
    /// # Panics
    /// When it had.
    #[track_caller]
    pub fn assert_no_page_errors(&self) {
        let page_errors: Vec<String> = self.browser.execute("return pageErrors", Vec::new());
        assert_eq!(page_errors, [""; 0], "the page complained");
        let log = self.browser.console_log().into_iter();
        // The browser's own line for every 4xx and 5xx.
        let ours: Vec<_> = log.filter(|line| !line.contains("Failed to load resource")).collect();
        assert_eq!(ours, [""; 0], "the browser logged");
    }
}

impl Default for Harness {
    fn default() -> Self {
        Self::new()
    }
}
