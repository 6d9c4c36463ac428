//! What the style sheets within a page say about the numbers of lists. Rules of one element or class are read; how
//! elements stand in one another is left to browsers.

use super::tree::{Id, Step, Tree};

/// So many rules are kept; further ones belong to no report.
const MOST_RULES: usize = 60;

/// A rule that gives lists their kind of numbers.
#[derive(Debug)]
struct Rule {
    /// Empty where it holds for every element.
    element: String,
    class: Option<String>,
    kind: String,
}

/// The rules of a page, in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
}

impl Sheet {
    /// Collects the rules of all style elements.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut sheet = Self::default();
        for step in tree.steps(Tree::ROOT) {
            let Step::Enter(id) = step else { continue };
            if tree.parent(id).is_some_and(|parent| tree.name(parent) == "style") {
                sheet.read(tree.text(id).unwrap_or_default());
            }
        }
        sheet
    }

    fn read(&mut self, text: &str) {
        for block in without_comments(text).split('}') {
            // Within @media the rule begins behind the last brace.
            let Some((selectors, declarations)) = block.rsplit_once('{') else { continue };
            let selectors = selectors.rsplit(['{', ';']).next().unwrap_or_default();
            let Some(kind) = super::style::list_style(declarations) else { continue };
            for selector in selectors.split(',').map(str::trim) {
                let (element, class) =
                    selector.split_once('.').map_or((selector, None), |(element, class)| (element, Some(class)));
                let is_name = |name: &str| {
                    name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'))
                };
                let element = if element == "*" { "" } else { element };
                if self.rules.len() < MOST_RULES
                    && is_name(element)
                    && class.is_none_or(is_name)
                    && !selector.is_empty()
                {
                    let class = class.map(str::to_owned);
                    self.rules.push(Rule {
                        element: element.to_ascii_lowercase(),
                        class,
                        kind: kind.to_ascii_lowercase(),
                    });
                }
            }
        }
    }

    /// What the rules say about an element: a class counts for more than a name, and what is written last holds.
    pub(super) fn kind(&self, tree: &Tree, id: Id) -> Option<&str> {
        let classes = tree.attribute(id, "class").unwrap_or_default();
        let holds = |rule: &&Rule| {
            let class =
                rule.class.as_ref().is_none_or(|class| classes.split_ascii_whitespace().any(|own| own == class));
            class && (rule.element.is_empty() || rule.element == tree.name(id))
        };
        let weight = |rule: &&Rule| (rule.class.is_some(), !rule.element.is_empty());
        self.rules.iter().filter(holds).max_by_key(weight).map(|rule| rule.kind.as_str())
    }
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    plain + rest
}
