//! One test binary for everything that looks at more than one module.
mod inbox;
mod store;
