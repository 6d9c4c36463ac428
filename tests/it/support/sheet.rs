//! Small spreadsheets made by hand: the parts of a package, the records of an old file.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip of parts.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An Excel file of one shown and one hidden sheet; `rows` is what stands within `sheetData`, `rest` before and behind it.
pub(crate) fn xlsx(rows: &str, before: &str, behind: &str) -> Vec<u8> {
    let sheet = |rows: &str| format!("<worksheet xmlns='x'>{before}<sheetData>{rows}</sheetData>{behind}</worksheet>");
    let (shown, hidden) = (sheet(rows), sheet("<row><c t='str'><v>隐藏</v></c></row>"));
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='一' r:id='r1'/><sheet name='二' state='hidden' r:id='r2'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/a.xml'/>\
            <Relationship Id='r2' Type='x/worksheet' Target='/xl/worksheets/b.xml'/></Relationships>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>规章</t></si><si><r><t>行政</t></r><r><t>许可_x000D_</t></r><rPh><t>xukezheng</t></rPh></si></sst>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\"年\"m\"月\"d\"日\"'/></numFmts>\
            <borders><border><left/></border><border><left style='thin'/></border></borders>\
            <cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='10'/><xf numFmtId='0' borderId='1'/></cellXfs></styleSheet>",
        ),
        ("xl/worksheets/a.xml", &shown),
        ("xl/worksheets/b.xml", &hidden),
    ])
}

/// A spreadsheet in the open format whose only table holds `rows`.
pub(crate) fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body><office:spreadsheet>\
        <table:table table:name='一'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

/// One record of an old Excel file.
pub(crate) fn record(code: u16, body: &[u8]) -> Vec<u8> {
    let size = u16::try_from(body.len()).unwrap();
    [&code.to_le_bytes(), &size.to_le_bytes(), body].concat()
}

/// A text with the number of its characters before it, in wide characters.
pub(crate) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let count = u16::try_from(units.len() / 2).unwrap();
    [&count.to_le_bytes()[..], &[1], &units].concat()
}

/// Row, column and style of a cell, then what the kind of record holds.
pub(crate) fn cell(code: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes(), 0_u16.to_le_bytes()].concat();
    record(code, &[place.as_slice(), value].concat())
}

/// The container of an old Excel file around the records of its globals and of one sheet.
pub(crate) fn xls(globals: &[u8], sheet: &[u8]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[0x0600_u16.to_le_bytes(), kind.to_le_bytes()].concat());
    let end = record(0x000A, &[]);
    let entry = |at: usize| {
        let at = u32::try_from(at).unwrap().to_le_bytes();
        record(0x0085, &[&at[..], &[0, 0, 1, 1, 0, 0x4E]].concat())
    };
    let size = begin(5).len() + globals.len() + entry(0).len() + end.len();
    let stream = [begin(5), globals.to_vec(), entry(size), end.clone(), begin(16), sheet.to_vec(), end].concat();
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    container.create_stream("Workbook").unwrap().write_all(&stream).unwrap();
    container.into_inner().into_inner()
}
