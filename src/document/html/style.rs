//! What the name and the style of an element say about its text: whether it is shown, whether it stands on lines of its
//! own, whether its blanks count.

use html5ever::LocalName;

use super::control::is_control;
use super::tree::{Id, Tree};

/// Elements whose text is no text of the page.
const UNREAD: [&str; 30] = [
    "head", "script", "style", "noscript", "template", "title", "datalist", "option", "object", "applet", "audio",
    "video", "canvas", "svg", "math", "iframe", "noembed", "noframes", "map", "rt", "rp", "rtc", "meta", "link",
    "base", "input", "button", "progress", "meter", "frameset",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 56] = [
    "html",
    "body",
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "caption",
    "colgroup",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "ul",
    "xmp",
    "marquee",
    "ucaptitle",
    "ucapcontent",
];

/// How an element takes part in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Not shown as text at all, as a script.
    Unread,
    /// Text that the page hides.
    Hidden,
    /// A control of a form, which shows what was filled in.
    Control,
    Block,
    Inline,
}

/// How an element is laid out, found once for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) role: Role,
    pub(super) blanks: Blanks,
}

/// What becomes of line ends and blanks below an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blanks {
    Collapse,
    /// They count as they are.
    Keep,
}

/// The layout of an element by its name and its attributes.
pub(super) fn layout(name: &str, attributes: &[(LocalName, String)]) -> Layout {
    let attribute = |wanted: &str| attributes.iter().find(|(own, _)| **own == *wanted).map(|(_, value)| value.as_str());
    let style = attribute("style").unwrap_or_default();
    let is_kept = matches!(name, "pre" | "listing" | "xmp" | "plaintext")
        || value(style, "white-space").is_some_and(|value| value.trim().to_ascii_lowercase().starts_with("pre"));
    let blanks = if is_kept { Blanks::Keep } else { Blanks::Collapse };
    let display = value(style, "display");
    // Word marks text that it hides on the page but keeps for itself with `mso-hide:all`.
    let is_hidden = attribute("hidden").is_some()
        || is(display, "none")
        || is(value(style, "visibility"), "hidden")
        || is(value(style, "mso-hide"), "all");
    let role = match () {
        () if is_control(name, attribute("type")) && !is_hidden => Role::Control,
        () if UNREAD.contains(&name) || is_control(name, attribute("type")) => Role::Unread,
        () if is_hidden => Role::Hidden,
        () if BLOCKS.contains(&name) || is(display, "block") => Role::Block,
        () => Role::Inline,
    };
    Layout { role, blanks }
}

/// The role of an element; anything else is in line.
pub(super) fn role(tree: &Tree, id: Id) -> Role {
    tree.layout(id).map_or(Role::Inline, |layout| layout.role)
}

/// Whether line ends and blanks below an element count as they are.
pub(super) fn keeps_blanks(tree: &Tree, id: Id) -> bool {
    tree.layout(id).is_some_and(|layout| layout.blanks == Blanks::Keep)
}

/// The value that an element's own style gives a property; the last one holds.
pub(super) fn declared<'a>(tree: &'a Tree, id: Id, property: &str) -> Option<&'a str> {
    value(tree.attribute(id, "style")?, property)
}

/// The kind of numbers that declarations give lists.
pub(super) fn list_style(style: &str) -> Option<&str> {
    let kind = value(style, "list-style-type").or_else(|| value(style, "list-style"))?;
    Some(kind.split('!').next().unwrap_or(kind).trim())
}

fn value<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case(property))
        .map(|(_, value)| value)
        .next_back()
}

fn is(value: Option<&str>, wanted: &str) -> bool {
    value.is_some_and(|value| {
        let word = value.split('!').next().unwrap_or_default();
        word.trim().eq_ignore_ascii_case(wanted)
    })
}
