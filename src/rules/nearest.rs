//! The valid name nearest to a mistyped one, for messages about mistakes in the files that an office writes.

use crate::model::Phrase;

/// What a name is the name of, in Chinese and in English.
pub(crate) type Kind = (&'static str, &'static str);

/// Unknown row `x`; did you mean `y`? Or the list of names when none is near.
pub(crate) fn unknown<'a>(
    (zh, en): Kind,
    found: &str,
    known: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
) -> Phrase {
    let known = known.into_iter();
    if let Some(name) = nearest(found, known.clone()) {
        return Phrase::new(
            format!("没有名为 `{found}` 的{zh}；是不是 `{name}`？"),
            format!("unknown {en} `{found}`; did you mean `{name}`?"),
        );
    }
    let names: Vec<&str> = known.take(12).collect();
    Phrase::new(
        format!("没有名为 `{found}` 的{zh}；应为 {} 之一", names.join("、")),
        format!("unknown {en} `{found}`; expected one of {}", names.join(", ")),
    )
}

/// The nearest name, where one is near enough to have been meant.
pub(crate) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str, IntoIter: Clone>) -> Option<&'a str> {
    let known = known.into_iter();
    let (distance, name) = known.clone().map(|name| (distance(found, name), name)).min()?;
    if distance <= found.chars().count() / 2 {
        return Some(name);
    }
    // `decisions.licensing` is the one row whose own name is licensing.
    let own = |name: &'a str| name.rsplit('.').next().unwrap_or(name);
    let mut same = known.filter(|name| name.contains('.') && found.rsplit('.').next() == Some(own(name)));
    same.next().filter(|_| same.next().is_none())
}

/// How many characters must be added, removed or replaced (Levenshtein, 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_proposed_and_a_far_one_lists_all() {
        assert_eq!(distance("carried_im", "carried_in"), 1);
        assert_eq!(distance("", "ab"), 2);
        let rows = ["art20_5.licensing", "art20_6.penalties", "art20_6.coercion"];
        assert_eq!(nearest("decisions.licensing", rows), Some("art20_5.licensing"));
        assert_eq!(nearest("decisions.other", rows), None);
        assert!(unknown(("行", "row"), "zzz", ["total"]).en.contains("expected one of total"));
    }
}
