//! RTF files: what is read of them, what is left out and said, what is refused.

use gouji::document::{Document, Limits, Refusal, read};
use gouji::model::Notice;

use crate::doc::shown;
use crate::support::mutation::mutations;
use crate::support::shared::sample_shares;

fn try_read(bytes: &[u8]) -> Result<(Document, Vec<Notice>), Refusal> {
    read("", bytes, &Limits::default())
}

fn lines(rtf: &str) -> Vec<String> {
    shown(&try_read(rtf.as_bytes()).unwrap().0)
}

fn codes(rtf: &str) -> Vec<&'static str> {
    try_read(rtf.as_bytes()).unwrap().1.iter().map(|notice| notice.code).collect()
}

/// As Word on a Chinese system writes: code page 936, a font for each script, characters of two bytes.
const WORD: &str = r"{\rtf1\ansi\ansicpg936\deff0\deflang1033
{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f13\fnil\fcharset134{\*\fname \'cb\'ce\'cc\'e5;}\'cb\'ce\'cc\'e5;}{\f14\fnil\fcharset136 PMingLiU;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql \fs24 \snext0 Normal;}{\s1 heading 1;}}
{\*\generator Msftedit;}{\info{\title \'b1\'ea\'cc\'e2}{\creatim\yr2022\mo1}}
{\header \pard page title that is left out\par}{\footer 1\par}
\pard\plain\f13 \'c7\'e0\'d4\'c6\'cf\'d8{\f0 2021}\'c4\'ea\par
\pard {\f14 \'a4\'a4}{\f0 \'b7}{\f13 \'a1\'b7}\par
";

fn word(body: &str) -> String {
    format!("{WORD}{body}}}")
}

#[test]
fn characters_are_decoded_by_font_and_code_page() {
    assert_eq!(lines(&word("")), ["青云县2021年", "中·》"]);
    // A second byte that is a letter, written as it stands.
    assert_eq!(lines(r"{\rtf1\ansi\ansicpg936 \'81@\'d2\'bb}"), ["丂一"]);
    // No code page at all, as programs on Chinese systems write.
    assert_eq!(lines(r"{\rtf1\ansi \'d2\'bb\'b6\'fe}"), ["一二"]);
    assert_eq!(lines(r"{\rtf1\ansi\ansicpg1252 caf\'e9 \'93x\'94}"), ["café “x”"]);
    let raw = [b"{\\rtf1\\ansi\\ansicpg936 ".as_slice(), &[0xD2, 0xBB, 0xB6, 0xFE], b"}"].concat();
    assert_eq!(shown(&try_read(&raw).unwrap().0), ["一二"]);
}

#[test]
fn characters_by_number_replace_their_stand_ins() {
    assert_eq!(lines(r"{\rtf1\ansi\uc1 \u19968?\u-28722\'3f\u20108 X}"), ["一\u{8FCE}二"]);
    assert_eq!(lines(r"{\rtf1\ansi\uc2\u19968\'d2\'bb{\uc0\u20108 3}\u19977\'c8\'fd}"), ["一二3三"]);
    assert_eq!(lines(r"{\rtf1\ansi\u-10179?\u-8704?\u8220\ldblquote x\u19968\par y}"), ["😀“x一", "y"]);
}

#[test]
fn formulas_and_drawings_without_results_are_read_or_said() {
    let field = |instruction: &str, result: &str| {
        format!(r"{{\field{{\*\fldinst {{ {instruction}}}}}{{\fldrslt {{{result}}}}}}}")
    };
    let ruby = r"EQ \\* jc3 \\o\\al(\\s\\up 10(7),39)";
    let text = format!(
        r"{{\rtf1\ansi a{}b\par {}\par c{}\par d{}\par}}",
        field(ruby, ""),
        field(ruby, "40"),
        field(r"EQ \\f(1,2)", ""),
        field("SHAPE", "")
    );
    assert_eq!(lines(&text), ["a39b", "40", "c\u{FFFD}", "d"]);
    assert_eq!(codes(&text), ["drawing-unread", "characters-lost"]);
    assert_eq!(codes(r"{\rtf1\ansi a{\shp{\*\shpinst{\shptxt b\par}}}\par}"), ["text-box"]);
}

#[test]
fn paragraphs_lines_and_signs() {
    let text = r"{\rtf1\ansi a\line b\par c\tab d\~e\_f\-g\emdash\{\\\}\
h}";
    assert_eq!(lines(text), ["a", "b", "c d\u{A0}e-fg—{\\}", "h"]);
}

const ROW: &str = r"\trowd\trleft-108\cellx1000\cellx2000\cellx3010\pard\intbl a\cell b\par c\cell\cell\row";

#[test]
fn tables_are_placed_by_their_edges() {
    let merged = r"\trowd\trleft-100\clvmgf\cellx1000\cellx3000 \pard\intbl 信\cell d\cell\row
\trowd\trleft-100\clvmrg\cellx1000\clmgf\cellx2005\clmrg\cellx3000 \pard\intbl\cell e\cell\cell\row\pard after\par";
    let text = format!(r"{{\rtf1\ansi {ROW}{merged}\trowd\cellx500 x\cell\row}}").replace('信', "1");
    let expected = ["Placed", "a@0 b c@1 @2", "1@0+1x2 d@1+2x1", "e@1+2x1", "after", "Placed", "x@0"];
    assert_eq!(lines(&text), expected);
}

#[test]
fn no_cell_is_lost_where_rows_are_damaged() {
    // More cells than edges; a row without a definition; paragraphs that do not say that they are in the table.
    let text = r"{\rtf1\ansi\trowd\cellx500 a\cell b\cell\row c\cell d\cell\row\pard\par e\cell f\par g\cell\row h}";
    assert_eq!(lines(text), ["Counted", "a@0 b@1", "c@0 d@1", "Counted", "e@0 f g@1", "h"]);
}

#[test]
fn a_table_in_a_cell_follows_its_table() {
    let text = r"{\rtf1\ansi\trowd\cellx1000\cellx3000\pard\intbl 1\cell before\par
\pard\intbl\itap2 in\nestcell ner\nestcell{\*\nesttableprops\trowd\cellx400\cellx900\nestrow}{\nonesttables\par not read}
\pard\intbl after\cell\trowd\cellx1000\cellx3000\row\pard\par}";
    assert_eq!(lines(text), ["Placed", "1@0 before after@1", "Placed", "in@0 ner@1"]);
}

#[test]
fn what_is_no_text_is_passed_over() {
    let text = r"{\rtf1\ansi a{\field{\*\fldinst  =5+6 {\b x}}{\fldrslt 11}}{\pict\wmetafile8 00ff}{\*\unknown no}{\pict\bin5 {}{}}}
{\object\objemb{\*\objdata 0105}{\result b}}{\*\bkmkstart _T}{\xe index}{\*\shppict{\pict 00}}{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}{\shprslt box}} c{\footnote note} d\par}";
    assert_eq!(lines(text), ["a11b c d", "box", "note"]);
}

#[test]
fn automatic_numbers_are_part_of_the_text() {
    let text = r"{\rtf1\ansi\ansicpg936{\listtext\pard\plain \'d2\'bb\'a1\'a2\tab}{\*\pn\pnlvlbody{\pntxta .}}\'d7\'dc\'cc\'e5\par
{\listtext 1.\tab}2021\par{\pntext 2)}x\par}";
    assert_eq!(lines(text), ["一、总体", "1. 2021", "2)x"]);
}

#[test]
fn deleted_and_hidden_text_is_left_out_and_said() {
    let text = r"{\rtf1\ansi a{\deleted 10}{\revised 12}{\v 99}b{\deleted\par}c\par}";
    assert_eq!(lines(text), ["a12bc"]);
    assert_eq!(codes(text), ["tracked-changes", "hidden-text"]);
    assert_eq!(codes(&word("x")), [""; 0]);
}

#[test]
fn damage_is_said_and_bombs_are_refused() {
    assert_eq!(codes(r"{\rtf1\ansi a{\b b"), ["cut-off"]);
    assert_eq!(codes(r"{\rtf1\ansi a{\pict\bin999999999 b}}"), ["cut-off"]);
    assert_eq!(codes(r"{\rtf1\ansi{\fonttbl{\f1\fcharset134 x;}}\f1 a\'d2}"), ["characters-lost"]);
    let deep = format!(r"{{\rtf1 a{}", "{".repeat(1 << 20));
    assert_eq!(try_read(deep.as_bytes()).unwrap_err().code, "over-limit");
    let nested = r"{\rtf1 \itap2000000000 a\nestcell}";
    assert_eq!(try_read(nested.as_bytes()).unwrap_err().code, "over-limit");
    let cells = format!(r"{{\rtf1 {}", r"\cell".repeat(1 << 19));
    assert_eq!(try_read(cells.as_bytes()).unwrap_err().code, "over-limit");
}

#[test]
fn changed_bytes_and_cuts_never_break_the_reader() {
    let nested =
        r"\pard\intbl\itap2 in\nestcell{\*\nesttableprops\trowd\cellx400\nestrow}\pard\intbl x\cell\row\pard\par";
    let sample = word(&format!(r"{ROW}{nested}{{\listtext 1.\tab}}{{\v h}}{{\deleted d}}\u19968?{{\pict\bin4 abcd}}"));
    let mut read = 0;
    for bytes in mutations(sample.as_bytes(), 4000) {
        read += usize::from(try_read(&bytes).is_ok());
    }
    assert!(read > 1000, "only {read} of the damaged files could be read at all");
}

#[test]
fn samples_made_of_real_reports_are_read_right() {
    for (name, right, cells) in sample_shares(&["rtf"]) {
        println!("{name}: {right} of {cells} cells right");
        assert_eq!(right, cells, "{name}");
    }
}
