//! What holds within a group, and where its text goes.

/// The state that a group inherits and its end restores.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "the file sets each by a word of its own")]
pub(super) struct Group {
    pub(super) destination: Destination,
    pub(super) story: Story,
    pub(super) font: Option<i32>,
    /// How many bytes stand after a character by number, for programs that know no such characters.
    pub(super) fallback: usize,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) inserted: bool,
    /// Raised, lowered or struck out.
    pub(super) apart: bool,
    pub(super) in_table: bool,
    pub(super) depth: Option<usize>,
    /// Within a field.
    pub(super) in_field: bool,
}

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Text,
    /// The automatic number of the paragraph.
    Number,
    FontTable,
    /// The instruction of a field, which is drawn where the field has no result.
    Instruction,
    /// The definition of a row in a table that stands in a cell.
    NestedRow,
    Skipped,
}

/// Which part of the text a group belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Main,
    /// Notes and text boxes, which stand in the middle of a paragraph.
    Aside,
}

impl Group {
    pub(super) const FIRST: Self = Self {
        destination: Destination::Text,
        story: Story::Main,
        font: None,
        fallback: 1,
        hidden: false,
        deleted: false,
        inserted: false,
        apart: false,
        in_table: false,
        depth: None,
        in_field: false,
    };

    /// In how many tables its paragraphs stand.
    pub(super) fn level(&self) -> usize {
        self.depth.unwrap_or(usize::from(self.in_table))
    }

    /// Back to the plain format of characters.
    pub(super) fn plain(&mut self) {
        (self.hidden, self.deleted, self.inserted, self.apart) = (false, false, false, false);
    }

    /// Back to the plain format of paragraphs.
    pub(super) fn plain_paragraph(&mut self) {
        (self.in_table, self.depth) = (false, None);
    }
}

/// What a control word makes of the group that it opens; nothing for words that name no destination.
pub(super) fn destination(word: &str) -> Option<Destination> {
    let destination = match word {
        "fldinst" => Destination::Instruction,
        "fonttbl" => Destination::FontTable,
        "nesttableprops" => Destination::NestedRow,
        "listtext" | "pntext" => Destination::Number,
        "colortbl" | "stylesheet" | "info" | "pict" | "nonshppict" | "shprslt" | "sp" | "datafield" | "header"
        | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "ftnsep" | "ftnsepc"
        | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "upr" | "xe" | "rxe" | "tc" | "tcn" | "txe"
        | "nonesttables" | "listtable" | "listoverridetable" | "filetbl" | "revtbl" | "annotation" | "atnid"
        | "atnauthor" | "objdata" | "objclass" | "objname" | "bkmkstart" | "bkmkend" | "template" | "pn" | "pntxta"
        | "pntxtb" | "pnseclvl" | "mmath" | "themedata" | "colorschememapping" | "latentstyles" | "datastore"
        | "background" | "userprops" | "xmlnstbl" | "pgdsctbl" | "private" => Destination::Skipped,
        _ => return None,
    };
    Some(destination)
}

/// Groups of notes and boxes: their text stands apart from the paragraph that they are in.
pub(super) fn is_aside(word: &str) -> bool {
    matches!(word, "footnote" | "shptxt" | "dptxbxtext")
}

/// Groups marked as unknown to old programs whose text is read all the same.
pub(super) fn is_known_extension(word: &str) -> bool {
    is_aside(word)
        || matches!(word, "nesttableprops" | "shpinst" | "shpgrp" | "do" | "cs" | "fldinst" | "fldrslt" | "listtext")
}
