//! The valid name nearest to a mistyped one, for messages about mistakes in rule files.

/// `unknown row `x`; did you mean `y`?`, or the list of names when none is near.
pub(super) fn unknown<'a>(what: &str, found: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let nearest = known.clone().map(|name| (distance(found, name), name)).min();
    match nearest {
        Some((distance, name)) if distance <= found.chars().count() / 2 => {
            format!("unknown {what} `{found}`; did you mean `{name}`?")
        }
        _ => {
            let names: Vec<&str> = known.take(12).collect();
            format!("unknown {what} `{found}`; expected one of {}", names.join(", "))
        }
    }
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
        assert!(unknown("row", "zzz", ["total"].into_iter()).contains("expected one of total"));
    }
}
