//! The characters that have a control word of their own.

/// The character that a control word stands for.
pub(super) fn named(word: &str) -> Option<char> {
    let character = match word {
        "tab" => '\t',
        "line" | "page" | "column" | "lbr" => '\n',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "endash" => '–',
        "emdash" => '—',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    };
    Some(character)
}
