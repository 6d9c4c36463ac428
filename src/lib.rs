//! gouji (勾稽): reads, checks and reviews the yearly reports on government information disclosure.
//! The modules in reading order; each may use only those above it (ARCHITECTURE.md, "Layers").

pub mod text;

pub mod model;

pub mod form;

pub mod recheck;

pub mod document;

pub mod diff;
pub mod parse;
pub mod rules;

pub mod suspects;

pub mod examine;

pub mod trial;

pub mod archive;
pub mod config;
pub mod export;
pub mod inbox;
pub mod store;

pub mod app;
pub mod view;

pub mod cli;
pub mod desk;
