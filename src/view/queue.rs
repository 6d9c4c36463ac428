//! The queue: who has sent what, how it stands, what is selected.

use ratatui::layout::Rect;

use super::bars::REVIEWER;
use super::pen::{Pen, Run};
use super::{bars, returned, say};
use crate::app::{State, Status, queue_layout};
use crate::config::words::Value;
use crate::config::{Mode, Role};
use crate::model::Entry;
use crate::text::{self, Align};

/// The place between the two bars.
pub(super) fn body(state: &State) -> Rect {
    queue_layout(state.setup.size).frame
}

/// Columns of the list. The body takes what is left.
struct Shape {
    agency: usize,
    /// Errors, warnings, infos, undecided: each with a blank before its figures.
    counts: [usize; 4],
    status: usize,
    /// What became of the version that was sent back, where there is room.
    answered: usize,
    /// The file and the reviewer, where there is room.
    path: usize,
}

const YEAR: usize = 6;
const VERSION: usize = 4;
const RECEIVED: usize = 13;
/// What the name of a body needs before anything else gets room.
const AGENCY: usize = 28;
/// What a path needs to be worth showing.
const PATH: usize = 16;
/// What the columns of the counts take at least.
const COUNTS: [usize; 4] = [3, 3, 3, 4];
/// The largest count that is written out.
const LARGEST: usize = 999;

/// Draws the queue screen.
pub(super) fn draw(pen: &mut Pen, state: &State) {
    let layout = queue_layout(state.setup.size);
    let listed = state.listed();
    summary(pen, state, layout.status);
    let title = if state.filter.is_empty() {
        pen.words.say("pane-queue")
    } else {
        let values = [("filter", Value::Text(state.filter.as_str())), ("count", Value::Number(listed.len()))];
        pen.words.say_with("pane-queue-filtered", &values)
    };
    pen.frame(layout.frame, &title, Role::Focus);
    bars::footer(pen, state, layout.footer, Mode::Queue);
    if listed.is_empty() {
        return nothing(pen, state, layout.frame);
    }
    let shape = shape(pen, &listed, usize::from(layout.lines.width));
    heads(pen, layout.heads, &shape);
    let in_sight = listed.iter().skip(state.queue_top);
    for (row, entry) in (0..layout.lines.height).zip(in_sight) {
        let runs = line(pen, state, entry, &shape);
        pen.line(layout.lines, row, &runs);
    }
    if let Some(entry) = listed.iter().find(|entry| Some(entry.report) == state.selected) {
        detail(pen, state, entry, layout.detail);
    }
}

/// How many are open, approved, rejected.
fn summary(pen: &mut Pen, state: &State, area: Rect) {
    let newest: Vec<&Entry> = state.entries.iter().filter(|entry| !entry.superseded).collect();
    let count = |status: Status| newest.iter().filter(|entry| state.status(entry) == status).count();
    let mut runs = vec![
        pen.run(format!(" {}", pen.words.say("queue-title")), Role::Title),
        pen.run(format!("   {} {}", pen.words.say("queue-received"), newest.len()), Role::Plain),
    ];
    let of = [
        (Status::Open, Role::Title),
        (Status::Approved, Role::Passed),
        (Status::Rejected, Role::Error),
        (Status::Unreadable, Role::Error),
    ];
    for (status, role) in of {
        let count = count(status);
        if status != Status::Unreadable || count > 0 {
            runs.push(pen.run("   ", Role::Plain));
            runs.push(pen.run(format!("{} {count}", pen.words.say(status.word())), role));
        }
    }
    pen.line(area, 0, &runs);
}

/// An empty list says which folder is watched and what to do.
fn nothing(pen: &mut Pen, state: &State, area: Rect) {
    let inside = area.inner(ratatui::layout::Margin::new(3, 2));
    let columns = usize::from(inside.width);
    let sentences = if state.entries.is_empty() {
        vec![
            pen.words.say("empty-title"),
            pen.words.say_with("empty-folder", &[("folder", Value::Text(&state.setup.inbox))]),
            pen.words.say("empty-advice"),
        ]
    } else {
        vec![pen.words.say_with("filter-nothing", &[("filter", Value::Text(&state.filter))])]
    };
    let mut row = 0;
    for sentence in sentences {
        for line in text::fill(&sentence, columns) {
            pen.text(inside, row, &line, if row == 0 { Role::Title } else { Role::Plain });
            row += 1;
        }
        row += 1;
    }
}

/// A count in its column.
fn count(count: usize) -> String {
    if count > LARGEST { format!("{LARGEST}+") } else { count.to_string() }
}

const fn counts(entry: &Entry) -> [usize; 4] {
    [entry.counts.error, entry.counts.warning, entry.counts.info, entry.counts.undecided]
}

fn shape(pen: &Pen, listed: &[&Entry], columns: usize) -> Shape {
    let widest = |keys: &[&str]| keys.iter().map(|key| text::width(&pen.words.say(key))).max().unwrap_or(0);
    let status = widest(&["status-open", "status-saving", "status-approved", "status-rejected", "status-unreadable"]);
    let changed = listed.iter().any(|entry| entry.changed_since);
    let changed = if changed { text::width(&pen.words.say("changed-since")) + 1 } else { 0 };
    let status = status.max(widest(&["status-approved", "status-rejected"]) + 1 + REVIEWER + changed);
    let mut widths = COUNTS;
    for entry in listed {
        for (width, of) in widths.iter_mut().zip(counts(entry)) {
            *width = (*width).max(count(of).len() + 1);
        }
    }
    let fixed = 2 + YEAR + VERSION + RECEIVED + widths.iter().sum::<usize>() + 2 + status;
    let free = columns.saturating_sub(fixed);
    let answered = listed.iter().filter_map(|entry| entry.answered);
    let answered = answered.map(|answered| text::width(&returned::summary(pen, answered)) + 2).max().unwrap_or(0);
    let answered = if free >= AGENCY + answered { answered } else { 0 };
    let free = free - answered;
    let path = if free >= AGENCY + PATH { free - AGENCY } else { 0 };
    Shape { agency: free - path, counts: widths, status, answered, path }
}

fn heads(pen: &mut Pen, area: Rect, shape: &Shape) {
    let words = pen.words;
    let head = |key: &str, columns: usize, align: Align| text::pad(&words.say(key), columns, align);
    let gap = "  ".to_owned();
    let [error, warning, info, undecided] = shape.counts;
    let text = [
        gap.clone(),
        head("head-agency", shape.agency, Align::Left),
        head("head-year", YEAR, Align::Right),
        head("head-version", VERSION, Align::Right),
        gap.clone(),
        head("head-received", RECEIVED - 2, Align::Left),
        head("head-error", error, Align::Right),
        head("head-warning", warning, Align::Right),
        head("head-info", info, Align::Right),
        head("head-undecided", undecided, Align::Right),
        gap,
        head("head-status", shape.status + shape.answered, Align::Left),
        head("head-file", shape.path, Align::Left),
    ]
    .concat();
    pen.text(area, 0, text.trim_end(), Role::Faint);
}

fn line(pen: &Pen, state: &State, entry: &Entry, shape: &Shape) -> Vec<Run> {
    let is_selected = Some(entry.report) == state.selected;
    let is_readable = entry.refusal.is_none();
    let mark = if is_selected { "> " } else { "  " };
    let name = entry.agency.as_deref().unwrap_or(&entry.path);
    let name = if entry.agency.is_some() { text::cut(name, shape.agency) } else { text::cut_start(name, shape.agency) };
    let name = text::pad(&name, shape.agency, Align::Left);
    let year = entry.year.map_or_else(String::new, |year| year.to_string());
    let version = if is_readable { entry.version.to_string() } else { String::new() };
    let mut runs = vec![
        pen.run(format!("{mark}{name}"), if is_selected { Role::Selected } else { Role::Plain }),
        pen.run(text::pad(&year, YEAR, Align::Right), Role::Plain),
        pen.run(text::pad(&version, VERSION, Align::Right), Role::Plain),
        pen.run(
            text::pad(&format!("  {}", say::moment(entry.received, state.setup.utc_offset)), RECEIVED, Align::Left),
            Role::Plain,
        ),
    ];
    let roles = [Role::Error, Role::Warning, Role::Info, Role::Plain];
    for ((of, columns), role) in counts(entry).into_iter().zip(shape.counts).zip(roles) {
        let text = if is_readable { count(of) } else { "-".to_owned() };
        let role = if of == 0 { Role::Faint } else { role };
        runs.push(pen.run(text::pad(&text, columns, Align::Right), role));
    }
    runs.push(pen.run("  ", Role::Plain));
    let standing = bars::standing(pen, state, entry);
    let taken: usize = standing.iter().map(|run| text::width(&run.text)).sum();
    runs.extend(standing);
    if shape.answered + shape.path > 0 {
        runs.push(pen.run(" ".repeat(shape.status.saturating_sub(taken)), Role::Plain));
        let answered = entry.answered.map_or_else(String::new, |answered| returned::summary(pen, answered));
        runs.push(pen.run(text::pad(&answered, shape.answered, Align::Left), Role::Title));
        runs.push(pen.run(text::cut_start(&entry.path, shape.path), Role::Faint));
    }
    runs
}

/// Where the selected file lay, and what was said of it: by the reader or by a reviewer.
fn detail(pen: &mut Pen, state: &State, entry: &Entry, area: Rect) {
    if area.height < 3 {
        return;
    }
    pen.rule(area, 0, "");
    let columns = usize::from(area.width);
    pen.text(area, 1, &text::cut_start(&text::safe(&entry.path), columns), Role::Plain);
    let (said, role) = match (&entry.refusal, &entry.decision) {
        (Some(refusal), _) => (refusal.text(pen.words.lang()).to_owned(), Role::Error),
        (None, Some(decision)) => {
            let verdict = pen.words.say(say::verdict(decision.verdict));
            let at = say::moment(decision.at, state.setup.utc_offset);
            let changed = if entry.changed_since { pen.words.say("changed-since-explained") } else { String::new() };
            let said = format!("{verdict} {} {at} {}  {changed}", decision.reviewer.name, decision.reason);
            (said.trim_end().to_owned(), say::verdict_role(decision.verdict))
        }
        (None, None) if entry.superseded => (pen.words.say("message-new-version"), Role::Faint),
        (None, None) => (before_decision(pen, entry), Role::Plain),
    };
    pen.text(area, 2, &said, role);
}

/// What is known of a report before anyone has decided: how it answers the letter, and which errors are explained.
fn before_decision(pen: &Pen, entry: &Entry) -> String {
    let answered = entry.answered.map(|answered| returned::summary(pen, answered));
    let explained = (entry.open_errors < entry.counts.error).then(|| {
        let waived = Value::Number(entry.counts.error - entry.open_errors);
        let values = [("count", Value::Number(entry.counts.error)), ("waived", waived)];
        pen.words.say_with("errors-explained", &values)
    });
    answered.into_iter().chain(explained).collect::<Vec<_>>().join("  ")
}
