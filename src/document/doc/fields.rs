//! Fields: an instruction, which nobody reads, and its result, which is text.

use std::ops::Range;

use super::pieces::{Pieces, unit};

const BEGIN: u16 = 0x13;
const SEPARATOR: u16 = 0x14;
const END: u16 = 0x15;
const CELL: u16 = 0x07;

/// The characters that are instructions, in order and apart. A field that never ends is none.
pub(super) fn instructions(main: &[u8], pieces: &Pieces, story: &Range<usize>) -> Vec<Range<usize>> {
    // Fields that have begun, with the place where their result begins.
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for piece in pieces.within(story) {
        let characters = piece.characters.start.max(story.start)..piece.characters.end.min(story.end);
        for character in characters {
            let at = piece.offset + (character - piece.characters.start) * piece.width.bytes();
            let Some(unit) = unit(main, at, piece.width) else {
                break;
            };
            match unit {
                BEGIN => open.push((character, None)),
                SEPARATOR => {
                    if let Some((_, result)) = open.last_mut() {
                        result.get_or_insert(character);
                    }
                }
                END => {
                    if let Some((begin, result)) = open.pop() {
                        found.push(begin..result.unwrap_or(character));
                    }
                }
                // No instruction reaches over a cell: its end is lost.
                CELL => open.retain(|(_, result)| result.is_some()),
                _ => {}
            }
        }
    }
    found.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        if apart.last().is_none_or(|last| range.start >= last.end) {
            apart.push(range);
        }
    }
    apart
}
