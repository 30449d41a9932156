//! What only the protocol of Chrome's developer tools offers.

use super::Browser;
use serde_json::{Value, json};

impl Browser {
    /// Collects garbage and returns the numbers of documents, nodes and listeners that are still alive.
    ///
    /// `None` in engines other than Chrome.
    #[must_use]
    pub fn live_object_counts(&self) -> Option<Value> {
        self.devtools("HeapProfiler.collectGarbage", json!({}))?;
        self.devtools("Memory.getDOMCounters", json!({}))
    }

    /// Collects garbage and returns the bytes that the page's scripts and buffers occupy.
    ///
    /// `None` in engines other than Chrome.
    #[must_use]
    pub fn heap_bytes(&self) -> Option<u64> {
        self.devtools("HeapProfiler.collectGarbage", json!({}))?;
        let usage = self.devtools("Runtime.getHeapUsage", json!({}))?;
        let bytes = |name: &str| usage[name].as_f64().expect("bytes") as u64;
        Some(bytes("usedSize") + bytes("backingStorageSize"))
    }

    /// Emulates a media feature, such as a user preference. Returns whether the driver supports it: only
    /// Chrome's does.
    #[must_use]
    pub fn emulate_media(&self, feature: &str, value: &str) -> bool {
        let features = json!({"features": [{"name": feature, "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).is_some()
    }

    /// Emulates a touch screen in place of a mouse. Returns whether the driver supports it: only Chrome's does.
    #[must_use]
    pub fn emulate_touch(&self) -> bool {
        let touch = json!({"enabled": true, "maxTouchPoints": 5});
        self.devtools("Emulation.setTouchEmulationEnabled", touch).is_some()
    }

    /// Returns the nodes of the page's accessibility tree that are not ignored: role, name and properties.
    ///
    /// `None` in engines other than Chrome.
    #[must_use]
    pub fn accessibility_tree(&self) -> Option<Vec<Value>> {
        let tree = self.devtools("Accessibility.getFullAXTree", json!({}))?;
        let nodes = tree["nodes"].as_array().expect("nodes").iter();
        Some(nodes.filter(|node| node["ignored"] == false).map(accessibility_node).collect())
    }

    fn devtools(&self, command: &'static str, parameters: Value) -> Option<Value> {
        if !self.engine.is_chrome() {
            return None;
        }
        Some(self.block_on(self.driver().cdp().send_raw(command, parameters)))
    }
}

/// Returns a node as `[role, name, properties]`. A property that refers to other elements has their IDs.
fn accessibility_node(node: &Value) -> Value {
    let property = |property: &Value| {
        let ids = property["value"]["relatedNodes"].as_array();
        let ids = ids.map(|nodes| nodes.iter().map(|node| node["idref"].clone()).collect());
        let name = property["name"].as_str().expect("a name").to_owned();
        (name, ids.map_or_else(|| property["value"]["value"].clone(), Value::Array))
    };
    let properties = node["properties"].as_array().into_iter().flatten().map(property).collect();
    json!([node["role"]["value"], node["name"]["value"], Value::Object(properties)])
}
