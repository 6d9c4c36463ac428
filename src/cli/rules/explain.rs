//! `gouji rules ID`: prints the explanation of one rule.

use std::io::{self, Write};

use super::COLUMNS;
use crate::app::explain::{Explanation, Instances};
use crate::config::Words;
use crate::examine::Knowledge;
use crate::rules::Rule;

/// Prints a rule: what it asks, of whom, by which clause, and what it says where it does not hold.
pub(super) fn print(
    out: &mut impl Write,
    rule: &Rule,
    knowledge: &Knowledge,
    words: &Words,
    instances: Instances,
) -> io::Result<()> {
    let explanation = Explanation::of(rule, knowledge, words, instances);
    writeln!(out, "{}\n", explanation.title)?;
    for row in explanation.rows(COLUMNS) {
        writeln!(out, "{row}")?;
    }
    Ok(())
}
