//! The sign-in from the form (docs/specification.md, section 4.15), over https, with the stand-in for an
//! authentication proxy.

mod address;
mod blocked;
mod callers;
mod changes;
mod focus;
mod issuer;
mod messages;
mod parent_tokens;
mod portal;
mod reverse_proxies;
mod session;
mod storage_access;
mod strangers;
mod tokens;
mod two_sites;

use portal::Portal;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ticket_note_e2e::{
    Backends, Browser, Form, Harness, ReverseProxy, ReverseProxyKind, SecureOrigin, wait_until,
};

const TEXT: &str = "Spoke with the customer.";

/// A proxy with the sign-in, at an https origin.
struct Desk {
    harness: Harness,
    origin: SecureOrigin,
    /// The reverse proxy before it, with its portal. Without one, the sandbox plays both.
    portal: Option<(ReverseProxy, Portal)>,
}

impl Desk {
    fn start() -> Self {
        Self::with_flags(&[])
    }

    fn with_flags(flags: &[&str]) -> Self {
        let origin = SecureOrigin::new("desk", "example");
        let harness = Harness::with_proxy_flags(&[&["--sandbox-sign-in"], flags].concat());
        origin.forward_to(harness.origin());
        Self { harness, origin, portal: None }
    }

    /// Starts a desk behind a reverse proxy of `deploy/`, with a portal. `None` if it is not installed.
    fn behind(kind: ReverseProxyKind, flags: &[&str]) -> Option<Self> {
        let origin = SecureOrigin::new("desk", "example");
        let portal = Portal::start();
        let users = portal.users_file();
        let own = ["--user-header", "X-Agent", "--users", &users, "--public-origin", origin.origin()];
        let harness = Harness::with_proxy_flags(&[&own[..], flags].concat());
        let proxy = harness.origin().trim_start_matches("http://");
        let (authentication, portal_address) = (portal.address(), portal.address());
        let backends = Backends { proxy, authentication: &authentication, portal: &portal_address };
        let front = ReverseProxy::start(kind, &origin, backends)?;
        Some(Self { harness, origin, portal: Some((front, portal)) })
    }

    fn browser(&self) -> &Browser {
        self.harness.browser()
    }

    /// Opens a page with a form that offers the sign-in.
    #[track_caller]
    fn open(&self) -> Form<'_> {
        let form = self.open_plain();
        form.set_property("signIn", "");
        form
    }

    /// Opens a page with a form that does not offer the sign-in yet.
    #[track_caller]
    fn open_plain(&self) -> Form<'_> {
        // The policy of this page lets the window reach it.
        let page = "index.html?ticketId=858462&type=calllog&lang=en";
        self.browser().open(&format!("{}/{page}", self.origin.origin()));
        self.harness.form()
    }

    /// Opens a page with a form whose user is signed in.
    #[track_caller]
    fn open_signed_in(&self, login: &str) -> Form<'_> {
        let form = self.open();
        sign_in(self.browser(), login);
        wait_for_user(self.browser(), login);
        form
    }

    /// Runs the body of a function in the page, where `note` is the element.
    #[track_caller]
    fn run<T: DeserializeOwned>(&self, body: &str) -> T {
        let script = format!("const note = document.querySelector('ticket-note'); {body}");
        self.browser().execute(&script, Vec::new())
    }

    /// Returns the text and the author of each note that was added.
    fn notes(&self) -> Vec<(String, Option<u64>)> {
        self.harness.sandbox().notes().into_iter().map(|note| (note.message, note.user)).collect()
    }
}

/// Returns the visible text of a part of the sign-in, or nothing if it is not visible.
fn shown(browser: &Browser, selector: &str) -> Option<String> {
    browser.evaluate(&format!(
        "const part = document.querySelector('ticket-note')?.shadowRoot.querySelector('{selector}'); \
         return part && part.getClientRects().length > 0 ? part.value || part.textContent : null"
    ))
}

#[track_caller]
fn wait_for_part(browser: &Browser, selector: &str) -> String {
    let part = || shown(browser, selector);
    wait_until(selector, part, Option::is_some).unwrap()
}

#[track_caller]
pub(crate) fn wait_for_user(browser: &Browser, login: &str) {
    let expected = format!("Signed in as {login} · Sign out");
    let user = || shown(browser, ".sign-in > .hint");
    wait_until(&expected, user, |user| user.as_ref() == Some(&expected));
    assert_eq!(shown(browser, "#sign-in"), None);
}

#[track_caller]
fn wait_for_status(browser: &Browser, sentence: &str) {
    let status = || shown(browser, "#sign-in-status");
    wait_until(sentence, status, |status| status.as_deref() == Some(sentence));
}

/// Whether button and window have the same place and size for a tenth of a second.
const IS_AT_REST: &str = "const done = arguments[0]; \
     const button = document.querySelector('ticket-note').shadowRoot.querySelector('#sign-in'); \
     const place = () => JSON.stringify([button.getBoundingClientRect(), innerHeight]); \
     const before = place(); \
     setTimeout(() => done(place() === before), 100)";

/// Presses the button of the sign-in.
#[track_caller]
pub(crate) fn press_sign_in(browser: &Browser) {
    wait_for_part(browser, "#sign-in");
    // A click in a frame that is about to get another height would miss the button.
    wait_until(
        "a button at rest",
        || browser.execute_async::<bool>(IS_AT_REST, Vec::new()),
        |is_at_rest| *is_at_rest,
    );
    browser.click(&browser.find_in_shadow("ticket-note", "#sign-in")[0]);
}

/// Presses the button, and signs in in the window that opens.
#[track_caller]
fn sign_in(browser: &Browser, login: &str) {
    wait_for_part(browser, "#sign-in");
    let form = browser.switch_to_opened(|| press_sign_in(browser));
    choose(browser, login);
    browser.switch_to_tab(form);
}

/// Signs in in the current window, which may close.
pub(crate) fn choose(browser: &Browser, login: &str) {
    // The paths of the sandbox and of the portal end with the login.
    let link = format!("[...document.links].find(({{ pathname }}) => pathname.endsWith('/{login}'))");
    let is_shown = || browser.evaluate::<bool>(&format!("return Boolean({link})"));
    wait_until("the logins", is_shown, |is_shown| *is_shown);
    browser.execute::<Value>(&format!("setTimeout(() => {link}.click(), 50)"), Vec::new());
}
