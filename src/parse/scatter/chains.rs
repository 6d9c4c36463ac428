//! Labels on a page: pieces that stand below one another and together make a label of the form.

use crate::document::Measure;
use crate::parse::align::Labels;
use crate::parse::labels::{Fit, Label};

use super::Piece;

/// How far below one line of a label the next may stand, in thousandths of a character: the line of the row's figures
/// may lie between.
const REACH: i32 = 2_300;

/// The most that the margins at a page break take, in thousandths of a character.
const PAGE: i32 = 40_000;

/// How far a typed line may slip sideways, in thousandths of a character.
const SLIP: i32 = 1_000;

/// How many pieces are looked at for the next line of a label; a row of the form has about ten.
const LOOKED_AT: usize = 80;

/// The pieces of one label from top to bottom, by their places in the list of pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) pieces: Vec<usize>,
    /// Which label it is: a row of the table, or one of its other labels.
    pub(super) label: usize,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// Whether its place is as on the page.
    pub(super) is_drawn: bool,
}

impl Chain {
    pub(super) const fn middle(&self) -> i32 {
        i32::midpoint(self.top, self.bottom)
    }
}

/// The labels of rows, from top to bottom; `right` tells where the figures begin on the page of a piece, when that is known.
pub(super) fn row_labels(pieces: &[Piece], labels: &Labels, right: impl Fn(&Piece) -> Option<i32>) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut used = vec![false; pieces.len()];
    for start in 0..pieces.len() {
        if used[start] || right(&pieces[start]).is_some_and(|right| pieces[start].left >= right) {
            continue;
        }
        let fits = |key: &str| {
            let (row, fit) = labels.row(key)?;
            // A bare 其他 or 总计 is a column until the body of the table has begun.
            (fit == Fit::Exact || !labels.is_short_column_name(row) || !chains.is_empty()).then_some(row)
        };
        if let Some(chain) = chain(pieces, start, &used, |key| labels.may_begin_row(key), fits) {
            chain.pieces.iter().for_each(|piece| used[*piece] = true);
            chains.push(chain);
        }
    }
    chains.sort_by_key(|chain| chain.top);
    chains
}

/// The labels of a list other than rows that stand on the page, each as often as it does.
pub(super) fn heads(pieces: &[Piece], labels: &[Label], taken: &[Chain]) -> Vec<Chain> {
    let mut used = vec![false; pieces.len()];
    taken.iter().flat_map(|chain| &chain.pieces).for_each(|piece| used[*piece] = true);
    let mut chains = Vec::new();
    for start in 0..pieces.len() {
        if used[start] {
            continue;
        }
        let may_begin = |key: &str| labels.iter().any(|label| label.may_begin(key));
        let fits = |key: &str| labels.iter().position(|label| label.fit(key).is_some_and(|fit| fit > Fit::Close));
        if let Some(chain) = chain(pieces, start, &used, may_begin, fits) {
            chain.pieces.iter().for_each(|piece| used[*piece] = true);
            chains.push(chain);
        }
    }
    chains
}

/// The most heads that are looked at in pairs; the longest header has 15.
const MOST_HEADS: usize = 60;

/// In which order heads were put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    AsOnPage,
    AsInForm,
}

/// Puts the heads of one header from left to right. In a typed page that is certain of one line only: where no line says
/// otherwise, the order is the form's, block after block.
pub(super) fn settle(heads: &mut [Chain], pieces: &[Piece]) -> Settled {
    heads.sort_by_key(|head| head.left);
    if heads.iter().any(|head| head.is_drawn) || heads.len() > MOST_HEADS {
        return Settled::AsOnPage;
    }
    let block = |place: usize| heads[..place].iter().filter(|before| before.label == heads[place].label).count();
    let ranks: Vec<(usize, usize)> = (0..heads.len()).map(|place| (block(place), heads[place].label)).collect();
    let shares_line = |one: &Chain, other: &Chain| {
        one.pieces.iter().any(|one| other.pieces.iter().any(|other| pieces[*one].top == pieces[*other].top))
    };
    let contradicts =
        |left: usize, right: usize| ranks[left] > ranks[right] && shares_line(&heads[left], &heads[right]);
    if (0..heads.len()).any(|right| (0..right).any(|left| contradicts(left, right))) {
        return Settled::AsOnPage;
    }
    let mut ranked: Vec<((usize, usize), Chain)> = ranks.into_iter().zip(heads.iter().cloned()).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    for (head, (_, ranked)) in heads.iter_mut().zip(ranked) {
        *head = ranked;
    }
    Settled::AsInForm
}

/// The longest label that begins with a piece and goes on in those below it.
fn chain(
    pieces: &[Piece],
    start: usize,
    used: &[bool],
    may_begin: impl Fn(&str) -> bool,
    fits: impl Fn(&str) -> Option<usize>,
) -> Option<Chain> {
    let first = &pieces[start];
    if first.is_value || first.token.key.is_empty() {
        return None;
    }
    let mut key = first.token.key.clone();
    let mut chain = Chain {
        pieces: vec![start],
        label: 0,
        left: first.left,
        right: first.right,
        top: first.top,
        bottom: first.bottom,
        is_drawn: first.measure == Measure::Drawn,
    };
    let slip = if chain.is_drawn { 0 } else { SLIP };
    let mut page = first.measure;
    let mut best = None;
    loop {
        let fit = fits(&key);
        if let Some(label) = fit {
            best = Some(Chain { label, ..chain.clone() });
        }
        let is_below = |next: &usize| {
            let piece = &pieces[*next];
            let is_lower = piece.top >= chain.bottom - (chain.bottom - chain.top) / 4 || piece.middle() > chain.bottom;
            let is_under =
                piece.left < chain.right.saturating_add(slip) && chain.left < piece.right.saturating_add(slip);
            !used[*next] && !piece.is_value && is_lower && (is_under || piece.measure != page)
        };
        let goes_on = |next: &usize| may_begin(&format!("{key}{}", pieces[*next].token.key));
        let gap = |next: &usize| pieces[*next].top - chain.bottom;
        let last = *chain.pieces.last()?;
        let below = || (last + 1..pieces.len().min(last + LOOKED_AT)).filter(is_below);
        let near = below().filter(|next| gap(next) <= REACH && goes_on(next)).min_by_key(|next| pieces[*next].top);
        // A page break within a label: what comes first below it on the next page is its rest.
        let over_page = || below().next().filter(|next| fit.is_none() && gap(next) <= PAGE && goes_on(next));
        let Some(next) = near.or_else(over_page) else {
            return best;
        };
        let piece = &pieces[next];
        key.push_str(&piece.token.key);
        chain.pieces.push(next);
        if piece.measure == page {
            chain.left = chain.left.min(piece.left);
            chain.right = chain.right.max(piece.right);
        } else {
            (page, chain.left, chain.right) = (piece.measure, piece.left, piece.right);
        }
        chain.bottom = piece.bottom;
    }
}
