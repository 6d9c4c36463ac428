//! Excel files since 2007: the parts of the package that hold sheets, texts and formats.

use std::collections::HashMap;

use super::super::package::Package;
use super::super::xml::{Element, parse};
use super::super::{Limits, Refusal};
use super::number::{Epoch, Format, builtin, printed, spelled};
use super::{Merge, Sheet, Workbook};

/// The last row and column of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;
const LAST_COLUMN: u32 = 16_383;

/// What the sheets of a file share.
struct Shared {
    texts: Vec<String>,
    /// By number of the style that a cell names.
    styles: Vec<Style>,
    epoch: Epoch,
}

#[derive(Debug, Clone, Copy, Default)]
struct Style {
    format: Format,
    frame: Frame,
}

/// Whether a cell is drawn with a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Frame {
    #[default]
    None,
    Drawn,
}

/// Reads all sheets that are shown.
pub(super) fn workbook(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let mut package = Package::open(bytes, "xlsx", limits)?;
    let main = target(&mut package, "", "officeDocument", limits)?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let is_binary = main.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("bin"));
    if is_binary || (package.part(&main)?.is_none() && package.part("xl/workbook.bin")?.is_some()) {
        return Err(Refusal::new(
            "xlsb",
            "Excel 二进制文件（xlsb），不读取；请另存为 xlsx 后重新发送",
            "a binary Excel file (xlsb), and not read: save it as xlsx and send it again",
        ));
    }
    let root = part(&mut package, &main, limits)?.ok_or_else(|| Refusal::damaged("xlsx"))?;
    let relations: HashMap<String, String> =
        relations(&mut package, &main, limits)?.into_iter().map(|own| (own.id, own.target)).collect();
    let shared = Shared {
        texts: texts(&mut package, &main, limits)?,
        styles: styles(&mut package, &main, limits)?,
        epoch: match root.child("workbookPr").and_then(|own| own.attribute("date1904")) {
            Some("1" | "true" | "on") => Epoch::Year1904,
            Some(_) | None => Epoch::Year1900,
        },
    };
    let mut workbook = Workbook::default();
    for entry in root.child("sheets").into_iter().flat_map(Element::elements) {
        if entry.attribute("state").is_some_and(|state| state != "visible") {
            workbook.hides_sheets = true;
            continue;
        }
        let Some(target) = entry.attribute("id").and_then(|id| relations.get(id)) else {
            continue;
        };
        let Some(root) = part(&mut package, target, limits)? else {
            return Err(Refusal::damaged("xlsx"));
        };
        if &*root.name != "worksheet" {
            continue;
        }
        let mut sheet = Sheet { name: entry.attribute("name").unwrap_or_default().to_owned(), ..Sheet::default() };
        read_sheet(&root, &shared, &mut sheet, &mut workbook.uncomputed, limits)?;
        workbook.add(sheet, limits)?;
    }
    Ok(workbook)
}

fn part(package: &mut Package, name: &str, limits: &Limits) -> Result<Option<Element>, Refusal> {
    package.part(name)?.map(|bytes| parse(&bytes, "xlsx", limits)).transpose()
}

/// A part that another one names.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(package: &mut Package, of: &str, limits: &Limits) -> Result<Vec<Relation>, Refusal> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let own = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(root) = part(package, &own, limits)? else {
        return Ok(Vec::new());
    };
    let relation = |element: &Element| {
        let target = element.attribute("Target")?;
        Some(Relation {
            id: element.attribute("Id")?.to_owned(),
            kind: element.attribute("Type")?.rsplit('/').next()?.to_owned(),
            target: resolved(folder, target),
        })
    };
    Ok(root.elements().filter_map(relation).collect())
}

/// A target counts from the folder of the part that names it, unless it begins with a slash.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn target(package: &mut Package, of: &str, kind: &str, limits: &Limits) -> Result<Option<String>, Refusal> {
    let found = relations(package, of, limits)?.into_iter().find(|relation| relation.kind == kind);
    Ok(found.map(|relation| relation.target))
}

fn texts(package: &mut Package, main: &str, limits: &Limits) -> Result<Vec<String>, Refusal> {
    let name = target(package, main, "sharedStrings", limits)?.unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
    let root = part(package, &name, limits)?;
    Ok(root.iter().flat_map(Element::elements).map(rich_text).collect())
}

/// A text with or without runs; how it is pronounced is no part of it.
fn rich_text(element: &Element) -> String {
    let mut text = String::new();
    for own in element.elements() {
        match &*own.name {
            "t" => push_unescaped(&mut text, &own.text()),
            "r" => {
                for run in own.elements().filter(|run| &*run.name == "t") {
                    push_unescaped(&mut text, &run.text());
                }
            }
            _ => {}
        }
    }
    text
}

/// Excel writes characters that XML cannot hold as `_x000D_`.
fn push_unescaped(text: &mut String, raw: &str) {
    let mut rest = raw;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        text.push_str(&rest[..at]);
        if let Some(character) = character {
            text.push(character);
            rest = &rest[at + 7..];
        } else {
            text.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    text.push_str(rest);
}

fn styles(package: &mut Package, main: &str, limits: &Limits) -> Result<Vec<Style>, Refusal> {
    let name = target(package, main, "styles", limits)?.unwrap_or_else(|| "xl/styles.xml".to_owned());
    let Some(root) = part(package, &name, limits)? else {
        return Ok(Vec::new());
    };
    let number = |element: &Element, name: &str| element.attribute(name).and_then(|value| value.parse::<u32>().ok());
    let all = |name: &str| root.child(name).into_iter().flat_map(Element::elements);
    let formats: HashMap<u32, Format> = all("numFmts")
        .filter_map(|own| Some((number(own, "numFmtId")?, spelled(own.attribute("formatCode")?))))
        .collect();
    let is_drawn =
        |border: &Element| border.elements().any(|side| side.attribute("style").is_some_and(|style| style != "none"));
    let frames: Vec<Frame> =
        all("borders").map(|border| if is_drawn(border) { Frame::Drawn } else { Frame::None }).collect();
    let style = |own: &Element| {
        let format = number(own, "numFmtId").unwrap_or(0);
        let spelled = formats.get(&format).copied();
        let border = number(own, "borderId").and_then(|border| frames.get(border as usize).copied());
        Style { format: spelled.unwrap_or_else(|| builtin(format)), frame: border.unwrap_or_default() }
    };
    Ok(all("cellXfs").take(65_536).map(style).collect())
}

fn read_sheet(
    root: &Element,
    shared: &Shared,
    sheet: &mut Sheet,
    uncomputed: &mut usize,
    limits: &Limits,
) -> Result<(), Refusal> {
    let is_on = |element: &Element, name: &str| matches!(element.attribute(name), Some("1" | "true" | "on"));
    for column in root.child("cols").into_iter().flat_map(Element::elements).filter(|own| is_on(own, "hidden")) {
        let edge = |name: &str| column.attribute(name).and_then(|value| value.parse::<u32>().ok());
        if let (Some(first), Some(last)) = (edge("min"), edge("max")) {
            sheet.hidden_columns.push((first.saturating_sub(1), last.saturating_sub(1)));
        }
    }
    let mut next_row = 0;
    for row in root.child("sheetData").into_iter().flat_map(Element::elements) {
        let number = row.attribute("r").and_then(|number| number.parse::<u32>().ok()).filter(|number| *number > 0);
        let number = number.map_or(next_row, |number| number - 1).min(LAST_ROW);
        next_row = number + 1;
        if is_on(row, "hidden") {
            match sheet.hidden_rows.last_mut() {
                Some((_, last)) if *last + 1 == number => *last = number,
                _ => sheet.hidden_rows.push((number, number)),
            }
        }
        let mut next_column = 0;
        for cell in row.elements().filter(|cell| &*cell.name == "c") {
            let (row, column) = cell.attribute("r").and_then(place).unwrap_or((number, next_column));
            next_column = column.saturating_add(1).min(LAST_COLUMN);
            let style = cell.attribute("s").and_then(|style| style.parse::<usize>().ok());
            let style = style.and_then(|style| shared.styles.get(style)).copied().unwrap_or_default();
            let text = text(cell, style, shared);
            if text.trim().is_empty() {
                *uncomputed += usize::from(cell.child("f").is_some() && cell.child("v").is_none());
                if style.frame == Frame::Drawn {
                    sheet.frame(row, column, column);
                }
            }
            sheet.fill(row, column, text, limits)?;
        }
    }
    let merges = root.child("mergeCells").into_iter().flat_map(Element::elements);
    sheet.merges = merges.filter_map(|own| merge(own.attribute("ref")?)).take(limits.pieces).collect();
    Ok(())
}

fn text(cell: &Element, style: Style, shared: &Shared) -> String {
    if let Some(own) = cell.child("is") {
        return rich_text(own);
    }
    let Some(value) = cell.child("v").map(Element::text) else {
        return String::new();
    };
    match cell.attribute("t") {
        Some("s") => {
            value.trim().parse::<usize>().ok().and_then(|place| shared.texts.get(place)).cloned().unwrap_or_default()
        }
        Some("str") => {
            let mut text = String::new();
            push_unescaped(&mut text, &value);
            text
        }
        Some("b") => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        Some("e" | "d" | "inlineStr") => value,
        Some(_) | None => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => printed(number, style.format, shared.epoch),
            Ok(_) | Err(_) => value,
        },
    }
}

/// `C12` as row and column, counted from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.trim();
    let digits = name.find(|character: char| character.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row = digits.parse::<u32>().ok().filter(|row| *row > 0)?;
    Some(((row - 1).min(LAST_ROW), (column - 1).min(LAST_COLUMN)))
}

/// `A1:C2`.
fn merge(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    let ((row, column), (bottom, right)) = (place(from)?, place(to)?);
    Some(Merge { row, column, rows: bottom.checked_sub(row)? + 1, columns: right.checked_sub(column)? + 1 })
}
