//! One test binary for everything that looks at more than one module.

mod demo;
mod diff;
mod golden;
mod inbox;
mod layers;
mod round_trip;
mod rules;
mod store;
mod writer;
