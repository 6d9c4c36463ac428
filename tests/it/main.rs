//! One test binary for everything that looks at more than one module.

mod bytes;
mod keys;
mod screens;
mod support;
mod text;
