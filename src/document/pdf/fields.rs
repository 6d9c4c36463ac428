//! Where on a page forms were filled in: their text belongs to the page. Stamps, signatures and comments do not.

use hayro_interpret::kurbo::Rect as Bounds;
use hayro_interpret::util::{RectExt, TransformExt};
use hayro_syntax::object::{Array, Dict, Name, Rect};
use hayro_syntax::page::Page;

/// The most fields of a page that are looked at.
const MOST: usize = 2_000;

/// The places of the filled fields and of text typed over the page.
pub(super) fn fields(page: &Page) -> Vec<Bounds> {
    let Some(notes) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    let transform = page.initial_transform(true).to_kurbo();
    let fields = notes.iter::<Dict<'_>>().take(MOST).filter(is_field);
    fields
        .filter_map(|field| field.get::<Rect>(b"Rect"))
        .map(|place| transform.transform_rect_bbox(place.to_kurbo()))
        .collect()
}

fn is_field(note: &Dict) -> bool {
    let is = |dict: &Dict, key: &[u8], wanted: &[u8]| dict.get::<Name<'_>>(key).is_some_and(|name| &*name == wanted);
    if is(note, b"Subtype", b"FreeText") {
        return true;
    }
    let signs =
        is(note, b"FT", b"Sig") || note.get::<Dict<'_>>(b"Parent").is_some_and(|above| is(&above, b"FT", b"Sig"));
    is(note, b"Subtype", b"Widget") && !signs
}
