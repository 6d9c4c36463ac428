//! All years at hand for one body: identities down, years across, each broken link marked, and the selected row's links
//! written out below.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{
    ChainColumn, Review, chain_column_label, chain_figure, chain_grid, chain_label, chain_row_label, inner, link_to,
    split_chain,
};
use crate::config::Role;
use crate::config::words::Value;
use crate::diff::{Chain, ChainRow, Figure, Gap, Link, Standing};
use crate::model::{CellState, Lang, Sign};
use crate::text::{self, Align};

/// Draws the chain.
pub(super) fn draw(pen: &mut Pen, review: &Review, area: Rect, role: Role) {
    let Some(chain) = &review.opened.examined.chain else { return nothing(pen, review, area, role) };
    let inside = inner(area);
    pen.frame(area, &title(pen, chain), role);
    let lang = pen.words.lang();
    let grid = chain_grid(chain, &review.opened.form, lang, usize::from(inside.width), review.chain_back);
    let split = split_chain(inside, chain.rows.len());
    let mut head = vec![pen.run(text::pad(&beyond(pen, grid.older, grid.newer), grid.label, Align::Left), Role::Faint)];
    for (column, width) in &grid.columns {
        let (name, role) = match column {
            ChainColumn::Year(index) => (chain.years[*index].year.to_string(), year_role(review, chain, *index)),
            ChainColumn::Missing(..) => (pen.words.say("chain-missing"), Role::Warning),
        };
        let blanks = width.saturating_sub(text::width(&name));
        head.extend([pen.run(" ".repeat(blanks), Role::Plain), pen.run(name, role)]);
    }
    pen.line(split.head, 0, &head);
    for (line, index) in (0..split.list.height).zip(review.chain_top..chain.rows.len()) {
        let row = &chain.rows[index];
        let label = text::pad(&chain_label(&review.opened.form, &row.cell, lang), grid.label - 2, Align::Left);
        let is_selected = index == review.chain_row;
        let (mark, role) = if is_selected { ("> ", Role::Selected) } else { ("  ", Role::Plain) };
        let mut runs = vec![pen.run(format!("{mark}{label}"), role)];
        for (column, width) in &grid.columns {
            let (figure, role) = match column {
                ChainColumn::Year(year) => (chain_figure(row, *year), figure_role(row, *year)),
                ChainColumn::Missing(..) => ("x".to_owned(), Role::Faint),
            };
            let blanks = width.saturating_sub(text::width(&figure));
            runs.extend([pen.run(" ".repeat(blanks), Role::Plain), pen.run(figure, role)]);
        }
        pen.line(split.list, line, &runs);
    }
    detail(pen, review, chain, split.detail);
}

/// The year under review stands out.
fn year_role(review: &Review, chain: &Chain, index: usize) -> Role {
    let present = review.opened.examined.report.year.as_ref().map(|year| year.value);
    if present == Some(chain.years[index].year) { Role::Title } else { Role::Plain }
}

fn figure_role(row: &ChainRow, year: usize) -> Role {
    match link_to(row, year).map(|link| link.standing) {
        Some(Standing::Broken { .. }) => Role::Error,
        Some(Standing::Unknown(_)) => Role::Faint,
        Some(Standing::Holds) | None => Role::Plain,
    }
}

/// Which years, and how their links stand: the verdict before the figures.
fn title(pen: &Pen, chain: &Chain) -> String {
    let (Some(first), Some(last)) = (chain.years.first(), chain.years.last()) else { return String::new() };
    let key = if chain.years.len() == 2 { "chain-two" } else { "chain-many" };
    let years = format!("{}-{}", first.year, last.year);
    let counts = [
        ("broken", Value::Number(chain.broken())),
        ("unknown", Value::Number(chain.unknown())),
        ("holds", Value::Number(chain.holding())),
    ];
    let counted = if chain.unknown() == 0 { "chain-counts-decided" } else { "chain-counts" };
    format!("{} {years}  {}", pen.words.say(key), pen.words.say_with(counted, &counts))
}

/// How many years are out of sight on either side.
fn beyond(pen: &Pen, older: usize, newer: usize) -> String {
    let sides = [("chain-older", older), ("chain-newer", newer)].into_iter().filter(|(_, count)| *count > 0);
    let said: Vec<String> =
        sides.map(|(key, count)| pen.words.say_with(key, &[("count", Value::Number(count))])).collect();
    said.join("  ")
}

/// A single year: what would make a chain of it.
fn nothing(pen: &mut Pen, review: &Review, area: Rect, role: Role) {
    pen.frame(area, &pen.words.say("chain-two"), role);
    let inside = inner(area);
    let said = match &review.opened.examined.report.year {
        None => pen.words.say("chain-no-year"),
        Some(year) => {
            let year = year.value.to_string();
            pen.words.say_with("chain-single", &[("year", Value::Text(&year))])
        }
    };
    for (row, line) in (0..inside.height).zip(text::fill(&said, usize::from(inside.width))) {
        pen.text(inside, row, &line, Role::Plain);
    }
}

/// The links of the selected row in words, the broken ones first, each kind from the newest; what the signs mean last.
fn detail(pen: &mut Pen, review: &Review, chain: &Chain, area: Rect) {
    let Some(row) = chain.rows.get(review.chain_row).filter(|_| area.height > 1) else { return };
    let label = chain_label(&review.opened.form, &row.cell, pen.words.lang());
    pen.rule(area, 0, &format!("{} {label}", row.rule));
    let columns = usize::from(area.width);
    let mut lines: Vec<(String, Role)> = Vec::new();
    let mut say = |said: &str, role: Role| {
        lines.extend(text::fill(said, columns).into_iter().map(|line| (line, role)));
    };
    for link in row.links.iter().rev() {
        if let Standing::Broken { .. } = link.standing {
            say(&broken(pen, review, link), Role::Plain);
        }
    }
    for link in row.links.iter().rev() {
        if let Standing::Unknown(gap) = link.standing {
            say(&unknown(pen, review, link, gap), Role::Faint);
        }
    }
    let holding = row.links.iter().filter(|link| link.standing == Standing::Holds).count();
    if holding > 0 {
        let key = if holding == row.links.len() { "chain-all-hold" } else { "chain-some-hold" };
        say(&pen.words.say_with(key, &[("count", Value::Number(holding))]), Role::Passed);
    }
    let room = usize::from(area.height) - 1;
    // The signs are said where they cost no sentence its place.
    let legend = text::fill(&pen.words.say("chain-legend"), columns);
    if lines.len() + legend.len() <= room {
        lines.resize(room - legend.len(), (String::new(), Role::Plain));
        lines.extend(legend.into_iter().map(|line| (line, Role::Faint)));
    }
    if lines.len() > room {
        lines.truncate(room);
        if let Some((last, _)) = lines.last_mut() {
            *last = format!("{} {}", text::prefix(last, columns.saturating_sub(text::CUT.len() + 1)), text::CUT);
        }
    }
    for (line, (said, role)) in (1..area.height).zip(lines) {
        pen.text(area, line, &said, role);
    }
}

/// `2022 结转下年 自然人 5，2023 上年结转 自然人 4，相差 1`.
fn broken(pen: &Pen, review: &Review, link: &Link) -> String {
    let Standing::Broken { right, delta, .. } = link.standing else { return String::new() };
    let mut due = side(review, &link.right, pen.words.lang());
    if link.right.len() > 1 {
        due = format!("{due} = {}", right.normalize());
    }
    let stated = side(review, &link.left, pen.words.lang());
    let delta = delta.abs().normalize().to_string();
    let values = [("due", due.as_str()), ("stated", &stated), ("delta", &delta)].map(|(k, v)| (k, Value::Text(v)));
    pen.words.say_with("chain-broken", &values)
}

/// Figures with their years and labels; a year or a row that stands before already is not said again.
fn side(review: &Review, figures: &[Figure], lang: Lang) -> String {
    let form = &review.opened.form;
    let mut said: Vec<String> = Vec::new();
    let mut before: Option<(i32, &str)> = None;
    for figure in figures {
        match (figure.sign, said.is_empty()) {
            (Sign::Plus, true) => {}
            (Sign::Plus, false) => said.push("+".to_owned()),
            (Sign::Minus, _) => said.push("-".to_owned()),
        }
        if let Some((year, cell)) = &figure.at {
            let row = chain_row_label(form, cell, lang);
            if before.is_none_or(|(known, _)| known != *year) {
                said.push(year.to_string());
            }
            if before.is_none_or(|(_, known)| known != row) {
                said.push(row.to_owned());
            }
            said.push(chain_column_label(form, cell, lang).to_owned());
            before = Some((*year, row));
        }
        said.push(figure.state.number().map_or_else(|| "_".to_owned(), |value| value.normalize().to_string()));
    }
    said.join(" ")
}

/// Why a link cannot be judged.
fn unknown(pen: &Pen, review: &Review, link: &Link, gap: Gap) -> String {
    let (from, to) = (link.from.to_string(), link.to.to_string());
    let ends = [("from", Value::Text(&from)), ("to", Value::Text(&to))];
    match gap {
        Gap::NotComparable => pen.words.say_with("chain-other-form", &ends),
        Gap::YearMissing => {
            let (first, last) = (link.from + 1, link.to - 1);
            let missing = if first == last { first.to_string() } else { format!("{first}-{last}") };
            let [from, to] = ends;
            pen.words.say_with("chain-year-missing", &[from, to, ("missing", Value::Text(&missing))])
        }
        Gap::NotANumber => {
            let lang = pen.words.lang();
            let in_the_way = link.left.iter().chain(&link.right).filter(|figure| figure.state.number().is_none());
            let named: Vec<String> = in_the_way
                .filter_map(|figure| {
                    let (year, cell) = figure.at.as_ref()?;
                    let label = chain_label(&review.opened.form, cell, lang);
                    Some(format!("{year} {label} {}", pen.words.say(in_words(figure.state))))
                })
                .collect();
            let separator = if lang == Lang::Chinese { "、" } else { ", " };
            let named = named.join(separator);
            let [from, to] = ends;
            pen.words.say_with("chain-not-a-number", &[from, to, ("cells", Value::Text(&named))])
        }
    }
}

/// The key of the word for a cell without a certain figure.
const fn in_words(state: CellState) -> &'static str {
    match state {
        CellState::Blank => "cell-blank",
        CellState::Missing => "cell-missing",
        CellState::Unsure(_) => "cell-unsure",
        CellState::NotApplicable | CellState::Text | CellState::Number(_) => "cell-no-number",
    }
}
