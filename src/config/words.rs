//! Every word on the screen, in Chinese and English, from `config/words/*.ftl`.

use crate::model::Lang;

/// The words of one language.
pub struct Words {}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn load(lang: Lang) -> Self {
        let _ = lang;
        Self {}
    }
}
