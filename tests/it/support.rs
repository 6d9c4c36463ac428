//! What several tests need: sample reports, scenes, the screen as text.

pub(crate) mod samples;
pub(crate) mod scene;
pub(crate) mod screen;
