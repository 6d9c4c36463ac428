//! What the queue says of a version that comes again: how much of the letter was done, and what was changed besides.

use gouji::model::{Answered, Counts, Entry, ReportId, Verdict};
use gouji::store::{Arrival, NewReading, Store};

use crate::support::samples;
use crate::support::scene::{Scene, scene};

const ANSWERED: Answered = Answered { returned: 3, corrected: 2, unasked: 1 };

fn reading(report: ReportId, answered: Option<Answered>) -> NewReading<'static> {
    let findings = r#"{"findings":[],"undecided":[]}"#;
    NewReading { report, program: "0.1.0", rules: "rules-1", findings, counts: Counts::default(), answered }
}

fn arrival(content: &str) -> Arrival<'_> {
    Arrival {
        path: "2024/青云县.txt",
        hash: content,
        bytes: content.as_bytes(),
        kind: "txt",
        agency: Some(("青云县人民政府", "青云县")),
        year: Some(2024),
        refusal: None,
        received: 1_736_000_000,
    }
}

#[test]
fn the_answer_is_that_of_the_newest_reading() {
    let mut store = Store::in_memory().unwrap();
    let first = store.add(arrival("第一稿")).unwrap();
    let second = store.add(arrival("第二稿")).unwrap();
    store.add_reading(reading(first, None)).unwrap();
    store.add_reading(reading(second, Some(ANSWERED))).unwrap();
    assert_eq!(store.entry(first).unwrap().answered, None);
    assert_eq!(store.entry(second).unwrap().answered, Some(ANSWERED));

    // The same findings against another letter: the line is told anew.
    let revision = store.revision().unwrap();
    let other = Answered { unasked: 4, ..ANSWERED };
    store.add_reading(reading(second, Some(other))).unwrap();
    assert_eq!(store.entry(second).unwrap().answered, Some(other));
    assert_ne!(store.revision().unwrap(), revision);

    // The letter was withdrawn.
    store.add_reading(reading(second, None)).unwrap();
    assert_eq!(store.entry(second).unwrap().answered, None);
}

#[test]
fn the_line_of_a_new_version_says_how_it_answers() {
    let entry = Entry { version: 2, answered: Some(ANSWERED), ..samples::qingyun().entry };
    let scene = answering(entry.clone()).snapshots("list");
    let said = "已改 2/3  另改 1";
    assert_eq!(scene.at(120, 40).text().matches(said).count(), 2, "in the line, and below the list");
    assert_eq!(answering(entry).at(80, 24).text().matches(said).count(), 1, "below the list");
}

#[test]
fn a_decision_on_an_older_reading_is_marked_in_the_narrowest_list() {
    let line = samples::decided(&samples::qingyun().entry, samples::decision(1, 8, Verdict::Approved, "", "王小芳"));
    let scene = scene("queue-differs").line(Entry { changed_since: true, ..line }).press("Gkk").snapshots("list");
    let text = scene.at(80, 24).text();
    assert!(text.contains("通过 王小芳 有变"), "{text}");
    assert!(text.contains("结果有变；请打开复核"), "{text}");
}

fn answering(entry: Entry) -> Scene {
    scene("queue-answered").line(entry)
}
