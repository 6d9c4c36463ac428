//! What asks the reviewer for something: a reason, a filter, whether to leave.

use ratatui::layout::{Position, Rect};

use super::pen::{Pen, Run};
use super::{bars, say};
use crate::app::{Asked, Field, LONGEST, Review, State, Wanted, queue_layout};
use crate::config::words::Value;
use crate::config::{Action, Mode, Role};
use crate::model::{Finding, Verdict};
use crate::text;

/// The most findings that are listed above the reason.
const LISTED: usize = 12;

/// A place in the middle of the screen.
fn place(pen: &Pen, columns: u16, rows: u16) -> Rect {
    let screen = pen.buffer.area;
    let width = columns.min(screen.width);
    let height = rows.min(screen.height);
    Rect::new(screen.x + (screen.width - width) / 2, screen.y + (screen.height - height) / 2, width, height)
}

/// Draws a box with lines in it and gives back its inside.
fn dialog(pen: &mut Pen, title: &str, lines: &[Vec<Run>], role: Role) -> Rect {
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let area = place(pen, 72, rows);
    pen.clear(area);
    pen.frame(area, title, role);
    let inside = area.inner(ratatui::layout::Margin::new(2, 1));
    for (row, line) in (0..inside.height).zip(lines) {
        pen.line(inside, row, line);
    }
    inside
}

/// What is asked, above the field.
struct Question {
    title: String,
    text: String,
    /// What it is asked of.
    listed: Vec<Vec<Run>>,
    role: Role,
}

/// Asks why a report with errors is approved, why one is sent back, or why a finding needs no correction.
pub(super) fn reason(pen: &mut Pen, state: &State, (wanted, field, asked): (&Wanted, &Field, &Asked)) -> Position {
    let columns = usize::from(pen.buffer.area.width.min(72)).saturating_sub(4);
    // Frame, question, field and keys must stay in sight below the list.
    let mut told = told(pen, state, wanted, asked, columns);
    if let Some(full) = full(pen, field) {
        told.retain(|line| !line.is_empty());
        told.extend(text::fill(&full, columns).into_iter().map(|line| vec![pen.run(line, Role::Error)]));
    }
    let room = usize::from(pen.buffer.area.height).saturating_sub(10 + told.len()).min(LISTED);
    let Question { title, text, listed: mut lines, role } = match wanted {
        Wanted::Decision { verdict, .. } => of_decision(pen, state, *verdict, columns, room),
        Wanted::Waiver { .. } => of_waiver(pen, state, columns, room),
    };
    for line in text::fill(&text, columns) {
        lines.push(vec![pen.run(line, Role::Plain)]);
    }
    lines.push(Vec::new());
    let field_row = u16::try_from(lines.len()).unwrap_or(0);
    lines.push(Vec::new());
    lines.extend(told);
    lines.push(Vec::new());
    let inside = dialog(pen, &title, &lines, role);
    let keys = Rect { x: inside.x, y: inside.bottom().saturating_sub(1), width: inside.width, height: 1 };
    if inside.height > field_row + 1 {
        bars::keys(pen, state, keys, Mode::TextField);
    }
    write(pen, inside, field_row.min(inside.height.saturating_sub(1)), field)
}

/// The bytes of a Chinese character in UTF-8: a reviewer counts characters.
const BYTES_OF_A_CHARACTER: usize = 3;

/// That a field is full and how much of what was typed or pasted is not in it.
fn full(pen: &Pen, field: &Field) -> Option<String> {
    let values = [
        ("characters", Value::Number(LONGEST / BYTES_OF_A_CHARACTER)),
        ("bytes", Value::Number(LONGEST)),
        ("count", Value::Number(field.left_out())),
    ];
    (field.left_out() > 0).then(|| pen.words.say_with("field-full", &values))
}

/// Why the reason was not taken, below the field: at least one line.
fn told(pen: &Pen, state: &State, wanted: &Wanted, asked: &Asked, columns: usize) -> Vec<Vec<Run>> {
    let action = match wanted {
        Wanted::Decision { verdict: Verdict::Approved, .. } => Action::Approve,
        Wanted::Decision { verdict: Verdict::Rejected | Verdict::Withdrawn, .. } => Action::Reject,
        Wanted::Waiver { .. } => Action::Waive,
    };
    let wanted = pen.words.say(action.word());
    let submit = state.setup.keymap.keys(Mode::TextField, Action::Submit);
    let submit = submit.first().map_or_else(String::new, ToString::to_string);
    let overtaken = |key: &str, reviewer: &str, said: &str| {
        let said = if said.is_empty() { String::new() } else { pen.words.say(said) };
        let values = [
            ("reviewer", Value::Text(reviewer)),
            ("said", Value::Text(&said)),
            ("wanted", Value::Text(&wanted)),
            ("key", Value::Text(&submit)),
        ];
        pen.words.say_with(key, &values)
    };
    let text = match asked {
        Asked::Once => return vec![Vec::new()],
        Asked::Again => pen.words.say("reason-needed"),
        Asked::Decided(Some((reviewer, verdict))) => {
            overtaken("reason-decided-meanwhile", reviewer, say::verdict(*verdict))
        }
        Asked::Decided(None) => overtaken("reason-decision-taken-back-meanwhile", "", ""),
        Asked::Judged(Some((reviewer, kind))) => overtaken("reason-judged-meanwhile", reviewer, say::judgement(*kind)),
        Asked::Judged(None) => overtaken("reason-judgement-taken-back-meanwhile", "", ""),
    };
    text::fill(&text, columns).into_iter().map(|line| vec![pen.run(line, Role::Error)]).collect()
}

fn of_decision(pen: &Pen, state: &State, verdict: Verdict, columns: usize, room: usize) -> Question {
    let name = state.shown_entry().and_then(|entry| entry.agency.as_deref()).unwrap_or_default();
    let name = [("name", Value::Text(name))];
    let findings = |review: &Review| -> Vec<Finding> {
        let all = &review.opened.examined.checks.findings;
        match verdict {
            Verdict::Approved => review.judgements().open_errors(all).cloned().collect(),
            Verdict::Rejected | Verdict::Withdrawn => review.judgements().returned(all).cloned().collect(),
        }
    };
    let findings = state.review().map(findings).unwrap_or_default();
    let (title, heading, question, role) = match (verdict, findings.is_empty()) {
        (Verdict::Approved, true) => ("reason-approve-title", "", "reason-approve-optional", Role::Passed),
        (Verdict::Approved, false) => {
            ("reason-approve-title", "reason-errors", "reason-approve-question", Role::Warning)
        }
        (Verdict::Rejected | Verdict::Withdrawn, true) => {
            ("reason-reject-title", "reason-nothing-returned", "reason-reject-question", Role::Error)
        }
        (Verdict::Rejected | Verdict::Withdrawn, false) => {
            ("reason-reject-title", "reason-returned", "reason-reject-optional", Role::Error)
        }
    };
    let mut listed = Vec::new();
    if !heading.is_empty() {
        let count = [("count", Value::Number(findings.len()))];
        listed.push(vec![pen.run(pen.words.say_with(heading, &count), role)]);
        listed.extend(list(pen, &findings, columns, room));
        listed.push(Vec::new());
    }
    Question { title: pen.words.say_with(title, &name), text: pen.words.say(question), listed, role }
}

fn of_waiver(pen: &Pen, state: &State, columns: usize, room: usize) -> Question {
    let finding = state.review().and_then(Review::finding);
    let said =
        finding.map_or_else(String::new, |found| format!("{} {}", found.rule, found.message.text(pen.words.lang())));
    let lines = text::fill_at_most(&said, columns, room.max(1));
    let mut listed: Vec<Vec<Run>> = lines.into_iter().map(|line| vec![pen.run(line, Role::Plain)]).collect();
    listed.push(Vec::new());
    let (title, text) = (pen.words.say("reason-waive-title"), pen.words.say("reason-waive-question"));
    Question { title, text, listed, role: Role::Focus }
}

/// Findings by rule and the beginning of their message, as many as there is room for; of the rest the rules.
fn list(pen: &Pen, findings: &[Finding], columns: usize, room: usize) -> Vec<Vec<Run>> {
    let shown = if findings.len() > room { room.saturating_sub(1) } else { findings.len() };
    let mut lines: Vec<Vec<Run>> = findings[..shown]
        .iter()
        .map(|finding| {
            let text = format!("  {:<7} {}", finding.rule, finding.message.text(pen.words.lang()));
            vec![pen.run(text::cut(&text, columns), Role::Plain)]
        })
        .collect();
    let rest = &findings[shown..];
    if !rest.is_empty() {
        let mut rules: Vec<&str> = rest.iter().map(|finding| finding.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        let more = pen.words.say_with("reason-more", &[("count", Value::Number(rest.len()))]);
        let text = format!("  {more} {}", rules.join(" "));
        lines.push(vec![pen.run(text::cut(&text, columns), Role::Plain)]);
    }
    lines
}

/// Draws a field on a row, scrolled so that the cursor is in sight.
fn write(pen: &mut Pen, area: Rect, row: u16, field: &Field) -> Position {
    let columns = usize::from(area.width).saturating_sub(3);
    let (before, behind) = field.halves();
    let before = text::cut_start(before, columns).into_owned();
    let behind = text::cut(behind, columns.saturating_sub(text::width(&before))).into_owned();
    let at = u16::try_from(text::width(&before)).unwrap_or(0);
    let runs = [pen.run("> ", Role::Key), pen.run(before, Role::Plain), pen.run(behind, Role::Plain)];
    pen.line(area, row, &runs);
    Position::new(area.x.saturating_add(2).saturating_add(at), area.y + row)
}

/// The filter stands in the last line, below the list that it thins out.
pub(super) fn filter(pen: &mut Pen, state: &State, field: &Field) -> Position {
    let area = queue_layout(state.setup.size).footer;
    pen.clear(area);
    let label = pen.run(format!(" {} ", pen.words.say("filter-label")), Role::Key);
    let used = pen.line(area, 0, &[label]);
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    let full = full(pen, field);
    let wanted = full.as_ref().map_or(rest.width / 2 + 8, |full| {
        let columns = u16::try_from(text::width(full) + 1).unwrap_or(u16::MAX);
        rest.width.saturating_sub(columns).max(rest.width / 4)
    });
    let half = Rect { width: rest.width.min(wanted), ..rest };
    let cursor = write(pen, half, 0, field);
    let keys = Rect { x: half.right(), width: rest.width - half.width, ..rest };
    match full {
        Some(full) => pen.text(keys, 0, &format!(" {full}"), Role::Error),
        None => bars::keys(pen, state, keys, Mode::TextField),
    }
    cursor
}

/// Asks before leaving while a decision is on its way to the store.
pub(super) fn confirm_quit(pen: &mut Pen, state: &State) {
    let columns = usize::from(pen.buffer.area.width.min(72)).saturating_sub(4);
    let mut lines: Vec<Vec<Run>> = Vec::new();
    for line in text::fill(&pen.words.say("quit-question"), columns) {
        lines.push(vec![pen.run(line, Role::Plain)]);
    }
    lines.push(Vec::new());
    for (key, word) in [(Action::Submit, "quit-now"), (Action::Back, "quit-stay")] {
        let keys = state.setup.keymap.keys(Mode::TextField, key);
        let key = keys.first().map_or_else(String::new, ToString::to_string);
        lines.push(vec![pen.run(format!("{key:<6}"), Role::Key), pen.run(pen.words.say(word), Role::Plain)]);
    }
    let title = pen.words.say("quit-title");
    dialog(pen, &title, &lines, Role::Warning);
}
