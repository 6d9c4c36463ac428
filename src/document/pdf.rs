//! Reads pdf files: the glyphs and lines that their pages draw. What is a table and what prose is decided in `page`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::kurbo::Rect;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RenderContent, interpret_page,
};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf};

use crate::model::Notice;

use super::builder::Builder;
use super::page::{self, Drawing};
use super::sniff::Kind;
use super::{Document, Limits, Refusal};

mod blank_font;
mod device;
mod fields;

use device::Ink;

/// Reads a file of this kind.
///
/// # Errors
/// When the file is damaged, encrypted, without text or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::of_kind(Kind::Encrypted),
        LoadPdfError::Invalid => Refusal::damaged("pdf"),
    })?;
    if pdf.pages().is_empty() {
        return Err(without_pages());
    }
    if pdf.pages().len() > limits.pages {
        return Err(Refusal::over_limit(("页数", "pages"), limits.pages));
    }
    let mut notices = Vec::new();
    let mut builder = Builder::new(limits);
    page::lay_out(drawings(&pdf, limits)?, limits, &mut builder, &mut notices)?;
    Ok((builder.finish("pdf", ""), notices))
}

/// A file whose list of pages is empty, leads nowhere or in a circle.
fn without_pages() -> Refusal {
    Refusal::new(
        "damaged",
        "PDF 文件的页面目录已损坏（为空、缺失或循环引用），找不到任何一页；请报送单位重新导出并发送",
        "the pdf's list of pages is damaged (empty, lost, or leading in a circle) and no page can be found: ask for it again",
    )
}

/// What every page draws.
fn drawings(pdf: &Pdf, limits: &Limits) -> Result<Vec<Drawing>, Refusal> {
    let cache = InterpreterCache::new();
    let mut drawings = Vec::new();
    let mut left = limits.marks;
    for page in pdf.pages().iter() {
        let mut ink = Ink::new(page.render_dimensions(), left);
        let fonts_lost = draw(pdf, page, &cache, RenderContent::PAGE, &mut ink);
        let fields = fields::fields(page);
        if !fields.is_empty() {
            ink.only_within(fields);
            draw(pdf, page, &cache, RenderContent::ANNOTATIONS, &mut ink);
        }
        let mut drawing = ink.drawing;
        drawing.fonts_lost = fonts_lost;
        left = left
            .checked_sub(drawing.marks)
            .ok_or_else(|| Refusal::over_limit(("文字和线条个数", "glyphs and lines"), limits.marks))?;
        drawings.push(drawing);
    }
    Ok(drawings)
}

/// Draws a page; whether a font could not be made out, so that text is lacking or wrong.
fn draw<'a>(pdf: &'a Pdf, page: &Page<'a>, cache: &InterpreterCache<'a>, layer: RenderContent, ink: &mut Ink) -> bool {
    let lost = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&lost);
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| Some((blank_font::font(), 0))),
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                heard.store(true, Ordering::Relaxed);
            }
        }),
        render_content: layer,
        ..InterpreterSettings::default()
    };
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(page.initial_transform(true).to_kurbo(), bounds, cache, pdf.xref(), settings);
    interpret_page(page, &mut context, ink);
    lost.load(Ordering::Relaxed)
}
