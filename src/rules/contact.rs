//! Whether a reader is told whom to ask, in a number that can be dialled (IDN-05).

use std::sync::LazyLock;

use regex::Regex;

use super::claims::pattern;
use super::inspection::{Inspection, Values};
use crate::model::{Outcome, Phrase, Span};

pattern!(
    LABELLED,
    r"(?:电话|联系方式|传真|手机)(?:号码)?[^\d，。；\n]{0,8}(?P<number>[(（]?\d[\d\-－—–―‐─（）()]{2,24})"
);

/// A telephone number as printed.
struct Telephone {
    printed: String,
    span: Span,
}

/// One finding: no number, or the first that is malformed.
pub(super) fn check(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let telephones: Vec<Telephone> = LABELLED
        .captures_iter(&prose.whole)
        .filter_map(|found| found.name("number"))
        .filter_map(|number| {
            let span = prose.place(number.range())?;
            Some(Telephone { printed: number.as_str().trim_end_matches(['）', ')', '—', '-']).to_owned(), span })
        })
        .collect();
    if telephones.is_empty() {
        let problem = Phrase::new("没有写明联系电话", "No telephone number is given");
        return vec![inspection.fail(&Values::default().phrase("problem", problem), &[], None, None)];
    }
    let fault = telephones.iter().find_map(|telephone| Some((telephone, problem(&telephone.printed)?)));
    match fault {
        Some((telephone, problem)) => {
            vec![inspection.fail(&Values::default().phrase("problem", problem), &[], Some(telephone.span), None)]
        }
        None => vec![Outcome::Pass],
    }
}

fn problem(printed: &str) -> Option<Phrase> {
    if let Some(dash) = printed.chars().find(|c| "－—–―‐─".contains(*c)) {
        return Some(Phrase::new(
            format!("“{printed}”的连接号“{dash}”应为“-”"),
            format!("“{printed}” is joined by “{dash}” instead of “-”"),
        ));
    }
    let length = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let sound = match printed.split_once('-') {
        // Area code and number, perhaps with an extension; 400-123-4567.
        Some((area, rest)) if printed.starts_with('0') => {
            let number = rest.split('-').next().unwrap_or(rest);
            matches!(length(area), 3 | 4) && matches!(length(number), 7 | 8 | 15 | 16 | 17 | 18)
        }
        Some(_) => length(printed) >= 7,
        None => matches!(length(printed), 5 | 7 | 8 | 10 | 11 | 12) || length(printed) > 13,
    };
    (!sound).then(|| {
        Phrase::new(
            format!("电话“{printed}”的位数不对"),
            format!("The number “{printed}” has a wrong number of digits"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_can_be_dialled_are_sound() {
        for sound in ["0999-5550100", "010-12345678", "09995550100", "5550100", "0999-5550100-8001", "400-123-4567"] {
            assert_eq!(problem(sound), None, "{sound}");
        }
        for bad in ["0999—5550100", "0999-555010", "555010", "099-555"] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }
}
