//! What the prose says of the information-processing fee. No table holds it: what can be said is whether a statement is
//! complete.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::{Reader, Sentence, pattern};
use crate::model::{Agreement, Link, Topic};

const NOTICES: &str = "fee.notices";
const NOTIFIED: &str = "fee.notified_amount";
const COLLECTED: &str = "fee.collected";

pattern!(NONE_COLLECTED, "(?:未|没有|无)[^，。；]{0,12}信息处理费(?:用)?");
pattern!(ALL_NONE, "(?:发出)?收费通知的?(?:件数|数量)[^。；]*金额[^。；]*均为(?:零|0)");
// Notices, what they asked for, and what was paid.
pattern!(COMPLETE, "收费通知[^。；\\n]*件[^。；\\n]*金额[^。；\\n]*收取");

/// Whether the prose says all three things of the fee.
pub(super) fn is_complete(prose: &str) -> bool {
    COMPLETE.is_match(prose)
}

/// Statements that no fee was taken.
pub(super) fn read(reader: &mut Reader, sentence: &Sentence) {
    if !(sentence.text.contains("信息处理费") || sentence.text.contains("收费通知")) {
        return;
    }
    let all = vec![NOTICES, NOTIFIED, COLLECTED];
    for (pattern, said) in [(&NONE_COLLECTED, vec![COLLECTED]), (&ALL_NONE, all)] {
        let Some(found) = pattern.find(sentence.text) else { continue };
        let Some(mut claim) = reader.claim(sentence, found.range(), found.range(), Decimal::ZERO, "") else { continue };
        claim.topic = Topic::Fee;
        claim.link = Some(Link::Fee(said));
        claim.verdict = if *reader.fee_complete { Agreement::Agrees } else { Agreement::Unlinked };
        reader.claims.push(claim);
    }
}
