//! One test binary for everything that looks at more than one module.

mod bytes;
mod config;
mod demo;
mod diff;
mod golden;
mod identity;
mod inbox;
mod keys;
mod layers;
mod round_trip;
mod rules;
mod screens;
mod store;
mod support;
mod text;
mod writer;
