//! What has to be said of pages whose text cannot be read, or not be trusted: scans, fonts without characters.

use super::{Drawing, Page};
use crate::document::Refusal;
use crate::model::{Notice, Phrase};

/// The share of unreadable glyphs above which a page is named, in thousandths.
const UNREADABLE: usize = 20;

/// Curves from which on a page without text shows something, such as text that was turned into shapes.
const CURVES: usize = 200;

/// The pages with the text to read, and notices; a refusal where there is none.
pub(super) fn legible_pages(drawings: Vec<Drawing>, notices: &mut Vec<Notice>) -> Result<Vec<Page>, Refusal> {
    let (mut unreadable, mut without, mut recognised, mut hidden) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut glyphs, mut lost) = (0, 0);
    let mut pages = Vec::new();
    for (number, mut drawing) in (1..).zip(drawings) {
        let shown = drawing.page.glyphs.len();
        if !drawing.hidden.is_empty() {
            if shown * 10 < drawing.hidden.len() {
                recognised.push(number);
                drawing.page.glyphs.append(&mut drawing.hidden);
            } else {
                hidden.push(number);
            }
        }
        let own = drawing.page.glyphs.len();
        glyphs += own;
        lost += drawing.unreadable.min(own);
        if own == 0 && (drawing.pictures > 0 || drawing.curves > CURVES) {
            without.push(number);
        }
        if drawing.fonts_lost || drawing.unreadable * 1_000 > own * UNREADABLE {
            unreadable.push(number);
        }
        pages.push(drawing.page);
    }
    if glyphs == 0 {
        return Err(if without.is_empty() { Refusal::without_text() } else { no_text() });
    }
    if lost * 10 > glyphs * 8 {
        return Err(no_characters());
    }
    notices.extend(page_notice(
        "unreadable-glyphs",
        &unreadable,
        "有文字无法识别（字体没有编码表），缺字处以 � 标出，请对照原件",
        "hold glyphs without characters, shown as �: compare the original",
    ));
    notices.extend(page_notice(
        "page-without-text",
        &without,
        "是图片，没有可核对的文字，请对照原件",
        "are pictures without text: look at the original",
    ));
    notices.extend(page_notice(
        "recognised-text",
        &recognised,
        "的文字是扫描识别的，可能有误，请对照原件",
        "hold text recognised from a scan, which may be wrong: compare the original",
    ));
    notices.extend(page_notice(
        "hidden-text",
        &hidden,
        "有不显示的文字，未读取",
        "hold text that is not shown, and was not read",
    ));
    Ok(pages)
}

fn page_notice(code: &'static str, pages: &[usize], zh: &str, en: &str) -> Option<Notice> {
    if pages.is_empty() {
        return None;
    }
    let list = |comma: &str| pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(comma);
    Some(Notice {
        code,
        message: Phrase::new(format!("第 {} 页{zh}", list("、")), format!("pages {} {en}", list(", "))),
        span: None,
    })
}

fn no_text() -> Refusal {
    Refusal::new(
        "no-text",
        "各页都是图片（扫描件），没有可核对的文字；请报送单位发送可编辑的文件（Word 或由其直接导出的 PDF）",
        "its pages are pictures, as of a scan, without text that could be checked: ask for an editable file, or a pdf exported from one",
    )
}

fn no_characters() -> Refusal {
    Refusal::new(
        "no-text",
        "字体没有编码表，文字无法识别，与扫描件无异；请报送单位发送可编辑的文件（Word 或由其直接导出的 PDF）",
        "its fonts do not say which characters they show, so that nothing can be read: ask for an editable file",
    )
}
