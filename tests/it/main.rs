//! One test binary for everything that looks at more than one module.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise, and reads the files it speaks of"
)]

mod bytes;
mod keys;
mod screens;
mod support;
mod text;
