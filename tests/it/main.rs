//! One test binary for everything that looks at more than one module.

mod config;
mod demo;
mod diff;
mod golden;
mod inbox;
mod layers;
mod round_trip;
mod store;
mod writer;
