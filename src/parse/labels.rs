//! How labels are compared: letters and figures alone, with the leading numeral apart, and small misprints forgiven.

use unicode_normalization::UnicodeNormalization;

/// Letters and figures of a text in their compatibility form: white space, brackets, quotes and all other punctuation
/// are put aside, for exporters and typists change them freely.
#[must_use]
pub fn key(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    text.nfkc().filter(|character| character.is_alphanumeric()).collect()
}

/// A label's leading numeral (as a number) and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered<'a> {
    pub number: Option<u32>,
    pub stem: &'a str,
}

/// Cuts the leading numeral off a key: `一总体情况`, `1属于国家秘密`, `第一部分总体情况`.
#[must_use]
pub fn numbered(key: &str) -> Numbered<'_> {
    if let Some(rest) = key.strip_prefix('第')
        && let Some((numeral, stem)) = rest.split_once("部分")
        && let Some(number) = numeral_value(numeral)
    {
        return Numbered { number: Some(number), stem };
    }
    let end = key.find(|character: char| !is_numeral(character)).unwrap_or(key.len());
    let end = end - year_length(&key[..end], &key[end..]);
    match numeral_value(&key[..end]) {
        Some(number) => Numbered { number: Some(number), stem: &key[end..] },
        None => Numbered { number: None, stem: key },
    }
}

/// How much of the figures that begin a label is a year and no list numeral: 4 of `一2022` before `年新收`.
fn year_length(figures: &str, rest: &str) -> usize {
    let digits = figures.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits == 4 && rest.starts_with('年') { 4 } else { 0 }
}

/// 1 to 9 as they are written on cheques, and in some headings.
const FORMAL: &str = "壹贰叁肆伍陆柒捌玖";

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(character, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
        || FORMAL.contains(character)
}

/// `3`, `12`, `三`, `十二`; nothing for anything longer, which is no list numeral.
fn numeral_value(numeral: &str) -> Option<u32> {
    if !numeral.is_empty() && numeral.len() <= 2 && numeral.bytes().all(|byte| byte.is_ascii_digit()) {
        return numeral.parse().ok();
    }
    let digit = |character: char| {
        let digits = "一二三四五六七八九".chars().zip(1..).chain(FORMAL.chars().zip(1..));
        digits.into_iter().find(|(c, _)| *c == character).map(|(_, value)| value)
    };
    let characters: Vec<char> = numeral.chars().collect();
    match characters.as_slice() {
        ['十'] => Some(10),
        ['十', unit] => Some(10 + digit(*unit)?),
        [unit] => digit(*unit),
        _ => None,
    }
}

/// How well a printed label fits one of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// One or two characters differ in a long label.
    Close,
    /// Another wording that is known, or the numeral is missing or differs.
    Alias,
    /// The form's own wording.
    Exact,
}

/// A label of the form, ready to be compared.
#[derive(Debug, Clone)]
pub struct Label {
    key: String,
    number: Option<u32>,
    /// The form's own wording first.
    stems: Vec<String>,
    /// Other wordings that count only with their numeral: （七）合计, for a 合计 alone may sum up anything.
    wholes: Vec<String>,
}

impl Label {
    /// From the form's wording and its aliases.
    #[must_use]
    pub fn new(wording: &str, aliases: &[String]) -> Self {
        let whole = key(wording);
        let Numbered { number, stem } = numbered(&whole);
        let (wholes, others): (Vec<String>, Vec<String>) =
            aliases.iter().map(|alias| key(alias)).partition(|alias| numbered(alias).number.is_some());
        let stems = std::iter::once(stem.to_owned()).chain(others).collect();
        Self { number, stems, wholes, key: whole }
    }

    /// The form's wording without its numeral.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.stems[0]
    }

    /// The numeral of the form.
    #[must_use]
    pub const fn number(&self) -> Option<u32> {
        self.number
    }

    /// Whether a printed key is this label.
    #[must_use]
    pub fn fit(&self, printed: &str) -> Option<Fit> {
        if printed == self.key {
            return Some(Fit::Exact);
        }
        if self.wholes.iter().any(|own| own == printed) {
            return Some(Fit::Alias);
        }
        let Numbered { number, stem } = numbered(printed);
        let same_number = number.is_none() || self.number.is_none() || number == self.number;
        let length = stem.chars().count();
        if self.stems.iter().any(|own| own == stem) {
            // A short stem (其他, 总计) with another numeral is another label.
            return (same_number || length >= 4).then_some(Fit::Alias);
        }
        if same_number
            && let Some(rest) = without_year(stem)
            && self.stems.iter().any(|own| relative(own) == Some(rest))
        {
            return Some(Fit::Alias);
        }
        let close = |own: &String| length >= 6 && within(own, stem, if length >= 12 { 2 } else { 1 });
        (same_number && self.stems.iter().any(close)).then_some(Fit::Close)
    }

    /// Whether a printed key could be the beginning of this label, as when a cell is broken over lines.
    #[must_use]
    pub fn may_begin(&self, printed: &str) -> bool {
        let Numbered { number, stem } = numbered(printed);
        (number.is_none() || number == self.number || self.number.is_none())
            && (self.key.starts_with(printed) || self.stems.iter().any(|own| own.starts_with(stem)))
    }
}

/// A label that names the year (2022年新收) without it.
fn without_year(stem: &str) -> Option<&str> {
    let end = stem.find(|character: char| !character.is_ascii_digit()).filter(|end| *end == 4)?;
    let rest = stem[end..].strip_prefix('年')?;
    Some(rest.strip_prefix('度').unwrap_or(rest))
}

/// A label of the form that speaks of this year or the last without these words.
fn relative(stem: &str) -> Option<&str> {
    stem.strip_prefix("本年").or_else(|| stem.strip_prefix("上年"))
}

/// Whether two texts differ by at most `limit` inserted, deleted or replaced characters, or one swapped pair.
fn within(left: &str, right: &str, limit: usize) -> bool {
    if left.len().abs_diff(right.len()) > limit * char::MAX.len_utf8() {
        return false;
    }
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > limit {
        return false;
    }
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, own) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let replaced = previous[column] + usize::from(own != other);
            current.push(replaced.min(previous[column + 1] + 1).min(current[column] + 1));
        }
        if current.iter().min().is_some_and(|best| *best > limit) {
            return false;
        }
        previous = current;
    }
    previous.last().is_some_and(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_may_name_the_year() {
        let new = Label::new("一、本年新收政府信息公开申请数量", &["本年新收申请数量".to_owned()]);
        let carried = Label::new("二、上年结转政府信息公开申请数量", &[]);
        for printed in ["一、2022年新收政府信息公开申请数量", "2022年度新收政府信息公开申请数量", "2022年新收申请数量"]
        {
            assert_eq!((new.fit(&key(printed)), carried.fit(&key(printed))), (Some(Fit::Alias), None), "{printed}");
        }
        assert_eq!(carried.fit(&key("二、2021年结转政府信息公开申请数量")), Some(Fit::Alias));
        assert_eq!(Label::new("本年制发件数", &[]).fit(&key("2022年废止件数")), None);
    }

    #[test]
    fn punctuation_width_and_blanks_do_not_matter() {
        let label = Label::new("（三）不予公开", &[]);
        for printed in ["（三）不予公开", "(三) 不予公开", "三)不予公开", "（三） 不予公开："]
        {
            assert_eq!(label.fit(&key(printed)), Some(Fit::Exact), "{printed}");
        }
        assert_eq!(label.fit(&key("不予公开")), Some(Fit::Alias));
        assert_eq!(label.fit(&key("不予处理")), None);
    }

    #[test]
    fn short_labels_need_their_numeral() {
        let label = Label::new("3.其他", &[]);
        assert_eq!(label.fit(&key("3. 其他")), Some(Fit::Exact));
        assert_eq!(label.fit(&key("其他")), Some(Fit::Alias));
        assert_eq!(label.fit(&key("6.其他")), None);
    }

    #[test]
    fn misprints_in_long_labels_are_forgiven() {
        let label = Label::new("三、收到和处理政府信息公开申请情况", &[]);
        assert_eq!(label.fit(&key("三、收到和处理政府政府信息公开申请情况")), Some(Fit::Close));
        assert_eq!(Label::new("2.重复申请", &[]).fit(&key("2.重复申诉")), None);
    }

    #[test]
    fn numerals() {
        assert_eq!(numbered("第一部分总体情况"), Numbered { number: Some(1), stem: "总体情况" });
        assert_eq!(numbered("十二甲"), Numbered { number: Some(12), stem: "甲" });
        assert_eq!(numbered("2021年"), Numbered { number: None, stem: "2021年" });
    }
}
