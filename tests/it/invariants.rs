//! The invariants of ARCHITECTURE.md that no other test names.

use std::fs;
use std::path::Path;

use gouji::config::{Colours, Theme, Words, knowledge};
use gouji::examine::{Beside, examine};
use gouji::model::Lang;
use gouji::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

use crate::layers::sources;
use crate::support::scene::{Scene, review, scene};
use crate::support::screen;

/// What reaches the outside world, or time, or another thread.
const OUTSIDE: [&str; 12] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::thread",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "jiff::",
];

#[test]
fn invariant_1_update_does_no_input_or_output_and_reads_no_clock() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![root.join("app.rs")];
    sources(&root.join("app"), &mut files);
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for outside in OUTSIDE {
            assert!(!source.contains(outside), "{} names {outside}", file.display());
        }
    }
}

fn drawn(scene: &Scene, colours: Colours) -> Buffer {
    let size = scene.state.setup.size;
    let (theme, words) = (Theme::load(None, colours).unwrap(), Words::load(Lang::Chinese));
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal.draw(|frame| view::draw(&scene.state, &theme, &words, frame)).unwrap();
    terminal.backend().buffer().clone()
}

fn screens() -> [Scene; 4] {
    [
        scene("queue").at(120, 40),
        review("review").at(80, 24),
        review("asked").at(120, 40).press("a"),
        review("help").at(80, 24).press("?"),
    ]
}

#[test]
fn invariant_2_draw_changes_nothing_and_decides_nothing() {
    for scene in screens() {
        let before = format!("{:?}", scene.state);
        let first = drawn(&scene, Colours::Sixteen);
        assert_eq!(first, drawn(&scene, Colours::Sixteen), "the same state is the same screen");
        assert_eq!(before, format!("{:?}", scene.state), "a state is the same after it was drawn");
    }
}

#[test]
fn invariant_7_every_finding_has_a_place_or_concerns_the_whole_report() {
    // What is not there has no place: a section, a table, a title, a year, last year's report, a signature, a telephone
    // number, a preamble; nor has what the office knows of the round.
    const WHOLE: [&str; 19] = [
        "STR-01", "STR-05", "STR-06", "STR-10", "STR-13", "TAB-01", "TAB-02", "TAB-10", "EXT-01", "FEE-01", "YOY-10",
        "PER-01", "IDN-05", "AGG-02", "AGG-03", "PRO-01", "PRO-02", "PRO-03", "PRO-04",
    ];
    let knowledge = knowledge().unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let mut seen = 0;
    for folder in ["inbox", "later", "last-year"] {
        for entry in fs::read_dir(demo.join(folder)).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let examined = examine("", &bytes, &knowledge, |_| Beside::default()).unwrap();
            for finding in &examined.checks.findings {
                seen += 1;
                match finding.span {
                    Some(span) => assert!(examined.document.text.get(span.range()).is_some(), "{finding:?}"),
                    None => assert!(WHOLE.contains(&finding.rule.as_str()), "{finding:?} has no place"),
                }
            }
        }
    }
    assert!(seen >= 20, "only {seen} findings were looked at");
}

#[test]
fn invariant_13_colour_is_never_the_only_sign() {
    for scene in screens() {
        let (coloured, plain) = (drawn(&scene, Colours::Sixteen), drawn(&scene, Colours::None));
        assert_eq!(screen::glyphs(&coloured), screen::glyphs(&plain), "every word is there without colours");
        assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
        assert!(coloured.content.iter().any(|cell| cell.fg != Color::Reset), "there is colour to leave out");
    }
    let text = screen::glyphs(&drawn(&review("severity").at(120, 40), Colours::None));
    assert!(text.contains("错误") && text.contains("警告") && text.contains("提示"), "{text}");
}
