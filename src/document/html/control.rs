//! What the controls of a form show: a report that is filled in on a site is saved with its figures in them.

use super::tree::{Id, Step, Tree};

/// The inputs that show no text of the report: what only the program sees, marks to tick, buttons, choosers.
const WORDLESS: [&str; 11] =
    ["hidden", "password", "checkbox", "radio", "button", "submit", "reset", "image", "file", "color", "range"];

/// Whether an element is a control that shows text that was filled in; `kind` is its `type`.
pub(super) fn is_control(name: &str, kind: Option<&str>) -> bool {
    match name {
        "input" => !kind.is_some_and(|kind| WORDLESS.contains(&kind.trim().to_ascii_lowercase().as_str())),
        "textarea" | "select" => true,
        _ => false,
    }
}

/// The text that a control shows.
pub(super) fn shown(tree: &Tree, control: Id) -> String {
    match tree.name(control) {
        "textarea" => below(tree, control),
        "select" => chosen(tree, control),
        _ => tree.attribute(control, "value").unwrap_or_default().to_owned(),
    }
}

/// The options that are chosen. Where none is said to be, a list that shows one line shows its first option.
fn chosen(tree: &Tree, select: Id) -> String {
    let options = || {
        tree.steps(select).filter_map(|step| match step {
            Step::Enter(id) if tree.name(id) == "option" => Some(id),
            Step::Enter(_) | Step::Leave(_) => None,
        })
    };
    let has = |id: Id, name: &str| tree.attribute(id, name).is_some();
    let mut chosen: Vec<Id> = options().filter(|option| has(*option, "selected")).collect();
    if !has(select, "multiple") {
        // Of several, browsers take the last.
        chosen.drain(..chosen.len().saturating_sub(1));
        if chosen.is_empty() {
            chosen.extend(options().find(|option| !has(*option, "disabled")));
        }
    }
    let texts: Vec<String> = chosen.into_iter().map(|option| label(tree, option)).collect();
    texts.join(" ")
}

fn label(tree: &Tree, option: Id) -> String {
    match tree.attribute(option, "label") {
        Some(label) if !label.trim().is_empty() => label.trim().to_owned(),
        Some(_) | None => below(tree, option).split_whitespace().collect::<Vec<&str>>().join(" "),
    }
}

fn below(tree: &Tree, id: Id) -> String {
    tree.steps(id)
        .filter_map(|step| match step {
            Step::Enter(id) => tree.text(id),
            Step::Leave(_) => None,
        })
        .collect()
}
