//! What the readers of Word and RTF files left out or could not read, as notices.

use crate::model::{Notice, Phrase};

/// What was met in a file that a reviewer should know of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a notice of its own")]
pub(super) struct Omitted {
    pub(super) tracked: bool,
    pub(super) hidden: bool,
    pub(super) cut_off: bool,
    pub(super) numbers: bool,
    /// Drawings without a text that could be read.
    pub(super) drawings: bool,
    /// Text boxes, whose place in the text is not known.
    pub(super) boxes: bool,
    /// How many characters could not be decoded.
    pub(super) characters: usize,
}

impl Omitted {
    pub(super) fn notices(self) -> Vec<Notice> {
        let characters = (
            format!("有 {} 处字符无法识别，请对照原件", self.characters),
            format!("{} characters could not be decoded: compare the original", self.characters),
        );
        let said = [
            (
                self.tracked,
                "tracked-changes",
                "文件带有修订标记：删除的内容未读取，插入的内容已读取",
                "the file has tracked changes: what is deleted was left out, what is inserted was read",
            ),
            (self.hidden, "hidden-text", "文件含有隐藏文字，未读取", "the file has hidden text, which was left out"),
            (
                self.cut_off,
                "cut-off",
                "文件不完整，只读取了现存的部分",
                "the file is incomplete: only what is there was read",
            ),
            (
                self.numbers,
                "numbers-lost",
                "部分段落的自动编号无法读取，请对照原件",
                "the automatic numbers of some paragraphs cannot be read: compare the original",
            ),
            (
                self.drawings,
                "drawing-unread",
                "文件中有图形或文本框，内容没有随文件保存成文字，未读取；请对照原件",
                "the file has drawings or text boxes whose content is no text in it; they were not read: compare the original",
            ),
            (
                self.boxes,
                "text-box",
                "文件中有文本框，其中的文字和表格列在文末，未归入原来的位置（如单元格）；请对照原件",
                "the file has text boxes: what stands in them follows the text and not its own place, as a cell: compare the original",
            ),
            (self.characters > 0, "characters-lost", characters.0.as_str(), characters.1.as_str()),
        ];
        let met = said.into_iter().filter(|(met, ..)| *met);
        met.map(|(_, code, zh, en)| Notice { code, message: Phrase::new(zh, en), span: None }).collect()
    }
}
