//! Fields that show nothing but what their instruction draws: a reading set above characters is such a formula, and the
//! characters are text like any other.

/// What a field without a result shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Text; where the formula is not understood, the sign of something unreadable.
    Text(String),
    /// A drawing, which is not read.
    Drawing,
    Nothing,
}

/// By the instruction of the field.
pub(super) fn shown(instruction: &str) -> Shown {
    let instruction = instruction.trim_start();
    let word = instruction.split(|character: char| !character.is_ascii_alphabetic()).next().unwrap_or_default();
    match word.to_ascii_uppercase().as_str() {
        "EQ" => Shown::Text(base(instruction).unwrap_or("\u{FFFD}").to_owned()),
        "SHAPE" => Shown::Drawing,
        _ => Shown::Nothing,
    }
}

/// The characters under a reading: `EQ \o\al(\s\up 10(reading),characters)`.
fn base(instruction: &str) -> Option<&str> {
    let (before, raised) = instruction.split_once(r"\s\up")?;
    let is_overstrike = before.contains(r"\o") && before.trim_end().ends_with('(');
    let raised = raised.get(raised.find('(')?..).filter(|_| is_overstrike)?;
    let behind = raised.get(closing(raised)? + 1..)?.trim_start().strip_prefix([',', ';'])?;
    let end = behind.find(')')?;
    let rest = behind.get(end + 1..)?;
    let base = behind.get(..end)?;
    (rest.trim().is_empty() && !base.contains(['(', '\\'])).then_some(base)
}

/// Where the bracket closes that a text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_under_a_reading_are_read_and_other_formulas_are_said_to_be_there() {
        let ruby = r#" EQ \* jc3 \* "Font:Calibri" \* hps22 \o\al(\s\up 10(qīng (1)),3909)"#;
        assert_eq!(shown(ruby), Shown::Text("3909".to_owned()));
        for other in [r"EQ \f(1,2)", r"EQ \o\al(\s\up 10(7),\f(1,2))", r"EQ \o\al(\s\up 10(7", "EQ"] {
            assert_eq!(shown(other), Shown::Text("\u{FFFD}".to_owned()), "{other}");
        }
        assert_eq!(shown("SHAPE  \\* MERGEFORMAT"), Shown::Drawing);
        assert_eq!(shown("TOC \\o"), Shown::Nothing);
    }
}
