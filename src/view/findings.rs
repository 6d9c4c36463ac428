//! The findings: the list, the sum of the selected one, and last year below.

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use super::{card, compare, proof, say, suspects};
use crate::app::{
    Card, FindingRow, FindingsView, Item, Mark, Review, State, again, inner, panes, split_findings, undecided,
};
use crate::config::Role;
use crate::config::words::Value;
use crate::model::{Judgement, Proof};
use crate::rules::Balance;
use crate::text::{self, Align};

/// Draws the findings pane.
pub(super) fn draw(pen: &mut Pen, state: &State, review: &Review, area: Rect, role: Role) {
    let title = match review.view {
        FindingsView::List => list_title(pen, review, area),
        FindingsView::Compare | FindingsView::Chain => pen.words.say(compare_title(review)),
    };
    pen.frame(area, &title, role);
    let size = pen.buffer.area.as_size();
    let split = split_findings(inner(area), panes(size, review.focus).arrangement, review);
    let mut rows = review.finding_rows.iter().skip(review.findings_top).peekable();
    for line in 0..split.list.height {
        let Some(row) = rows.next() else { break };
        let mut runs = list_row(pen, review, row);
        let goes_on = line + 1 == split.list.height && matches!(rows.peek(), Some(FindingRow::More { .. }));
        if let (Some(last), true) = (runs.last_mut(), goes_on) {
            // A row too wide for its place is cut with the mark.
            last.text.push_str(&" ".repeat(usize::from(area.width)));
            last.text.push('.');
        }
        pen.line(split.list, line, &runs);
    }
    let proof = review.finding().and_then(|finding| finding.proof.as_ref());
    match (proof, review.card) {
        (Some(proof), Card::Unfolded) => card::draw(pen, state, review, proof, split.detail),
        (Some(_) | None, Card::Folded) | (None, Card::Unfolded) => {
            detail(pen, state, review, proof, split.detail);
        }
    }
    match review.view {
        FindingsView::Compare => compare::draw(pen, review, state.setup.earlier, split.compare),
        FindingsView::List if split.compare.height > 1 => {
            pen.rule(split.compare, 0, &pen.words.say(compare_title(review)));
            let below = Rect { y: split.compare.y + 1, height: split.compare.height - 1, ..split.compare };
            compare::draw(pen, review, state.setup.earlier, below);
        }
        FindingsView::List | FindingsView::Chain => {}
    }
}

/// The key of what the present report is compared with.
fn compare_title(review: &Review) -> &'static str {
    let examined = &review.opened.examined;
    match (&examined.resubmission, &examined.diff) {
        (None, _) => "pane-compare",
        (Some(_), None) => "pane-compare-sent-back",
        (Some(_), Some(_)) => "pane-compare-both",
    }
}

/// Which finding of how many, and whether the sums hold: silence below can then be trusted.
fn list_title(pen: &Pen, review: &Review, area: Rect) -> String {
    let total = review.opened.examined.checks.findings.len();
    let at = match review.item {
        Some(Item::Finding(index)) => {
            pen.words.say_with("pane-findings-at", &[("at", Value::Number(index + 1)), ("total", Value::Number(total))])
        }
        Some(
            Item::Recheck | Item::Reopened(_) | Item::Lapsed(_) | Item::Group(_) | Item::Undecided(_) | Item::Notice(_),
        )
        | None => pen.words.say_with("pane-findings", &[("total", Value::Number(total))]),
    };
    let Balance { hold, sums } = review.opened.examined.balance;
    let key = if hold == sums { "sums-hold" } else { "sums-hold-partly" };
    let said = pen.words.say_with(key, &[("hold", Value::Number(hold)), ("sums", Value::Number(sums))]);
    let whole = format!("{at}  {said}");
    // The frame takes its corners, and a blank on either side of the title.
    let fits = text::width(&whole) + 4 <= usize::from(area.width);
    if sums > 0 && fits && review.opened.examined.report.is_recognised() { whole } else { at }
}

fn list_row(pen: &Pen, review: &Review, row: &FindingRow) -> Vec<Run> {
    match row {
        FindingRow::Severity { severity, count, waived } => {
            let word = pen.words.say(say::severity(*severity));
            let mut runs = vec![pen.run(format!("{word} {count}"), say::severity_role(*severity))];
            if *waived > 0 {
                let word = pen.words.say(Mark::Waived.word());
                runs.push(pen.run(format!("  {word} {waived}"), say::mark_role(Mark::Waived)));
            }
            runs
        }
        FindingRow::Recheck { message } => {
            let is_selected = review.item == Some(Item::Recheck);
            let (mark, role) = if is_selected { (">", Role::Selected) } else { (" ", Role::Warning) };
            vec![pen.run(format!("{mark} {message}"), role)]
        }
        FindingRow::Head { item, rule, marks, message } => {
            let is_selected = review.item == Some(*item);
            let mark = if is_selected { ">" } else { " " };
            let number = match item {
                Item::Finding(index) => format!("{:>2}", index + 1),
                Item::Recheck
                | Item::Reopened(_)
                | Item::Lapsed(_)
                | Item::Group(_)
                | Item::Undecided(_)
                | Item::Notice(_) => "  ".to_owned(),
            };
            let head = match item {
                Item::Notice(_) => format!("{mark}    "),
                Item::Recheck
                | Item::Reopened(_)
                | Item::Lapsed(_)
                | Item::Finding(_)
                | Item::Group(_)
                | Item::Undecided(_) => {
                    format!("{mark} {number} {}", text::pad(rule, 7, Align::Left))
                }
            };
            let role = if is_selected { Role::Selected } else { Role::Faint };
            let mut runs = vec![
                pen.run(head.trim_end(), role),
                pen.run(" ".repeat(head.len() - head.trim_end().len() + 1), Role::Plain),
            ];
            for mark in marks {
                runs.push(pen.run(pen.words.say(mark.word()), say::mark_role(*mark)));
                runs.push(pen.run(" ", Role::Plain));
            }
            runs.push(pen.run(message, Role::Plain));
            runs
        }
        FindingRow::More { message, .. } => vec![pen.run(format!("     {message}"), Role::Plain)],
        FindingRow::Group { reason, count } => {
            let is_selected = review.item == Some(Item::Group(*reason));
            let mark = if is_selected { ">" } else { " " };
            let head = format!("{mark} {} {count}", pen.words.say("undecided"));
            let role = if is_selected { Role::Selected } else { Role::Title };
            vec![
                pen.run(head, role),
                pen.run(
                    format!("  {}", pen.words.say(undecided::reason(*reason, &review.opened.examined.report))),
                    Role::Plain,
                ),
            ]
        }
        FindingRow::Notices { count } => {
            vec![pen.run(pen.words.say_with("notices", &[("count", Value::Number(*count))]), Role::Title)]
        }
        FindingRow::Passed { count } => vec![pen.run(format!("  {} {count}", pen.words.say("passed")), Role::Passed)],
        FindingRow::Clean => vec![pen.run(pen.words.say("nothing-found"), Role::Passed)],
    }
}

/// The selected finding: its message where the list had to cut it, then its sum.
fn detail(pen: &mut Pen, state: &State, review: &Review, proof: Option<&Proof>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let mut title = review.rule().unwrap_or_default().to_owned();
    if let Some(doubt) = review.doubt() {
        title = format!("{title}  {doubt}");
    }
    let columns = usize::from(area.width);
    let room = usize::from(area.height) - 1;
    let mut lines = proof.map_or_else(Vec::new, |proof| proof::compact(proof, review, pen, columns));
    // The sum is only a reminder of what the message says; the cell that it points at is said nowhere else.
    let left = room.saturating_sub(lines.len());
    let suspect = suspects::lines(pen, review, columns, left.max(room.div_ceil(2)));
    // A reason that stands alone says what would decide its rules.
    if let Some(Item::Group(reason)) = review.item {
        title = pen.words.say("undecided");
        lines = text::fill(
            &undecided::decides(reason, &review.opened.examined.report, state.setup.earlier, pen.words),
            columns,
        );
    }
    if review.item == Some(Item::Recheck) {
        title = pen.words.say("recheck-title");
        lines = reopened_and_lapsed(pen, review, columns);
    }
    if review.card == Card::Unfolded || was_cut(review) {
        let message = message(pen, review).map_or_else(Vec::new, |message| text::fill(message, columns));
        lines.splice(0..0, message);
    }
    let rows = if review.card == Card::Folded { 2 } else { room };
    let mut judged = text::fill_at_most(&judged(pen, review, state.setup.utc_offset), columns, rows);
    judged.retain(|line| !line.is_empty());
    lines.splice(0..0, judged);
    if !lines.is_empty() || !suspect.is_empty() {
        pen.rule(area, 0, title.trim_end());
    }
    // A long sum is cut, the cell that it points at is not.
    let above = room - suspect.len();
    if lines.len() > above {
        lines.truncate(above);
        if let Some(last) = lines.last_mut() {
            let kept = text::prefix(last, columns.saturating_sub(text::CUT.len() + 1));
            *last = format!("{kept} {}", text::CUT);
        }
    }
    for (row, line) in (1..area.height).zip(lines.iter().chain(&suspect)) {
        pen.text(area, row, line, Role::Plain);
    }
}

/// What was said of the selected finding: what stands, or what stood and why it is open again.
pub(super) fn judged(pen: &Pen, review: &Review, utc_offset: i32) -> String {
    let words = pen.words;
    let said = |judgement| say::judged(judgement, words, utc_offset);
    if let Some(lapsed) = review.lapsed() {
        return words.say_with("recheck-before", &[("said", Value::Text(&said(lapsed)))]);
    }
    if let Some(reopened) = review.reopened() {
        let why = again::why(reopened.why, words);
        let values = [("why", Value::Text(why.as_str())), ("said", Value::Text(&said(&reopened.judgement)))];
        return words.say_with("recheck-was", &values);
    }
    review.finding().and_then(|finding| review.judgements().on(finding)).map(said).unwrap_or_default()
}

/// Each judgement that does not hold any longer on a line: of which rule, what it was, and why.
fn reopened_and_lapsed(pen: &Pen, review: &Review, columns: usize) -> Vec<String> {
    let words = pen.words;
    let line = |judgement: &Judgement, why: &str| {
        let kind = words.say(say::judgement(judgement.kind));
        let said = format!("{} {kind} {} {why} {}", judgement.evidence.rule, judgement.reviewer.name, judgement.reason);
        text::cut(said.trim_end(), columns).into_owned()
    };
    let reopened =
        review.recheck.reopened.iter().map(|reopened| line(&reopened.judgement, &again::why(reopened.why, words)));
    let lapsed = review.recheck.lapsed.iter().map(|lapsed| line(&lapsed.judgement, &again::gone(lapsed.why, words)));
    reopened.chain(lapsed).collect()
}

/// What the selected item says.
pub(super) fn message<'a>(pen: &Pen, review: &'a Review) -> Option<&'a str> {
    let lang = pen.words.lang();
    let finding = review.finding().map(|finding| finding.message.text(lang));
    let undecided = review.undecided().map(|undecided| undecided.message.text(lang));
    let lapsed = review.lapsed().map(|judgement| judgement.evidence.message.text(lang));
    finding.or(undecided).or(lapsed).or_else(|| review.notice().map(|notice| notice.message.text(lang)))
}

/// Whether the list shows the selected message with a mark at its end.
fn was_cut(review: &Review) -> bool {
    let last = review.finding_rows.iter().rfind(|row| row.item().is_some() && row.item() == review.item);
    match last {
        Some(FindingRow::Head { message, .. } | FindingRow::More { message, .. }) => message.ends_with(text::CUT),
        Some(
            FindingRow::Severity { .. }
            | FindingRow::Recheck { .. }
            | FindingRow::Group { .. }
            | FindingRow::Notices { .. }
            | FindingRow::Passed { .. }
            | FindingRow::Clean,
        )
        | None => false,
    }
}
