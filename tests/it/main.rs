//! One test binary for everything that looks at more than one module.
mod diff;
