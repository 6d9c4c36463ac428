//! Page numbers and running heads, which are no part of the text.

use std::collections::HashMap;

use super::characters::is_digit;
use super::lines::Line;

/// How much of a page's height at its top and bottom belongs to running heads.
const MARGIN: f64 = 0.1;

/// Takes page numbers and running heads from the lines of each page; `heights` are those of the pages.
pub(super) fn without_margins(pages: &mut [Vec<Line>], heights: &[f64]) {
    let repeated = repeated(pages, heights);
    let offset = numbering(pages, heights);
    let many = pages.len() > 1;
    for (number, (lines, height)) in pages.iter_mut().zip(heights).enumerate() {
        let count = lines.len();
        let mut place = 0;
        lines.retain(|line| {
            let outer = place < 2 || place + 2 >= count;
            place += 1;
            if !outer || !in_margin(line, *height) {
                return true;
            }
            let text = line.text();
            let counted = lone_number(&text).is_some_and(|own| offset == own.checked_sub(number) && many);
            !(is_page_number(&text) || counted || repeated.contains_key(&(masked(&text), band(line))))
        });
    }
}

fn in_margin(line: &Line, height: f64) -> bool {
    line.bottom < height * MARGIN || line.top > height * (1.0 - MARGIN)
}

/// Lines that stand at one height on most pages with the same words; figures in them may count pages.
fn repeated(pages: &[Vec<Line>], heights: &[f64]) -> HashMap<(String, i64), usize> {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for (lines, height) in pages.iter().zip(heights) {
        let outer = lines.iter().take(2).chain(lines.iter().skip(2).rev().take(2));
        for line in outer.filter(|line| in_margin(line, *height) && line.pieces().len() < 3) {
            *seen.entry((masked(&line.text()), band(line))).or_default() += 1;
        }
    }
    seen.retain(|(text, _), count| *count >= 2 && *count * 2 >= pages.len() && text.chars().any(|own| own != '#'));
    seen
}

/// What a lone number exceeds the number of its page by, where that is the same on most pages.
fn numbering(pages: &[Vec<Line>], heights: &[f64]) -> Option<usize> {
    let mut offsets: HashMap<usize, usize> = HashMap::new();
    for (number, (lines, height)) in pages.iter().zip(heights).enumerate() {
        let outer = lines.first().into_iter().chain(lines.iter().skip(1).next_back());
        for line in outer.filter(|line| in_margin(line, *height)) {
            if let Some(offset) = lone_number(&line.text()).and_then(|own| own.checked_sub(number)) {
                *offsets.entry(offset).or_default() += 1;
            }
        }
    }
    let best = offsets.into_iter().max_by_key(|(offset, count)| (*count, usize::MAX - offset))?;
    (best.1 >= 2 && best.1 * 2 >= pages.len()).then_some(best.0)
}

fn lone_number(text: &str) -> Option<usize> {
    if text.len() > 4 { None } else { text.parse().ok() }
}

/// `- 3 -`, `第 3 页`, `第3页 共5页`, `3/5`, `Page 3 of 5`.
fn is_page_number(text: &str) -> bool {
    let close: String = text.chars().filter(|own| !own.is_whitespace()).collect();
    let figures = masked(&close).to_lowercase();
    let dashes = figures.trim_matches(['-', '—', '–', '－', '─', '·', '~', '～', '|', '=']);
    let framed = dashes == "#" && figures.len() > 1;
    let said = matches!(
        dashes,
        "第#页"
            | "第#页共#页"
            | "第#页,共#页"
            | "第#页，共#页"
            | "第#页/共#页"
            | "共#页第#页"
            | "#/#"
            | "#／#"
            | "page#"
            | "page#of#"
            | "#页"
            | "第#页(共#页)"
            | "第#页（共#页）"
    );
    framed || said
}

/// The text with each run of digits as one mark.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for character in text.chars() {
        if !is_digit(character) {
            masked.push(character);
        } else if !masked.ends_with('#') {
            masked.push('#');
        }
    }
    masked
}

/// The height of a line on its page, roughly.
fn band(line: &Line) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a page is some thousand points high; beyond, it saturates")]
    let band = (line.bottom / 6.0).round() as i64;
    band
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_figures() {
        for text in ["- 3 -", "—12—", "第 3 页", "第3页 共5页", "3/5", "Page 3 of 5"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["3", "0.5", "-", "2023年", "第三页", "—"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
