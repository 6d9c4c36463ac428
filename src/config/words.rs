//! Every word on the screen, in Chinese and English, from `config/words/*.ftl`.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::model::Lang;

const CHINESE: &str = include_str!("../../config/words/zh-CN.ftl");
const ENGLISH: &str = include_str!("../../config/words/en.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    lang: Lang,
}

/// Something to put into a sentence.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    Text(&'a str),
    Number(usize),
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn load(lang: Lang) -> Self {
        let (text, locale) = match lang {
            Lang::Chinese => (CHINESE, "zh-CN"),
            Lang::English => (ENGLISH, "en"),
        };
        let locale: LanguageIdentifier = locale.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The marks of direction that fluent puts around values would be shown and counted as characters.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
        Self { bundle, lang }
    }

    /// The language of these words.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The words of a key; the key itself where there are none.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The words of a key with values put in.
    #[must_use]
    pub fn say_with(&self, key: &str, values: &[(&str, Value)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            let value = match *value {
                Value::Text(text) => FluentValue::from(text),
                Value::Number(number) => FluentValue::from(number),
            };
            arguments.set(*name, value);
        }
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// Whether there are words for a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

/// The text of both word files, for the test that holds them to the same keys.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [CHINESE, ENGLISH]
}
