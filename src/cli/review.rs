//! `gouji review`: the desk on a folder.

use std::path::PathBuf;

use clap::Args;

use super::{Common, Exit, archive, configuration, knowledge, refused};
use crate::desk::{self, Office};

/// What `gouji review` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// 收件文件夹 / The folder where reports arrive
    #[arg(value_name = "INBOX")]
    inbox: Option<PathBuf>,
    /// 往年报告文件夹，可多次给出 / A folder with reports of earlier years; may be given several times
    #[arg(long, value_name = "DIR")]
    last_year: Vec<PathBuf>,
    /// 数据库文件 / The database file
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Opens the desk and stays until the reviewer leaves it.
pub(super) fn run(options: &Options) -> Result<Exit, Vec<String>> {
    let mut config = configuration(&options.common)?;
    let knowledge = knowledge()?;
    let (archive, unused) = archive(&options.last_year, &config, &knowledge)?;
    if let Some(inbox) = &options.inbox {
        config.settings.inbox.clone_from(inbox);
    }
    if let Some(store) = &options.store {
        config.settings.store.clone_from(store);
    }
    let lang = config.settings.lang;
    desk::run(Office { config, knowledge, archive, unused }).map_err(|error| refused(&error, lang))?;
    Ok(Exit::Clean)
}
