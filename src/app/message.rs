//! What the desk answers in its one line. The view has the words for it.

use crate::model::{JudgementKind, Phrase, Verdict};
use crate::recheck::Tally;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// This report is on its way.
    Opening(String),
    CannotOpen(Phrase),
    /// The store has it.
    Recorded(Verdict),
    /// Another desk was faster: who said what, and why.
    LostRace {
        reviewer: String,
        verdict: Verdict,
        reason: String,
    },
    NotRecorded(Phrase),
    /// The store has what was said of a finding.
    Judged(JudgementKind),
    /// Another desk judged this finding before: who said what; `None` where it was taken back.
    LostJudgement(Option<(String, JudgementKind)>),
    /// Another desk judged a finding of the report on the screen: who said what; `None` where it was taken back.
    JudgedElsewhere(Option<(String, JudgementKind)>),
    /// What became of the judgements on the report that was opened.
    Rechecked(Tally),
    NothingToJudge,
    /// What was explained is not returned.
    WaivedNotMarked,
    /// Another desk decided the report on the screen.
    DecidedElsewhere {
        reviewer: String,
        verdict: Verdict,
    },
    /// A later version of the report on the screen has arrived.
    NewVersion,
    /// The report on the screen was checked anew and its counts are others now.
    CheckedAnew,
    Copied,
    NothingToCopy,
    NoneOpen,
    /// A key that decides came before the report was on the screen.
    NotYetShown,
    StillSaving,
    CannotDecideUnreadable,
    CannotDecideSuperseded,
    AlreadyDecided(Verdict),
    NothingToUndo,
    NothingToProve,
    /// The cursor stands on no rule, or on one that is not among the rules any longer.
    NothingToExplain,
}
