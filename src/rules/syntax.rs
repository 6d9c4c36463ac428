//! What the readers of TOML and of regular expressions say of a slip, in the words of an office: they speak English only,
//! and of what programs are made of.

use regex_syntax::ast::ErrorKind;

use crate::model::Phrase;

/// How the reader of TOML begins what it says, and what it means.
const SLIPS: &[(&str, &str, &str)] = &[
    ("duplicate key", "这一项写了两次", "this key is given twice"),
    ("cannot extend value", "与前面同名的项冲突", "it clashes with what is written above under the same name"),
    ("missing comma between array", "列表里缺逗号", "a comma is lacking in the list"),
    ("missing comma between key", "花括号里缺逗号", "a comma is lacking within the braces"),
    ("missing assignment", "缺等号", "an equals sign is lacking"),
    ("key with no value", "这一项没有写“= 值”", "the key has no value"),
    ("missing value", "等号后面没有值", "nothing follows the equals sign"),
    ("unquoted keys cannot be empty", "等号前面没有名称", "there is no name before the equals sign"),
    ("invalid unquoted key", "名称只能用英文字母、数字、- 和 _", "a name takes letters, digits, - and _ only"),
    ("invalid key", "名称只能用英文字母、数字、- 和 _", "a name takes letters, digits, - and _ only"),
    ("keys cannot be", "名称不能写成多行文字", "a name cannot be a text of several lines"),
    ("unclosed array table", "双方括号 [[ ]] 没有配对", "the double brackets [[ ]] do not match"),
    ("unclosed table", "方括号 [ ] 没有配对", "the brackets [ ] do not match"),
    ("invalid table", "方括号 [ ] 没有配对", "the brackets [ ] do not match"),
    ("unclosed array", "列表的方括号没有关上", "the list is not closed by a bracket"),
    ("unclosed inline table", "花括号没有关上", "the braces are not closed"),
    ("invalid inline table", "花括号里写法有误", "what stands within the braces is malformed"),
    ("missing key for inline table", "花括号里缺名称", "a name is lacking within the braces"),
    ("missing opening quote", "文字要用英文引号括起来", "a text needs quotes"),
    ("string values must be quoted", "文字要用英文引号括起来", "a text needs quotes"),
    ("unquoted string", "文字要用英文引号括起来", "a text needs quotes"),
    ("invalid basic string", "引号没有配对，或文字里有换行", "the quotes do not match, or the text runs over a line"),
    ("invalid literal string", "引号没有配对，或文字里有换行", "the quotes do not match, or the text runs over a line"),
    ("invalid multi-line", "三个引号没有配对", "the triple quotes do not match"),
    (
        "missing escaped value",
        "反斜杠的写法有误；正则表达式请用单引号括起来",
        "the backslash is wrong; put patterns in single quotes",
    ),
    (
        "too few unicode",
        "反斜杠的写法有误；正则表达式请用单引号括起来",
        "the backslash is wrong; put patterns in single quotes",
    ),
    (
        "invalid escape",
        "反斜杠的写法有误；正则表达式请用单引号括起来",
        "the backslash is wrong; put patterns in single quotes",
    ),
    ("invalid date", "日期写法有误，应如 2024-01-15", "the date is malformed; write it as 2024-01-15"),
    ("invalid boolean", "应为 true 或 false", "it should be true or false"),
    ("unexpected leading zero", "数字不能以0开头", "a number does not begin with 0"),
    ("redundant", "数字写法有误", "the number is malformed"),
    ("invalid integer", "数字写法有误", "the number is malformed"),
    ("invalid float", "数字写法有误", "the number is malformed"),
    ("invalid mantissa", "数字写法有误", "the number is malformed"),
    ("invalid fraction", "数字写法有误", "the number is malformed"),
    ("invalid exponent", "数字写法有误", "the number is malformed"),
    ("integer number overflowed", "数字太大", "the number is too large"),
    ("floating-point number overflowed", "数字太大", "the number is too large"),
    ("unexpected", "这里有多余的内容", "there is more than belongs here"),
    ("carriage return", "有多余的控制字符", "there is a stray control character"),
    ("invalid comment character", "有多余的控制字符", "there is a stray control character"),
    ("cannot recurse", "嵌套太深", "it is nested too deeply"),
    ("recursion limit", "嵌套太深", "it is nested too deeply"),
];

/// Signs that Chinese keyboards give for those that TOML knows.
const FULL_WIDTH: [char; 10] = ['“', '”', '‘', '’', '＝', '，', '［', '］', '｛', '｝'];

/// A line is shown up to so many characters.
const SHOWN: usize = 60;

/// Where a slip stands, and what it is.
pub(crate) struct Slip {
    /// Counted from 1.
    pub(crate) line: usize,
    pub(crate) what: Phrase,
}

/// The slips of a text, each with its column and the text of its line; of one line the first, for the others follow from it.
pub(crate) fn slips(text: &str, errors: &[toml::de::Error]) -> Vec<Slip> {
    let mut slips: Vec<Slip> = errors.iter().map(|error| slip(text, error)).collect();
    slips.sort_by_key(|slip| slip.line);
    slips.dedup_by_key(|slip| slip.line);
    slips
}

fn slip(text: &str, error: &toml::de::Error) -> Slip {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let known = SLIPS.iter().find(|(begins, ..)| error.message().starts_with(begins));
    let written = line_at(text, at);
    let (zh, en) = match known {
        // Of nothing at all the reader says that it should be quoted.
        _ if written.ends_with('=') => ("等号后面没有值", "nothing follows the equals sign"),
        Some((_, zh, en)) => (*zh, *en),
        None => ("不合 TOML 的写法", "this is not how TOML is written"),
    };
    let bare: String = written.split('"').step_by(2).collect();
    let (wide_zh, wide_en) = match bare.chars().find(|c| FULL_WIDTH.contains(c)) {
        Some(c) => {
            (format!("；“{c}”是全角符号，请改用半角"), format!("; “{c}” is a full-width sign, use the half-width one"))
        }
        None => (String::new(), String::new()),
    };
    let what = Phrase::new(format!("第{column}列：{zh}{wide_zh}"), format!("column {column}: {en}{wide_en}"));
    Slip { line, what: with_line(&what, text, at) }
}

/// What is said of a place, with the text of its line.
pub(crate) fn with_line(said: &Phrase, text: &str, at: usize) -> Phrase {
    let line = line_at(text, at);
    if line.is_empty() {
        return said.clone();
    }
    let more = if line.chars().count() > SHOWN { "…" } else { "" };
    let line: String = line.chars().take(SHOWN).collect();
    Phrase::new(format!("{}（`{line}{more}`）", said.zh), format!("{} (`{line}{more}`)", said.en))
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}

/// What is wrong with a regular expression.
pub(crate) fn pattern(text: &str) -> Phrase {
    let Err(error) = regex_syntax::ast::parse::Parser::new().parse(text) else {
        // The pattern is well-formed: it names a class of characters that does not exist, or is too large.
        return Phrase::new(
            "模式太大，或有不存在的字符类 \\p{…}",
            "the pattern is too large, or names a class \\p{…} that does not exist",
        );
    };
    let column = error.span().start.column;
    let (zh, en) = of_kind(error.kind());
    Phrase::new(format!("第{column}个字符处，{zh}"), format!("at character {column}, {en}"))
}

const fn of_kind(kind: &ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::GroupUnclosed => ("圆括号没有关上", "unclosed group"),
        ErrorKind::GroupUnopened => ("多了一个右圆括号", "there is a closing bracket too many"),
        ErrorKind::ClassUnclosed => ("方括号没有关上", "unclosed square bracket"),
        ErrorKind::ClassRangeInvalid | ErrorKind::ClassRangeLiteral => {
            ("方括号里的范围前后颠倒", "a range in square brackets ends before it begins")
        }
        ErrorKind::RepetitionMissing => ("*、+、? 或 {} 前面没有内容", "nothing stands before *, +, ? or {}"),
        ErrorKind::RepetitionCountInvalid
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::RepetitionCountUnclosed
        | ErrorKind::DecimalEmpty
        | ErrorKind::DecimalInvalid => ("花括号里的次数写法有误", "the count in braces is malformed"),
        ErrorKind::EscapeUnexpectedEof
        | ErrorKind::EscapeUnrecognized
        | ErrorKind::ClassEscapeInvalid
        | ErrorKind::EscapeHexEmpty
        | ErrorKind::EscapeHexInvalid
        | ErrorKind::EscapeHexInvalidDigit => ("反斜杠后面的写法有误", "what follows the backslash is malformed"),
        ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference => {
            ("不支持前后断言和反向引用", "look-around and back-references are not supported")
        }
        ErrorKind::GroupNameDuplicate { .. }
        | ErrorKind::GroupNameEmpty
        | ErrorKind::GroupNameInvalid
        | ErrorKind::GroupNameUnexpectedEof => {
            ("组名写法有误，应如 (?P<word>…)", "the group's name is malformed; write (?P<word>…)")
        }
        ErrorKind::NestLimitExceeded(_) | ErrorKind::CaptureLimitExceeded => {
            ("嵌套或括号太多", "there are too many brackets")
        }
        _ => ("写法有误", "it is malformed"),
    }
}
