//! One test binary for everything that looks at more than one module.

mod demo;
mod golden;
mod layers;
mod round_trip;
mod rules;
mod writer;
