//! `gouji demo`: a made-up office in a temporary folder, where three more reports arrive while one looks.
#![expect(clippy::disallowed_methods, reason = "cli is one of the modules that touch files")]

use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::{Common, Exit, configuration, knowledge, refused, unused_line};
use crate::archive::Archive;
use crate::desk::{self, Office};

/// What `gouji demo` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    common: Common,
}

/// A file's place in the office and its content.
type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../fixtures/demo/", $name)))),*]
    };
}

const IN_PLACE: &[File] = files![
    "last-year/柳河镇2022.txt",
    "last-year/石桥镇2022.txt",
    "last-year/教育局2022.txt",
    "last-year/财政局2022.txt",
    "last-year/青云县人民政府2022.txt",
    "inbox/关于召开座谈会的通知.txt",
    "inbox/教育局2023.txt",
    "inbox/松台乡2023.txt",
    "inbox/柳河镇2023.txt",
    "inbox/石桥镇2023.txt",
    "inbox/财政局2023.txt",
    "inbox/青云县人民政府2023.txt",
];

const LATER: &[File] = files!["later/梅川乡2023.txt", "later/石桥镇2023（修改）.txt", "later/公安局2023.txt"];

/// When each later report arrives, in seconds after the start.
const ARRIVE_AT: [u64; 3] = [3, 6, 10];

/// Opens the desk on the made-up office, which is gone afterwards.
pub(super) fn run(options: &Options) -> Result<Exit, Vec<String>> {
    let mut config = configuration(&options.common)?;
    let lang = config.settings.lang;
    let knowledge = knowledge()?;
    let office = tempfile::Builder::new().prefix("gouji-demo-").tempdir().map_err(|error| vec![error.to_string()])?;
    furnish(office.path()).map_err(|error| vec![format!("{}: {error}", office.path().display())])?;
    config.settings.inbox = office.path().join("inbox");
    config.settings.store = office.path().join("gouji.db");
    // Nobody writes these files slowly.
    config.settings.settle = Duration::from_millis(200);
    config.settings.last_year = vec![office.path().join("last-year")];
    let (archive, unused) = Archive::open(&config.settings.last_year, &knowledge).map_err(|closed| {
        closed.iter().map(|unused| unused_line(&unused.path, unused.why.text(lang))).collect::<Vec<_>>()
    })?;
    let inbox = config.settings.inbox.clone();
    // The thread ends with the process, or with the folder.
    thread::spawn(move || deliver(&inbox));
    desk::run(Office { config, knowledge, archive, unused }).map_err(|error| refused(&error, lang))?;
    Ok(Exit::Clean)
}

fn furnish(office: &Path) -> io::Result<()> {
    fs::create_dir_all(office.join("inbox"))?;
    fs::create_dir_all(office.join("last-year"))?;
    IN_PLACE.iter().try_for_each(|(name, bytes)| fs::write(office.join(name), bytes))
}

fn deliver(inbox: &Path) {
    let mut elapsed = 0;
    for ((name, bytes), at) in LATER.iter().zip(ARRIVE_AT) {
        thread::sleep(Duration::from_secs(at - elapsed));
        elapsed = at;
        let Some(name) = Path::new(name).file_name() else {
            continue;
        };
        if fs::write(inbox.join(name), bytes).is_err() {
            return;
        }
    }
}
