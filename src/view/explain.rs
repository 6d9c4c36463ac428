//! The explanation of a rule over the report.

use super::pen::Pen;
use crate::app::explain::explained;
use crate::app::{State, inner, page};
use crate::config::words::Value;
use crate::config::{Mode, Role};

/// Draws the explanation from its row `top` on.
pub(super) fn draw(pen: &mut Pen, state: &State, rule: &str, top: usize) {
    let area = page(pen.buffer.area.as_size());
    let Some(explanation) = explained(state, rule, pen.words) else { return };
    pen.clear(area);
    let inside = inner(area);
    let rows = explanation.rows(usize::from(inside.width));
    let last_top = rows.len().saturating_sub(usize::from(inside.height));
    let title = match last_top {
        0 => explanation.title,
        _ => pen.words.say_with("explain-title-more", &[("title", Value::Text(&explanation.title))]),
    };
    pen.frame(area, &title, Role::Focus);
    super::bars::page_keys(pen, state, area, Mode::Help);
    for (row, line) in (0..inside.height).zip(rows.iter().skip(top.min(last_top))) {
        pen.text(inside, row, line, Role::Plain);
    }
}
