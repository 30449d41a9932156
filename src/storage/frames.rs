//! The places that the other frames of the tab have taken.
//!
//! Same-origin frames of a tab share its session storage. Each page with a form therefore has a registry
//! under a symbol of its window: the keys that its forms have taken, and the windows of the other pages.

use js_sys::{Array, Reflect, Symbol};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static OWN: Registry = Registry::create();
}

struct Registry {
    keys: Array,
    peers: Array,
}

impl Registry {
    /// Creates the registry of this page, and introduces the page to the others.
    fn create() -> Self {
        let own = Self { keys: Array::new(), peers: Array::new() };
        let window = web_sys::window().map(JsValue::from).unwrap_or_default();
        let both = Array::of2(&own.keys, &own.peers);
        // A page that froze its window keeps its own frames' drafts apart no longer; nothing else fails.
        if Reflect::set(&window, &symbol(), &both).is_ok()
            && let Some(top) = get(&window, "top")
        {
            own.meet(&top, &window);
        }
        own
    }

    /// Visits a window and the frames in it. Only `length` and the frames of a foreign window are
    /// accessible.
    fn meet(&self, other: &JsValue, own: &JsValue) {
        if other != own
            && let Some(registry) = Self::of(other)
        {
            self.peers.push(other);
            registry.peers.push(own);
        }
        for frame in frames(other) {
            self.meet(&frame, own);
        }
    }

    /// Returns the registry of a window; `None` if the window is foreign or has no form.
    fn of(window: &JsValue) -> Option<Self> {
        let both: Array = Reflect::get(window, &symbol()).ok()?.dyn_into().ok()?;
        Some(Self { keys: both.get(0).dyn_into().ok()?, peers: both.get(1).dyn_into().ok()? })
    }
}

fn symbol() -> JsValue {
    Symbol::for_("ticket-note").into()
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}

fn frames(window: &JsValue) -> impl Iterator<Item = JsValue> {
    let count = get(window, "length").and_then(|length| length.as_f64()).unwrap_or_default() as u32;
    (0..count).filter_map(|index| Reflect::get_u32(window, index).ok())
}

/// Returns whether a form of this page, or of another frame of the tab, has taken a key.
pub(super) fn is_taken(key: &str) -> bool {
    let key = JsValue::from_str(key);
    let has_taken = |peer: &JsValue| {
        let is_open = get(peer, "closed").is_some_and(|closed| closed.is_falsy());
        is_open && Registry::of(peer).is_some_and(|registry| registry.keys.includes(&key, 0))
    };
    OWN.with(|own| own.keys.includes(&key, 0) || own.peers.iter().any(|peer| has_taken(&peer)))
}

/// Takes a key for a form of this page.
pub(super) fn take(key: &str) {
    OWN.with(|own| own.keys.push(&JsValue::from_str(key)));
}

/// Frees a key.
pub(super) fn free(key: &str) {
    OWN.with(|own| {
        let index = own.keys.index_of(&JsValue::from_str(key), 0);
        if let Ok(index) = u32::try_from(index) {
            own.keys.splice_many(index, 1, &[]);
        }
    });
}

/// Returns the place of this page in the frame tree: the index of each frame from the top window, as in
/// `0.2`. It is empty for the top window.
pub(super) fn own_path() -> String {
    let mut window = web_sys::window().map(JsValue::from).unwrap_or_default();
    let mut path = String::new();
    while let Some(parent) = get(&window, "parent").filter(|parent| *parent != window) {
        let index = frames(&parent).position(|frame| frame == window).unwrap_or_default();
        path = if path.is_empty() { index.to_string() } else { format!("{index}.{path}") };
        window = parent;
    }
    path
}

/// Returns whether the frame tree has a page of this origin at a place.
pub(super) fn is_there(path: &str) -> bool {
    let mut window = web_sys::window().and_then(|window| get(&window, "top"));
    for index in path.split('.').filter(|index| !index.is_empty()) {
        let index = index.parse::<usize>().ok();
        window = window.zip(index).and_then(|(window, index)| frames(&window).nth(index));
    }
    // Reading the document of a foreign window throws.
    window.and_then(|window| get(&window, "document")).is_some_and(|document| document.is_object())
}
