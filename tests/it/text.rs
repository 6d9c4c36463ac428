//! Display width and safety, and that no sequence of messages makes the desk fall over.

use gouji::app::{Msg, update};
use gouji::model::{Phrase, Recorded, Verdict};
use gouji::text::{
    self, Align, Reading, cut, cut_start, fill, fill_at_most, fill_hanging, glyphs, pad, safe, width, wrap,
};
use proptest::prelude::*;
use ratatui::layout::Size;

use crate::support::samples::{self, decided, decision};
use crate::support::scene::{parse, scene};

#[test]
fn chinese_takes_two_columns() {
    assert_eq!(width("青云县2021"), 10);
    assert_eq!(cut("青云县人民政府", 9), "青云县..");
    assert_eq!(cut("青云县", 6), "青云县");
    assert_eq!(cut("青云县", 1), ".");
    assert_eq!(cut_start("收件/青云县.txt", 9), "..县.txt");
    assert_eq!(pad("青云", 6, Align::Right), "  青云");
}

#[test]
fn a_row_neither_begins_with_a_closing_nor_ends_with_an_opening_mark() {
    assert_eq!(fill("依申请公开情况。健全", 14), ["依申请公开情", "况。健全"]);
    assert_eq!(fill("我县（不含乡镇）", 6), ["我县", "（不含", "乡镇）"]);
    assert_eq!(fill("发布信息3120条", 10), ["发布信息", "3120条"]);
}

#[test]
fn what_could_harm_is_made_visible() {
    assert_eq!(safe("a\u{1b}[31m\u{202e}b\u{200b}\tc"), "a␛[31m<U+202E>b<U+200B> c");
    assert_eq!(safe("\u{7f}\u{85}"), "␡<U+0085>");
}

#[test]
fn stacked_cells_stand_side_by_side() {
    let source = "\t规章\n\t0\n\t自\n\n然\n\n人\n";
    let shown: String = glyphs(source, 0..source.len(), Reading::Cells).map(|glyph| glyph.shown.into_owned()).collect();
    assert_eq!(shown, "规章 | 0 | 自然人");
}

/// Text as it comes from files: Chinese, marks, digits, controls, invisible and combining characters.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::char::range('一', '龥').prop_map(String::from),
        2 => proptest::sample::select(vec!["，", "。", "（", "）", "“", "”", " ", "3120", "ab", "①", "…", "㎡"]).prop_map(String::from),
        1 => proptest::sample::select(vec!["\n", "\t", "\u{1b}", "\u{202e}", "\u{200d}", "e\u{301}", "👨\u{200d}👩", "\u{fe0f}", "\r\n", "\u{feff}", "ﾞ"]).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn cut_never_exceeds_its_columns(text in any_text(), columns in 0usize..60) {
        prop_assert!(width(&cut(&text, columns)) <= columns);
        prop_assert!(width(&cut_start(&text, columns)) <= columns);
        prop_assert_eq!(width(&pad(&text, columns, Align::Left)), columns);
    }

    #[test]
    fn rows_never_exceed_their_columns_and_lose_nothing(text in any_text(), columns in 8usize..60) {
        let all: Vec<_> = glyphs(&text, 0..text.len(), Reading::Prose).collect();
        let rows = wrap(&all, columns);
        let shown: usize = rows.iter().map(|row| all[row.clone()].iter().filter(|glyph| glyph.shown != " ").count()).sum();
        let wanted = all.iter().filter(|glyph| glyph.shown != " " && glyph.shown != "␊" && glyph.shown != "\n").count();
        prop_assert_eq!(shown, wanted);
        for row in rows {
            let glyphs = &all[row];
            let used: usize = glyphs.iter().map(|glyph| glyph.columns).sum();
            prop_assert!(used <= columns || glyphs.len() == 1);
        }
        for row in fill_at_most(&text, columns, 2).into_iter().chain(fill_hanging(&text, columns, columns, 3)) {
            prop_assert!(width(&row) <= columns);
        }
    }

    #[test]
    fn nothing_unprintable_is_left(text in any_text()) {
        prop_assert!(!safe(&text).chars().any(text::is_unprintable));
        let shown = fill(&text, 20).concat();
        prop_assert!(!shown.chars().any(text::is_unprintable));
    }

    #[test]
    fn glyphs_know_their_source(text in any_text()) {
        for glyph in glyphs(&text, 0..text.len(), Reading::Prose) {
            prop_assert!(text.get(glyph.source).is_some());
        }
    }

    #[test]
    fn update_never_panics(steps in proptest::collection::vec(any_message(), 0..60)) {
        let mut desk = scene("any");
        for step in steps {
            update(&mut desk.state, message(&step));
        }
        desk.text();
    }
}

#[derive(Debug, Clone)]
enum Step {
    Key(&'static str),
    Paste(String),
    Resize(u16, u16),
    Listed(usize),
    Opened(bool),
    NotOpened(i64),
    Recorded(i64, bool),
    NotRecorded(i64),
    Drawn,
    Failed,
}

fn any_message() -> impl Strategy<Value = Step> {
    let keys = vec![
        "j",
        "k",
        "<tab>",
        "<enter>",
        "<esc>",
        "a",
        "r",
        "u",
        "n",
        "p",
        "/",
        "=",
        "d",
        "t",
        "y",
        "?",
        "g",
        "G",
        "h",
        "l",
        "<PageDown>",
        "<Backspace>",
        "<Left>",
        "<Ctrl-u>",
        "q",
        "文",
    ];
    prop_oneof![
        12 => proptest::sample::select(keys).prop_map(Step::Key),
        1 => any_text().prop_map(Step::Paste),
        1 => (0u16..220, 0u16..70).prop_map(|(width, height)| Step::Resize(width, height)),
        1 => (0usize..7).prop_map(Step::Listed),
        3 => any::<bool>().prop_map(Step::Opened),
        1 => (0i64..8).prop_map(Step::NotOpened),
        2 => (1i64..3, any::<bool>()).prop_map(|(report, won)| Step::Recorded(report, won)),
        1 => (1i64..3).prop_map(Step::NotRecorded),
        3 => Just(Step::Drawn),
        1 => Just(Step::Failed),
    ]
}

fn message(step: &Step) -> Msg {
    let why = || Phrase::new("磁盘已满", "disk full");
    match step {
        Step::Key(key) => Msg::Key(parse(key)[0].event()),
        Step::Paste(text) => Msg::Paste(text.clone()),
        Step::Resize(width, height) => Msg::Resize(Size::new(*width, *height)),
        Step::Listed(index) => Msg::Checked(Box::new(samples::queue().swap_remove(*index))),
        Step::Opened(first) => Msg::Opened(Box::new(if *first { samples::qingyun() } else { samples::shiqiao() })),
        Step::NotOpened(report) => Msg::NotOpened(gouji::model::ReportId(*report), why()),
        Step::Recorded(report, won) => {
            let made = decision(*report, 9, Verdict::Approved, "", "王敏");
            let line = decided(&samples::entry(*report, "青云县人民政府", [1, 0, 0, 0, 3]), made.clone());
            Msg::Recorded(if *won { Recorded::Done(made) } else { Recorded::LostRace(made) }, Box::new(line))
        }
        Step::NotRecorded(report) => Msg::NotRecorded(gouji::model::ReportId(*report), why()),
        Step::Drawn => Msg::Drawn,
        Step::Failed => Msg::Failed(why()),
    }
}
