//! What was found, as other programs read it. Pure: gives values and text, writes nowhere.

pub mod book;
pub mod csv;
pub mod json;
