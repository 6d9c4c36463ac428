//! What a clause says of administrative review and litigation about disclosure. Silent where it can be read in several
//! ways or speaks of a part.

use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Clause, Meanings, Reading, Sentence, head, pattern};
use crate::model::Topic;
use crate::rules::figures::Figure;

const REVIEW: &str = "relief.review@total";
const DIRECT: &str = "relief.litigation_direct@total";
const AFTER_REVIEW: &str = "relief.litigation_after_review@total";

// What became of a case, or talk about the procedure: no count of cases.
pattern!(
    PART,
    "维持|纠正|纠错|撤销|败诉|胜诉|审结|结案|结果|答复|终止|驳回|率|其中|直接|复议后|经复议|尚未|去年|上年|较|比|培训|能力|(?:复议|行政|司法)机关|渠道|途径|条例|办法|纠纷|化解|风险|超期|决定|判决|裁定|文书|意见书|建议书|通知书|审理|承办|代理|出庭|听证|调解|和解|案例|公布|公示|累计|新增|新收|被申请人|被告"
);
pattern!(
    NONE,
    "(?:未|没有)(?:曾)?(?:发生|产生|收到|接到|引发|引起|导致|出现|涉及|有|被|因)[^，。]*(?:复议|诉讼)|无(?:因|被|行政复议|复议|行政诉讼|诉讼|政府信息公开|信息公开|涉及|任何|相关|有关)[^，。]*|(?:复议|诉讼)[^，。\\d]*为(?:零|0(?:[^\\d.]|$))"
);
pattern!(DISCLOSURE, "信息公开|依申请");
// A judicial office deals with cases of all kinds.
pattern!(ANY_CASES, "受理|办理|收到|接到|应诉");
pattern!(REMEDY, "复议|诉讼");

/// Whether a sentence speaks of remedies against disclosure.
pub(super) fn may_speak(sentence: &Sentence) -> bool {
    REMEDY.is_match(sentence.text)
        && (head(&sentence.passage.text).contains("依申请") || DISCLOSURE.is_match(sentence.text))
}

/// Whether a clause speaks of remedies against disclosure, rather than of all that an office of justice deals with.
pub(super) fn speaks(sentence: &Sentence, clause: &Clause) -> bool {
    let before = &sentence.text[..clause.range.end];
    let disclosure = DISCLOSURE.is_match(before) || head(&sentence.passage.text).contains("依申请");
    disclosure && (DISCLOSURE.is_match(sentence.words(clause)) || !ANY_CASES.is_match(sentence.words(clause)))
}

/// What a clause says, each with the figure that says it; without a figure that there is none.
pub(super) fn readings(words: &str, figures: &[Figure]) -> Vec<(Option<usize>, Reading)> {
    let mut named: Vec<&str> = REMEDY.find_iter(words).map(|word| word.as_str()).collect();
    named.dedup();
    if named.is_empty() || PART.is_match(words) {
        return Vec::new();
    }
    let counts: Vec<usize> = (0..figures.len()).filter(|index| figures[*index].is_count()).collect();
    let zero = counts.iter().all(|index| figures[*index].value.is_zero());
    if NONE.is_match(words) && zero {
        return named.iter().map(|remedy| (None, none(remedy))).collect();
    }
    if let ([only], true) = (&counts[..], zero) {
        return named.iter().map(|remedy| (Some(*only), none(remedy))).collect();
    }
    // 复议和诉讼共2件 has more readings than figures: silence.
    if counts.len() != named.len() {
        return Vec::new();
    }
    let remedy = |index: usize| {
        let range = &figures[index].range;
        let before = REMEDY.find_iter(&words[..range.start]).last();
        before.or_else(|| REMEDY.find(&words[range.end..])).map(|word| word.as_str())
    };
    let read = |index: usize| {
        let word = remedy(index)?;
        Some((Some(index), if figures[index].value.is_zero() { none(word) } else { some(word) }))
    };
    counts.into_iter().filter_map(read).collect()
}

/// The sums of table four that a number of cases may stand for.
fn some(word: &str) -> Reading {
    let meanings: Meanings = match word {
        "诉讼" => vec![vec![DIRECT, AFTER_REVIEW], vec![DIRECT], vec![AFTER_REVIEW]],
        _ => vec![vec![REVIEW]],
    };
    Reading { topic: topic(word), meanings, certainty: Certainty::Certain }
}

/// Of two kinds of suit, none at all means none of either.
fn none(word: &str) -> Reading {
    let mut reading = some(word);
    reading.meanings.truncate(1);
    reading
}

fn topic(word: &str) -> Topic {
    if word == "诉讼" { Topic::Litigation } else { Topic::Review }
}
