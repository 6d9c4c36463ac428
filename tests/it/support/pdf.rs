//! Pages with texts and ruling lines, written as a pdf file whose font is named and not held, as offices' printers do.

use std::fmt::Write;

/// One page; everything is measured in points from its top left corner.
#[derive(Debug, Clone)]
pub(crate) struct PdfPage<'a> {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Texts as their left end, baseline, height and characters.
    pub(crate) texts: Vec<(f64, f64, f64, &'a str)>,
    /// Lines as the two ends.
    pub(crate) lines: Vec<(f64, f64, f64, f64)>,
    /// How far a viewer turns the page clockwise, in degrees.
    pub(crate) turned: u16,
}

impl<'a> PdfPage<'a> {
    /// An empty page of A4 upright.
    pub(crate) fn new() -> Self {
        Self { width: 595.0, height: 842.0, texts: Vec::new(), lines: Vec::new(), turned: 0 }
    }

    /// Texts in one line, each with its left end.
    pub(crate) fn row(mut self, baseline: f64, texts: &[(f64, &'a str)]) -> Self {
        self.texts.extend(texts.iter().map(|(left, text)| (*left, baseline, 10.0, *text)));
        self
    }

    /// A cell with its four sides and the lines of its text in the middle, as wide as a Chinese letter is high.
    pub(crate) fn cell(mut self, (left, top, right, bottom): (f64, f64, f64, f64), text: &'a str) -> Self {
        self.lines.extend([
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ]);
        let lines: Vec<&str> = text.split('\n').collect();
        let mut baseline = f64::midpoint(top, bottom) + 10.0 - lines.iter().map(|_| 6.0).sum::<f64>();
        for line in lines {
            self.texts.push((f64::midpoint(left, right) - wide(line) / 2.0, baseline, 10.0, line));
            baseline += 12.0;
        }
        self
    }

    /// A table of plain cells: the places of its lines, and its rows of texts.
    pub(crate) fn table(mut self, columns: &[f64], top: f64, rows: &[&[&'a str]]) -> Self {
        let mut top = top;
        for row in rows {
            for (sides, text) in columns.windows(2).zip(row.iter()) {
                self = self.cell((sides[0], top, sides[1], top + 24.0), text);
            }
            top += 24.0;
        }
        self
    }
}

/// How wide a text of 10 points is.
fn wide(text: &str) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 5.0 } else { 10.0 }).sum()
}

/// The bytes of a file with these pages.
pub(crate) fn pdf(pages: &[PdfPage]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 6 + 2 * page)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>\
         /FontDescriptor 5 0 R/DW 1000/W[1 95 500]>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 859\
         /Descent -141/CapHeight 700/StemV 80>>"
            .to_owned(),
    ];
    for (number, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Rotate {}/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            page.width,
            page.height,
            page.turned,
            7 + 2 * number
        ));
        let content = content(page);
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

/// The drawing of a page, turned against the way in which a viewer will turn it.
fn content(page: &PdfPage) -> String {
    let mut content = String::new();
    if page.turned == 90 {
        let _ = writeln!(content, "0 1 -1 0 {} 0 cm", page.width);
    }
    let height = if page.turned == 90 { page.width } else { page.height };
    for (x0, y0, x1, y1) in &page.lines {
        let _ = writeln!(content, "0.5 w {x0} {} m {x1} {} l S", height - y0, height - y1);
    }
    for (left, baseline, size, text) in &page.texts {
        let codes = text.encode_utf16().fold(String::new(), |mut codes, unit| {
            let _ = write!(codes, "{unit:04x}");
            codes
        });
        let _ = writeln!(content, "BT /F1 {size} Tf {left} {} Td <{codes}> Tj ET", height - baseline);
    }
    content
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}
