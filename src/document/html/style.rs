//! What the name and the style of an element say about its text: whether it is shown, whether it stands on lines of its
//! own, whether its blanks count.

use super::tree::{Id, Tree};

/// Elements whose text is no text of the page.
const UNREAD: [&str; 32] = [
    "head", "script", "style", "noscript", "template", "title", "textarea", "select", "datalist", "option", "object",
    "applet", "audio", "video", "canvas", "svg", "math", "iframe", "noembed", "noframes", "map", "rt", "rp", "rtc",
    "meta", "link", "base", "input", "button", "progress", "meter", "frameset",
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
    Block,
    Inline,
}

/// The role of an element.
pub(super) fn role(tree: &Tree, id: Id) -> Role {
    let name = tree.name(id);
    if UNREAD.contains(&name) {
        return Role::Unread;
    }
    if tree.attribute(id, "hidden").is_some() {
        return Role::Hidden;
    }
    let display = declared(tree, id, "display");
    // Word marks text that it hides on the page but keeps for itself with `mso-hide:all`.
    if is(display, "none")
        || is(declared(tree, id, "visibility"), "hidden")
        || is(declared(tree, id, "mso-hide"), "all")
    {
        return Role::Hidden;
    }
    if BLOCKS.contains(&name) || is(display, "block") {
        return Role::Block;
    }
    Role::Inline
}

/// Whether line ends and blanks below an element count as they are.
pub(super) fn keeps_blanks(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "pre" | "listing" | "xmp" | "plaintext")
        || declared(tree, id, "white-space").is_some_and(|value| value.trim().to_ascii_lowercase().starts_with("pre"))
}

/// The value that an element's own style gives a property; the last one holds.
pub(super) fn declared<'a>(tree: &'a Tree, id: Id, property: &str) -> Option<&'a str> {
    tree.attribute(id, "style")?
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
