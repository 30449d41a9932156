use crate::browser::Browser;
use crate::form::Form;
use crate::patience::until;
use crate::proxy::Proxy;
use crate::sandbox::Sandbox;
use crate::site::Site;
use serde::Deserialize;
use serde_json::Value;

/// A person at a desk: a browser, and a proxy with the sandbox behind it, both of their own.
#[derive(Debug)]
pub struct Visit {
    browser: Browser,
    sandbox: Sandbox,
    proxy: Proxy,
    _site: Site,
}

/// An event of the element, as a page hears it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Heard {
    /// Its name.
    pub name: String,
    /// What it carries.
    pub detail: Value,
}

impl Visit {
    /// Starts both.
    #[must_use]
    pub fn new() -> Self {
        Self::with_flags(&[])
    }

    /// Starts both, the proxy with these flags.
    #[must_use]
    pub fn with_flags(flags: &[&str]) -> Self {
        Self::to(Site::new(), flags)
    }

    /// Starts both, the proxy with these flags in front of this site.
    #[must_use]
    pub fn to(site: Site, flags: &[&str]) -> Self {
        let proxy = Proxy::start(site.path(), flags);
        let sandbox = Sandbox::new(proxy.origin());
        Self { browser: Browser::start(), sandbox, proxy, _site: site }
    }

    /// Opens the framed page with this query.
    #[track_caller]
    pub fn opens(&self, query: &str) -> Form<'_> {
        self.opens_page(&format!("watched.html?{query}"))
    }

    /// Opens any page of the site.
    #[track_caller]
    pub fn opens_page(&self, page: &str) -> Form<'_> {
        self.browser.goes_to(&format!("{}/{page}", self.proxy.origin()));
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
    pub fn posts(&self) -> u32 {
        self.browser.runs("return posts", Vec::new())
    }

    /// Waits until so many posts have left the page.
    #[track_caller]
    pub fn has_posted(&self, posts: u32) {
        until(&format!("{posts} posts"), || self.posts(), |seen| *seen == posts);
    }

    /// The element's events so far.
    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.browser.runs("return heard", Vec::new())
    }

    /// That nothing left the page and nothing arrived.
    ///
    /// # Panics
    /// When something did.
    #[track_caller]
    pub fn sent_nothing(&self) {
        assert_eq!(self.posts(), 0, "a post left the page");
        assert_eq!(self.sandbox.notes(), [], "a note arrived");
    }

    /// That the page had nothing to complain of: no violation of its policy, no error, no warning.
    ///
    /// # Panics
    /// When it had.
    #[track_caller]
    pub fn had_no_complaint(&self) {
        let complaints: Vec<String> = self.browser.runs("return complaints", Vec::new());
        assert_eq!(complaints, [""; 0], "the page complained");
        let log = self.browser.log().into_iter();
        // The browser's own line for every 4xx and 5xx.
        let ours: Vec<_> = log.filter(|line| !line.contains("Failed to load resource")).collect();
        assert_eq!(ours, [""; 0], "the browser logged");
    }
}

impl Default for Visit {
    fn default() -> Self {
        Self::new()
    }
}
