//! `gouji review` and `gouji demo`: opens the desk.

use super::demo::{ROSTER, Scratch};
use super::{Basics, CLEAN, Common, Demo, Misuse, Review, prepare, shelves};
use crate::config::{self, Config, OfficeSettings, Words};
use crate::desk::{self, DeskError, Office};
use crate::examine::Knowledge;
use crate::model::{Lang, Phrase};

/// Opens the desk on the inbox of the command line or of the settings.
pub(super) fn run(arguments: Review) -> Result<u8, Misuse> {
    let (mut config, knowledge) = prepare(arguments.common)?;
    if let Some(inbox) = arguments.inbox {
        config.settings.inbox = inbox;
    }
    if let Some(store) = arguments.store {
        config.settings.store = store;
    }
    open(config, knowledge)
}

/// Opens the desk on a scratch office, which is gone afterwards.
pub(super) fn demo(arguments: &Demo) -> Result<u8, Misuse> {
    let common = Common { last_year: Vec::new(), basics: Basics { lang: arguments.lang, ..Basics::default() } };
    let (mut config, knowledge) = prepare(common)?;
    let scratch = Scratch::make().map_err(|error| {
        let line = Phrase::new(format!("试用目录无法建立：{error:#}"), format!("the demo cannot be set up: {error:#}"));
        Misuse::one(line, config.settings.lang)
    })?;
    config.settings.inbox = scratch.inbox();
    config.settings.store = scratch.store();
    config.settings.last_year = vec![scratch.last_year()];
    // The last day to file is today: nothing is late, and who is missing is still waited for.
    config.settings.office = OfficeSettings { deadline: Some(desk::today()), ..OfficeSettings::default() };
    // A test holds the roster to be without mistakes.
    config.roster = config::roster(ROSTER).unwrap_or_default();
    // The files were just written: nobody waits two seconds for a demonstration.
    config.settings.settle = std::time::Duration::from_millis(50);
    scratch.deliver();
    open(config, knowledge)
}

fn open(mut config: Config, knowledge: Knowledge) -> Result<u8, Misuse> {
    let shelves = shelves(&mut config, &knowledge)?;
    let Config { settings, keymap, theme, .. } = config;
    let lang = settings.lang;
    let words = Words::load(lang);
    desk::run(Office { settings, knowledge, shelves, keymap, theme, words }).map_err(|error| refused(error, lang))?;
    Ok(CLEAN)
}

fn refused(error: DeskError, lang: Lang) -> Misuse {
    let line = match error {
        DeskError::Refused(why) => why,
        DeskError::Other(error) => Phrase::new(format!("审核台出错：{error:#}"), format!("the desk failed: {error:#}")),
    };
    Misuse::one(line, lang)
}
