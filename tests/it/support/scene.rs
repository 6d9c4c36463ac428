//! Keys in, screen out: a desk without threads, whose effects are values.

use std::sync::{Arc, OnceLock};

use gouji::app::{Borders, Earlier, Effect, Msg, Opened, Setup, State, update};
use gouji::config::{self, Colours, Key, Keymap, Theme, Words};
use gouji::examine::Knowledge;
use gouji::model::{Entry, Lang};
use gouji::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use super::{samples, screen};

/// A desk on a test bench.
pub(crate) struct Scene {
    name: &'static str,
    pub(crate) state: State,
    pub(crate) effects: Vec<Effect>,
}

/// The rules that are compiled in, read once for all scenes.
fn knowledge() -> Arc<Knowledge> {
    static KNOWN: OnceLock<Arc<Knowledge>> = OnceLock::new();
    Arc::clone(KNOWN.get_or_init(|| Arc::new(config::knowledge().unwrap())))
}

/// A desk with nothing on it, at 80x24, in Chinese.
pub(crate) fn empty(name: &'static str) -> Scene {
    let setup = Setup {
        lang: Lang::Chinese,
        keymap: Keymap::load(None).unwrap(),
        size: Size::new(80, 24),
        inbox: "/srv/年报/收件".to_owned(),
        utc_offset: 8 * 3600,
        borders: Borders::Lines,
        knowledge: knowledge(),
        earlier: Earlier::NotGiven,
    };
    Scene { name, state: State::new(setup), effects: Vec::new() }
}

/// A desk with the sample queue.
pub(crate) fn scene(name: &'static str) -> Scene {
    let mut scene = empty(name);
    for entry in samples::queue() {
        scene.tell(Msg::Checked(Box::new(entry)));
    }
    scene
}

/// A desk with 青云县's report on the screen.
pub(crate) fn review(name: &'static str) -> Scene {
    scene(name).press("<enter>").open(samples::qingyun()).shown()
}

impl Scene {
    pub(crate) fn at(mut self, width: u16, height: u16) -> Self {
        self.tell(Msg::Resize(Size::new(width, height)));
        self.shown()
    }

    pub(crate) fn in_english(mut self) -> Self {
        self.state.setup.lang = Lang::English;
        self
    }

    pub(crate) fn with_ascii_borders(mut self) -> Self {
        self.state.setup.borders = Borders::Ascii;
        self
    }

    /// Hands the desk a message and keeps what it wants done.
    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.effects.extend(effects);
    }

    /// The desk has been told something.
    pub(crate) fn told(mut self, msg: Msg) -> Self {
        self.tell(msg);
        self
    }

    /// A report arrives that was asked for.
    pub(crate) fn open(self, opened: Opened) -> Self {
        self.told(Msg::Opened(Box::new(opened)))
    }

    /// A line changes.
    pub(crate) fn line(self, entry: Entry) -> Self {
        self.told(Msg::Checked(Box::new(entry)))
    }

    /// The state has been drawn.
    pub(crate) fn shown(self) -> Self {
        self.told(Msg::Drawn)
    }

    /// Presses keys: characters as they are, others as `<tab>`.
    pub(crate) fn press(mut self, keys: &str) -> Self {
        for key in parse(keys) {
            self.tell(Msg::Key(key.event()));
        }
        self
    }

    /// The effects since the last call.
    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The screen as it would be drawn now.
    pub(crate) fn buffer(&self) -> Buffer {
        drawn(&self.state)
    }

    /// The text of the screen.
    pub(crate) fn text(&self) -> String {
        screen::glyphs(&self.buffer())
    }

    /// Holds the screen to its picture; at 80x24 the looks as well.
    pub(crate) fn snapshot(self, label: &str) -> Self {
        let size = self.state.setup.size;
        let buffer = self.buffer();
        let mut shown = screen::glyphs(&buffer);
        if (size.width, size.height) == (80, 24) {
            shown.push_str("----\n");
            shown.push_str(&screen::roles(&buffer));
        }
        let name = format!("{}__{label}__{}x{}", self.name, size.width, size.height);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
            insta::assert_snapshot!(name, shown);
        });
        self
    }

    /// The same screen at the three sizes that count.
    pub(crate) fn snapshots(self, label: &str) -> Self {
        self.at(80, 24).snapshot(label).at(120, 40).snapshot(label).at(200, 60).snapshot(label)
    }
}

/// A state as it would be drawn now.
pub(crate) fn drawn(state: &State) -> Buffer {
    let size = state.setup.size;
    let theme = Theme::load(None, Colours::Sixteen).unwrap();
    let words = Words::load(state.setup.lang);
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal.draw(|frame| view::draw(state, &theme, &words, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// `jj<tab>a` as keys.
pub(crate) fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
        if let Some((key, behind)) = named.and_then(|(name, behind)| Some((Key::parse(name)?, behind))) {
            parsed.push(key);
            rest = behind;
        } else {
            parsed.push(Key::parse(&first.to_string()).unwrap());
            rest = &rest[first.len_utf8()..];
        }
    }
    parsed
}
