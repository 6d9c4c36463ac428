//! The prose of two reports, section by section: sentences first, then the characters inside a changed sentence.
//! Looks at paragraphs only; figures in tables are compared as cells.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::{Change, ChangeTag, Hunk, SectionDiff, Side};
use crate::document::Block;
use crate::model::{Section, Span};

/// Sentences that share fewer pairs of neighbouring characters than this are two sentences, not one that changed.
const SAME_SENTENCE: f64 = 0.4;

/// A longer run of changed sentences is paired in order: comparing each with each would take too long.
const PAIR_AT_MOST: usize = 200;

/// Each section that either report has, by number.
pub(super) fn compare(new: Side, old: Side, patience: Duration) -> Vec<SectionDiff> {
    let deadline = Instant::now().checked_add(patience);
    (1..=9)
        .filter_map(|number| {
            let ours = new.report.section(number);
            let theirs = old.report.section(number);
            let title = ours.or(theirs)?.title.clone();
            let new_sentences = sentences(new, ours);
            let old_sentences = sentences(old, theirs);
            let (unchanged, hunks) = compare_sentences(&old_sentences, &new_sentences, deadline);
            Some(SectionDiff { number, title, unchanged, hunks })
        })
        .collect()
}

/// What stands before the first section, as section 0: title and opening.
pub(super) fn compare_opening(new: Side, old: Side, deadline: Option<Instant>) -> SectionDiff {
    let (unchanged, hunks) = compare_sentences(&opening(old), &opening(new), deadline);
    SectionDiff { number: 0, title: String::new(), unchanged, hunks }
}

/// Every sentence of the opening and of the sections, in the order of the form.
pub(super) fn all_sentences(side: Side) -> Vec<Sentence> {
    let mut found = opening(side);
    for section in &side.report.sections {
        found.extend(sentences(side, Some(section)));
    }
    found
}

/// The sentences before the first section.
fn opening(side: Side) -> Vec<Sentence> {
    let end = side.report.sections.iter().map(|section| section.span.start).min().unwrap_or(0);
    let mut found = Vec::new();
    for block in &side.document.blocks {
        match block {
            Block::Paragraph(span) if span.end <= end => split_sentences(&side.document.text, *span, &mut found),
            _ => {}
        }
    }
    found
}

/// The sentences of a section's first paragraph, its heading left out.
pub(super) fn first_paragraph(side: Side, section: &Section) -> Vec<Sentence> {
    let mut found = Vec::new();
    for block in &side.document.blocks {
        let Block::Paragraph(span) = block else {
            continue;
        };
        if section.span.contains(*span) && !section.heading.contains(*span) {
            split_sentences(&side.document.text, *span, &mut found);
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// One sentence and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Without white space, which exporters add and drop at will.
    pub(super) key: String,
    text: String,
    pub(super) span: Span,
}

/// The sentences of a section's paragraphs, its heading left out.
pub(super) fn sentences(side: Side, section: Option<&Section>) -> Vec<Sentence> {
    let Some(section) = section else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for block in &side.document.blocks {
        let Block::Paragraph(span) = block else {
            continue;
        };
        if section.span.contains(*span) && !section.heading.contains(*span) {
            split_sentences(&side.document.text, *span, &mut found);
        }
    }
    found
}

/// Splits at 。！？； and at line ends; closing quotes and brackets stay with their sentence.
fn split_sentences(text: &str, span: Span, found: &mut Vec<Sentence>) {
    let Some(paragraph) = text.get(span.range()) else {
        return;
    };
    let mut start = 0;
    let mut ended = false;
    for (at, c) in paragraph.char_indices() {
        if ended && !matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '"' | '。' | '！' | '？' | '；') {
            push_sentence(paragraph, span.start, start..at, found);
            start = at;
            ended = false;
        }
        ended = ended || matches!(c, '。' | '！' | '？' | '；' | '\n');
    }
    push_sentence(paragraph, span.start, start..paragraph.len(), found);
}

fn push_sentence(paragraph: &str, offset: usize, range: Range<usize>, found: &mut Vec<Sentence>) {
    let piece = &paragraph[range.clone()];
    let text = piece.trim();
    if text.is_empty() {
        return;
    }
    let start = offset + range.start + (piece.len() - piece.trim_start().len());
    found.push(Sentence {
        key: text.chars().filter(|c| !c.is_whitespace()).collect(),
        text: text.to_owned(),
        span: Span::new(start, start + text.len()),
    });
}

/// How many sentences are the same, and the others in the order of the text.
fn compare_sentences(old: &[Sentence], new: &[Sentence], deadline: Option<Instant>) -> (usize, Vec<Hunk>) {
    let old_keys: Vec<&str> = old.iter().map(|sentence| sentence.key.as_str()).collect();
    let new_keys: Vec<&str> = new.iter().map(|sentence| sentence.key.as_str()).collect();
    let mut unchanged = 0;
    let mut hunks = Vec::new();
    let mut gap = (0..0, 0..0);
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old_keys, &new_keys, deadline) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            unchanged += len;
            compare_gap(&old[gap.0.clone()], &new[gap.1.clone()], deadline, &mut hunks);
            gap = (old_index + len..old_index + len, new_index + len..new_index + len);
        } else {
            gap.0.end = op.old_range().end.max(gap.0.end);
            gap.1.end = op.new_range().end.max(gap.1.end);
        }
    }
    compare_gap(&old[gap.0], &new[gap.1], deadline, &mut hunks);
    (unchanged, hunks)
}

/// Sentences between two places where the texts agree: the most alike are one sentence that changed.
fn compare_gap(old: &[Sentence], new: &[Sentence], deadline: Option<Instant>, hunks: &mut Vec<Hunk>) {
    let partners = pair(old, new);
    let mut next_old = 0;
    for (new_index, sentence) in new.iter().enumerate() {
        let Some(&partner) = partners.get(&new_index) else {
            hunks.push(inserted(sentence));
            continue;
        };
        let before = next_old..partner.max(next_old);
        hunks.extend(unpaired(old, before, &partners).map(deleted));
        next_old = next_old.max(partner + 1);
        hunks.push(changed(&old[partner], sentence, deadline));
    }
    hunks.extend(unpaired(old, next_old..old.len(), &partners).map(deleted));
}

/// Last year's sentences in a range that no sentence of this year continues.
fn unpaired<'a>(
    old: &'a [Sentence],
    range: Range<usize>,
    partners: &'a BTreeMap<usize, usize>,
) -> impl Iterator<Item = &'a Sentence> {
    range.filter(|index| !partners.values().any(|partner| partner == index)).filter_map(|index| old.get(index))
}

/// New sentence to old sentence, the most alike first.
fn pair(old: &[Sentence], new: &[Sentence]) -> BTreeMap<usize, usize> {
    if old.len() > PAIR_AT_MOST || new.len() > PAIR_AT_MOST {
        return (0..old.len().min(new.len())).map(|index| (index, index)).collect();
    }
    let old_pairs: Vec<Vec<(char, char)>> = old.iter().map(neighbours).collect();
    let mut candidates = Vec::new();
    for (new_index, sentence) in new.iter().enumerate() {
        let ours = neighbours(sentence);
        for (old_index, theirs) in old_pairs.iter().enumerate() {
            let alike = likeness(theirs, &ours);
            if alike >= SAME_SENTENCE {
                candidates.push((alike, new_index, old_index));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))));
    let mut partners = BTreeMap::new();
    let mut taken = vec![false; old.len()];
    for (_, new_index, old_index) in candidates {
        if !taken[old_index] && !partners.contains_key(&new_index) {
            taken[old_index] = true;
            partners.insert(new_index, old_index);
        }
    }
    partners
}

/// The pairs of neighbouring characters, sorted. Digits count as one another: 收到5件 and 收到12件 say the same thing.
fn neighbours(sentence: &Sentence) -> Vec<(char, char)> {
    let mut characters: Vec<char> = sentence.key.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    characters.dedup_by(|a, b| *a == '0' && *b == '0');
    let mut pairs: Vec<(char, char)> = characters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// Dice's coefficient of two sorted lists: 0 for nothing in common, 1 for the same.
fn likeness(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let total = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    let common = u32::try_from(common).unwrap_or(u32::MAX);
    if total == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(total) }
}

fn inserted(sentence: &Sentence) -> Hunk {
    let changes = vec![Change { tag: ChangeTag::Insert, text: sentence.text.clone() }];
    Hunk { old: None, new: Some(sentence.span), changes }
}

fn deleted(sentence: &Sentence) -> Hunk {
    let changes = vec![Change { tag: ChangeTag::Delete, text: sentence.text.clone() }];
    Hunk { old: Some(sentence.span), new: None, changes }
}

/// One sentence in its two wordings, character by character.
fn changed(old: &Sentence, new: &Sentence, deadline: Option<Instant>) -> Hunk {
    let old_tokens = tokens(&old.text);
    let new_tokens = tokens(&new.text);
    let mut changes = Vec::new();
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old_tokens, &new_tokens, deadline) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                push_change(&mut changes, ChangeTag::Equal, &old_tokens[old_index..old_index + len]);
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                push_change(&mut changes, ChangeTag::Delete, &old_tokens[op.old_range()]);
                push_change(&mut changes, ChangeTag::Insert, &new_tokens[op.new_range()]);
            }
        }
    }
    Hunk { old: Some(old.span), new: Some(new.span), changes }
}

fn push_change(changes: &mut Vec<Change>, tag: ChangeTag, tokens: &[&str]) {
    if !tokens.is_empty() {
        changes.push(Change { tag, text: tokens.concat() });
    }
}

/// Characters, but a figure as a whole: from 12 to 15 is one change, not the half of a number.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() { digits } else { first.len_utf8() };
        let (token, left) = rest.split_at(length);
        found.push(token);
        rest = left;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<Sentence> {
        let mut found = Vec::new();
        split_sentences(text, Span::new(0, text.len()), &mut found);
        found
    }

    fn hunks(old: &str, new: &str) -> (usize, Vec<Hunk>) {
        compare_sentences(&split(old), &split(new), None)
    }

    #[test]
    fn sentences_keep_their_place_and_their_closing_quote() {
        let text = "　我镇说：“好。”全年收到申请5件；办结4件\n第二行";
        let found = split(text);
        let texts: Vec<&str> = found.iter().map(|sentence| sentence.text.as_str()).collect();
        assert_eq!(texts, ["我镇说：“好。”", "全年收到申请5件；", "办结4件", "第二行"]);
        for sentence in &found {
            assert_eq!(&text[sentence.span.range()], sentence.text);
        }
    }

    #[test]
    fn a_changed_figure_is_one_change() {
        let (unchanged, hunks) = hunks("全年收到申请12件。已全部办结。", "全年收到申请15件。已全部办结。");
        assert_eq!(unchanged, 1);
        let [hunk] = hunks.as_slice() else { panic!("one hunk, not {hunks:?}") };
        let shown: Vec<(ChangeTag, &str)> =
            hunk.changes.iter().map(|change| (change.tag, change.text.as_str())).collect();
        assert_eq!(
            shown,
            [
                (ChangeTag::Equal, "全年收到申请"),
                (ChangeTag::Delete, "12"),
                (ChangeTag::Insert, "15"),
                (ChangeTag::Equal, "件。"),
            ]
        );
    }

    #[test]
    fn sentences_pair_by_likeness_not_by_order() {
        let (_, hunks) = hunks("收到申请12件。组织培训3次。", "成立领导小组。组织培训4次。收到申请15件。");
        let pairs: Vec<(bool, bool)> = hunks.iter().map(|hunk| (hunk.old.is_some(), hunk.new.is_some())).collect();
        assert_eq!(pairs, [(false, true), (true, true), (true, true)]);
    }

    #[test]
    fn a_sentence_that_went_is_listed_once() {
        let (unchanged, hunks) = hunks("甲事已办。乙事在办。丙事未办。", "甲事已办。丙事未办。");
        assert_eq!(unchanged, 2);
        assert_eq!(hunks.len(), 1);
        assert_eq!(hunks[0].changes, [Change { tag: ChangeTag::Delete, text: "乙事在办。".to_owned() }]);
    }

    #[test]
    fn white_space_is_no_change() {
        assert_eq!(hunks("收到 申请 5 件。", "收到申请5件。"), (1, Vec::new()));
    }
}
