//! One test binary for everything that looks at more than one module.

mod bytes;
mod check;
mod config;
mod demo;
mod diff;
mod golden;
mod inbox;
mod keys;
mod layers;
mod round_trip;
mod screens;
mod store;
mod support;
mod terminal;
mod text;
mod writer;
