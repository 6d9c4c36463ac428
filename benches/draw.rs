//! One frame of the review screen at the three sizes.

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use gouji::app::{Borders, Earlier, Msg, Opened, Setup, State, update};
use gouji::config::{Colours, Keymap, Theme, Words, knowledge};
use gouji::examine::{Beside, examine};
use gouji::model::{Counts, Entry, Judgements, Lang, ReadingId, ReportId};
use gouji::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Size;

fn state(size: Size) -> State {
    let knowledge = knowledge().expect("forms and rules are sound");
    let bytes = include_bytes!("../fixtures/demo/inbox/松台乡2023.txt");
    let examined = examine("", bytes, &knowledge, |_| Beside::default()).expect("a made-up report");
    let entry = Entry {
        report: ReportId(1),
        path: "松台乡2023.txt".to_owned(),
        agency: Some("松台乡人民政府".to_owned()),
        year: Some(2023),
        version: 1,
        superseded: false,
        received: 0,
        counts: Counts::of(&examined.checks),
        open_errors: Counts::of(&examined.checks).error,
        answered: None,
        refusal: None,
        decision: None,
        last_decision: None,
        changed_since: false,
    };
    let mut state = State::new(Setup {
        lang: Lang::Chinese,
        keymap: Keymap::load(None).expect("the keys are sound"),
        size,
        inbox: "inbox".to_owned(),
        utc_offset: 0,
        borders: Borders::Lines,
        knowledge: Arc::new(knowledge.clone()),
        earlier: Earlier::NotGiven,
    });
    let (form, rules) = (Arc::new(knowledge.form("2021").clone()), Arc::new(knowledge.rules.marks()));
    update(&mut state, Msg::Checked(Box::new(entry.clone())));
    update(&mut state, Msg::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
    update(
        &mut state,
        Msg::Opened(Box::new(Opened {
            entry,
            reading: ReadingId(1),
            examined,
            judgements: Judgements::default(),
            form,
            rules,
        })),
    );
    state
}

fn frames(criterion: &mut Criterion) {
    let theme = Theme::load(None, Colours::Sixteen).expect("the theme is sound");
    let words = Words::load(Lang::Chinese);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let state = state(Size::new(width, height));
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal in memory");
        criterion.bench_function(&format!("draw {width}x{height}"), |bench| {
            bench.iter(|| terminal.draw(|frame| view::draw(&state, &theme, &words, frame)).map(|_| ()));
        });
    }
}

criterion_group!(benches, frames);
criterion_main!(benches);
