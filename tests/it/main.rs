//! One test binary for everything that looks at more than one module.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should stop where it stands; tests make their own files and say what they skip"
)]

mod answers;
mod bytes;
mod chain;
mod check;
mod config;
mod copied;
mod demo;
mod diff;
mod doc;
mod docx;
mod doubt;
mod faults;
mod firings;
mod fixtures;
mod golden;
mod headings;
mod hostile;
mod html;
mod identity;
mod inbox;
mod invariants;
mod judgements;
mod judging;
mod keys;
mod layers;
mod mht;
mod odt;
mod ofd;
mod pdf;
mod phone;
mod recheck;
mod resubmission;
mod round_trip;
mod rtf;
mod rulebook;
mod rules;
mod screens;
mod separated;
mod shares;
mod sheet;
mod store;
mod strange_tables;
mod support;
mod suspects;
mod tables_in_text;
mod terminal;
mod text;
mod writer;
