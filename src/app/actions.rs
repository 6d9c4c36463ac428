//! A key to what it does, by the innermost thing that has the keys.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::decide;
use super::dialog::{Dialog, Field};
use super::findings::Item;
use super::layout::Pane;
use super::message::Message;
use super::queue::{self, Direction};
use super::review::{Card, FindingsView};
use super::{Effect, Screen, Seen, State, explain, judge};
use crate::config::{Action, Mode};
use crate::model::Verdict;

/// Steps that lead to the end of any list.
const ALL_THE_WAY: isize = 1 << 30;

/// Does what a key means here. The answer to the key before it disappears.
pub(super) fn press(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    if event.kind == KeyEventKind::Release {
        return Vec::new();
    }
    let mode = state.mode();
    if state.opening.is_none() {
        state.message = None;
    }
    if mode == Mode::Queue && state.rechecked_was == Seen::Shown {
        state.rechecked = None;
    }
    if mode == Mode::TextField
        && let Some(character) = typed(event)
    {
        type_in(state, character);
        return Vec::new();
    }
    let Some(action) = state.setup.keymap.action(mode, event) else { return Vec::new() };
    match (action, mode) {
        (Action::Quit, _) => quit(state),
        (Action::Repaint, _) => vec![Effect::Repaint],
        (Action::Suspend, _) => vec![Effect::Suspend],
        (Action::Back, _) => back(state),
        (Action::Help, Mode::TextField) => Vec::new(),
        (Action::Help, _) => help(state),
        (_, Mode::TextField) => in_text(state, action),
        (_, Mode::Help) => in_help(state, action),
        (_, Mode::Queue) => in_queue(state, action),
        (_, Mode::Review) => in_review(state, action),
        (_, Mode::Anywhere) => Vec::new(),
    }
}

/// The character that a key writes into a text field.
fn typed(event: KeyEvent) -> Option<char> {
    let is_command = event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match event.code {
        KeyCode::Char(character) if !is_command => Some(character),
        _ => None,
    }
}

fn type_in(state: &mut State, character: char) {
    match state.dialog.as_mut() {
        Some(Dialog::Reason { field, .. } | Dialog::Filter { field, .. }) => {
            field.insert(character.encode_utf8(&mut [0; 4]));
        }
        Some(Dialog::Help { .. } | Dialog::Explain { .. } | Dialog::ConfirmQuit) | None => {}
    }
    queue::filter_by_field(state);
}

/// Leaves the program, but not while something is on its way to the store.
fn quit(state: &mut State) -> Vec<Effect> {
    if !state.is_busy() || state.dialog == Some(Dialog::ConfirmQuit) {
        return vec![Effect::Quit];
    }
    state.dialog = Some(Dialog::ConfirmQuit);
    Vec::new()
}

/// Leaves the innermost thing.
fn back(state: &mut State) -> Vec<Effect> {
    match state.dialog.take() {
        Some(Dialog::Filter { before, .. }) => {
            state.filter = before;
            queue::keep_in_sight(state);
            return Vec::new();
        }
        Some(Dialog::Reason { .. } | Dialog::Help { .. } | Dialog::Explain { .. } | Dialog::ConfirmQuit) => {
            return Vec::new();
        }
        None => {}
    }
    if state.opening.take().is_some() {
        state.message = None;
        return Vec::new();
    }
    if let (Screen::Review, Some(review)) = (state.screen, state.review_mut()) {
        if review.card == Card::Unfolded {
            review.fold_card();
            review.settle();
            return Vec::new();
        }
        if review.view != FindingsView::List {
            review.view = FindingsView::List;
            review.settle();
            return Vec::new();
        }
    }
    match state.screen {
        Screen::Review => {
            state.screen = Screen::Queue;
            state.shown = None;
            state.drawn = None;
        }
        Screen::Queue => state.filter.clear(),
    }
    queue::keep_in_sight(state);
    Vec::new()
}

fn help(state: &mut State) -> Vec<Effect> {
    state.dialog = match state.dialog.take() {
        Some(Dialog::Help { .. }) => None,
        Some(Dialog::Reason { .. } | Dialog::Filter { .. } | Dialog::Explain { .. } | Dialog::ConfirmQuit) | None => {
            Some(Dialog::Help { top: 0 })
        }
    };
    Vec::new()
}

fn in_text(state: &mut State, action: Action) -> Vec<Effect> {
    match (state.dialog.as_mut(), action) {
        (Some(Dialog::Reason { .. }), Action::Submit) => return decide::submit_reason(state),
        (Some(Dialog::Filter { .. }), Action::Submit) => state.dialog = None,
        (Some(Dialog::ConfirmQuit), Action::Submit) => return vec![Effect::Quit],
        (Some(Dialog::Reason { field, .. } | Dialog::Filter { field, .. }), _) => field.edit(action),
        (Some(Dialog::Help { .. } | Dialog::Explain { .. } | Dialog::ConfirmQuit) | None, _) => {}
    }
    queue::filter_by_field(state);
    Vec::new()
}

/// Keys over a page of text: the help, or a rule.
fn in_help(state: &mut State, action: Action) -> Vec<Effect> {
    if action == Action::Explain && matches!(state.dialog, Some(Dialog::Explain { .. })) {
        return explain::toggle(state);
    }
    let last = match &state.dialog {
        Some(Dialog::Explain { rule, .. }) => explain::last_top(state, rule),
        Some(Dialog::Help { .. } | Dialog::Reason { .. } | Dialog::Filter { .. } | Dialog::ConfirmQuit) | None => {
            Mode::ALL.len() * Action::ALL.len()
        }
    };
    let Some(Dialog::Help { top } | Dialog::Explain { top, .. }) = state.dialog.as_mut() else { return Vec::new() };
    let page = usize::from(state.setup.size.height / 2).max(1);
    *top = match action {
        Action::Down => *top + 1,
        Action::Up => top.saturating_sub(1),
        Action::PageDown => *top + page,
        Action::PageUp => top.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => *top,
    };
    *top = (*top).min(last);
    Vec::new()
}

fn filter(state: &mut State) -> Vec<Effect> {
    state.screen = Screen::Queue;
    state.shown = None;
    state.drawn = None;
    state.dialog = Some(Dialog::Filter { field: Field::new(&state.filter), before: state.filter.clone() });
    Vec::new()
}

/// Goes to the next report that waits for a decision; opens it where a report is on the screen.
fn go(state: &mut State, direction: Direction) -> Vec<Effect> {
    let Some(next) = queue::next_open(state, direction) else {
        state.message = Some(Message::NoneOpen);
        return Vec::new();
    };
    state.selected = Some(next);
    queue::keep_in_sight(state);
    match state.screen {
        Screen::Queue => Vec::new(),
        Screen::Review => queue::open_selected(state),
    }
}

fn in_queue(state: &mut State, action: Action) -> Vec<Effect> {
    let page = queue::page(state);
    match action {
        Action::Down => queue::step(state, 1),
        Action::Up => queue::step(state, -1),
        Action::PageDown => queue::step(state, page),
        Action::PageUp => queue::step(state, -page),
        Action::First => queue::step(state, -ALL_THE_WAY),
        Action::Last => queue::step(state, ALL_THE_WAY),
        Action::Open => return queue::open_selected(state),
        Action::Next => return go(state, Direction::Onward),
        Action::Previous => return go(state, Direction::Back),
        Action::Filter => return filter(state),
        _ => {}
    }
    Vec::new()
}

fn in_review(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Approve => return decide::decide(state, Verdict::Approved),
        Action::Reject => return decide::decide(state, Verdict::Rejected),
        Action::Undo => return decide::undo(state),
        Action::Waive => return judge::waive(state),
        Action::Mark => return judge::mark(state),
        Action::Next => return go(state, Direction::Onward),
        Action::Previous => return go(state, Direction::Back),
        Action::Filter => return filter(state),
        Action::Copy => return copy(state),
        Action::Proof => toggle_card(state),
        Action::Explain => return explain::toggle(state),
        _ => move_in_review(state, action),
    }
    Vec::new()
}

fn move_in_review(state: &mut State, action: Action) {
    let Some(review) = state.review_mut() else { return };
    let page = isize::try_from(review.page()).unwrap_or(1);
    match action {
        Action::Down => move_by(state, 1),
        Action::Up => move_by(state, -1),
        Action::PageDown => move_by(state, page),
        Action::PageUp => move_by(state, -page),
        Action::First => move_by(state, -ALL_THE_WAY),
        Action::Last => move_by(state, ALL_THE_WAY),
        Action::Left if review.view == FindingsView::Chain => review.scroll_chain_by(1),
        Action::Right if review.view == FindingsView::Chain => review.scroll_chain_by(-1),
        Action::Left if review.focus == Pane::Tables => review.step_cell(0, -1),
        Action::Right if review.focus == Pane::Tables => review.step_cell(0, 1),
        Action::NextPane => focus(state, Pane::next),
        Action::PreviousPane => focus(state, Pane::previous),
        Action::Compare => {
            review.view = match review.view {
                FindingsView::List | FindingsView::Chain => FindingsView::Compare,
                FindingsView::Compare => FindingsView::List,
            };
            review.focus = Pane::Findings;
            review.fold_card();
            review.settle();
        }
        Action::Chain if review.view == FindingsView::Chain => {
            review.view = FindingsView::List;
            review.settle();
        }
        Action::Chain => review.show_chain(),
        Action::NextTable => {
            if review.view == FindingsView::Chain {
                review.view = FindingsView::List;
            }
            let count = review.opened.form.tables.len().max(1);
            review.show_table((review.table + 1) % count);
            review.settle();
        }
        _ => {}
    }
}

fn focus(state: &mut State, to: fn(Pane) -> Pane) {
    if let Some(review) = state.review_mut() {
        review.focus = to(review.focus);
        // The tables are out of sight behind the chain.
        if review.view == FindingsView::Chain && review.focus == Pane::Tables {
            review.focus = to(review.focus);
        }
        review.point_again();
        review.settle();
    }
}

fn move_by(state: &mut State, steps: isize) {
    let Some(review) = state.review_mut() else { return };
    match (review.focus, review.view) {
        (Pane::Source, _) => review.scroll_source_by(steps),
        (Pane::Tables, _) => review.step_cell(steps, 0),
        (Pane::Findings, FindingsView::Compare) => review.scroll_compare_by(steps),
        (Pane::Findings, FindingsView::Chain) => review.step_chain(steps),
        (Pane::Findings, FindingsView::List) if review.term().is_some() => review.step_term(steps),
        (Pane::Findings, FindingsView::List) => review.step(steps),
    }
}

fn toggle_card(state: &mut State) {
    let Some(review) = state.review_mut() else { return };
    let unfolds = review.item == Some(Item::Recheck) || review.finding().is_some_and(|finding| finding.proof.is_some());
    if !unfolds && review.card == Card::Folded {
        state.message = Some(Message::NothingToProve);
        return;
    }
    review.view = FindingsView::List;
    review.focus = Pane::Findings;
    match review.card {
        Card::Folded => review.unfold_card(),
        Card::Unfolded => review.fold_card(),
    }
    review.settle();
}

/// Copies the selected finding: rule, message and the words of the report that it points at.
fn copy(state: &mut State) -> Vec<Effect> {
    let lang = state.setup.lang;
    let Some(review) = state.review() else { return Vec::new() };
    let notice = review.notice().map(|notice| notice.message.text(lang).to_owned());
    let said = match (review.finding(), review.undecided()) {
        (Some(finding), _) => format!("{} {}", finding.rule, finding.message.text(lang)),
        (None, Some(undecided)) => format!("{} {}", undecided.rule, undecided.message.text(lang)),
        (None, None) if notice.is_some() => notice.unwrap_or_default(),
        (None, None) => {
            state.message = Some(Message::NothingToCopy);
            return Vec::new();
        }
    };
    let excerpt = review.place().and_then(|place| review.opened.examined.document.text.get(place.range()));
    let copied = match excerpt.map(str::trim) {
        Some(excerpt) if !excerpt.is_empty() => format!("{said}\n{excerpt}"),
        Some(_) | None => said,
    };
    state.message = Some(Message::Copied);
    vec![Effect::Copy(copied)]
}
