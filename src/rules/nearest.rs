//! The valid name nearest to a mistyped one, for messages about mistakes in the files that an office writes.

use crate::model::Phrase;

/// What a name is the name of, in Chinese and in English.
pub(crate) type Kind = (&'static str, &'static str);

/// A list of names is shown up to so many.
const SHOWN: usize = 12;

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
    let (zh, en) = (format!("没有名为 `{found}` 的{zh}"), format!("unknown {en} `{found}`"));
    let mut names: Vec<&str> = Vec::new();
    for name in known {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let count = names.len();
    names.truncate(SHOWN);
    let (in_zh, in_en) = (names.join("、"), names.join(", "));
    match count {
        0 => Phrase::new(zh, en),
        1..=SHOWN => Phrase::new(format!("{zh}；应为 {in_zh} 之一"), format!("{en}; expected one of {in_en}")),
        _ => Phrase::new(
            format!("{zh}；共有 {count} 个，例如 {in_zh} 等"),
            format!("{en}; there are {count}, for example {in_en}"),
        ),
    }
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
        assert!(unknown(("行", "row"), "zzz", ["total", "total"]).en.ends_with("expected one of total"));
        let many: Vec<String> = (10..40).map(|number| format!("row{number}")).collect();
        let said = unknown(("行", "row"), "zzzzzz", many.iter().map(String::as_str));
        assert!(said.zh.ends_with(
            "共有 30 个，例如 row10、row11、row12、row13、row14、row15、row16、row17、row18、row19、row20、row21 等"
        ));
        assert_eq!(unknown(("行", "row"), "zzz", []).zh, "没有名为 `zzz` 的行");
    }
}
