//! Real browsers against the real proxy and the built bundle.
