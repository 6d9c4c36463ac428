//! A web page saved as one message (mht): finds the page among the parts and undoes how it was packed for the mail.
//! Pictures and style sheets beside it are not looked at.

use super::super::Refusal;

/// How many messages may stand in one another, and how many parts one may have; a saved page has one and some hundred.
const MOST_NESTED: usize = 8;
const MOST_PARTS: usize = 4_096;

/// The most lines in the head of a part; a mail that went a long way has a hundred.
const MOST_HEAD: usize = 1_000;

/// The page of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// What the archive says of its encoding.
    pub(super) charset: Option<String>,
}

/// A part: its head and what follows.
struct Part<'a> {
    kind: String,
    boundary: Option<String>,
    charset: Option<String>,
    start: Option<String>,
    packing: String,
    name: String,
    body: &'a [u8],
}

/// Finds the page: the part that the message names as its start, else the first page in it.
///
/// # Errors
/// When there is none.
pub(super) fn page(bytes: &[u8]) -> Result<Page, Refusal> {
    let mut ahead = vec![(part(bytes), None::<String>, 0)];
    let mut first = None;
    let mut seen = 0;
    while let Some((part, start, depth)) = ahead.pop() {
        seen += 1;
        if seen > MOST_PARTS {
            return Err(Refusal::over_limit(("文件内的部件数", "parts in the file"), MOST_PARTS));
        }
        if let Some(boundary) = &part.boundary {
            if depth >= MOST_NESTED {
                return Err(Refusal::over_limit(("部件嵌套的层数", "levels of parts"), MOST_NESTED));
            }
            let mut inner = split(part.body, boundary);
            inner.truncate(MOST_PARTS + 1);
            let start = part.start.or(start);
            ahead.extend(inner.into_iter().rev().map(|body| (self::part(body), start.clone(), depth + 1)));
            continue;
        }
        if !matches!(part.kind.as_str(), "text/html" | "application/xhtml+xml" | "") {
            continue;
        }
        let is_start = start.is_some_and(|start| start == part.name);
        if is_start || first.is_none() {
            first = Some(part);
        }
        if is_start {
            break;
        }
    }
    let part = first.ok_or_else(|| Refusal::damaged("mht"))?;
    let bytes = match part.packing.as_str() {
        "quoted-printable" => quoted_printable(part.body),
        "base64" => base64(part.body),
        _ => part.body.to_vec(),
    };
    Ok(Page { bytes, charset: part.charset })
}

/// Reads the head of a part. Lines of it that begin with a blank go on from the line before.
fn part(bytes: &[u8]) -> Part<'_> {
    let mut body = bytes;
    let mut head: Vec<String> = Vec::new();
    while let Some((line, rest)) = next_line(body).filter(|_| head.len() < MOST_HEAD) {
        body = rest;
        let line = String::from_utf8_lossy(line).into_owned();
        if line.trim().is_empty() {
            // Blank lines before the head are none of its end.
            if head.is_empty() {
                continue;
            }
            break;
        }
        match head.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => head.push(line),
        }
    }
    let field = |name: &str| {
        head.iter().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let kind = field("content-type").unwrap_or_default();
    let is_multipart = kind.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
    Part {
        kind: kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
        boundary: parameter(kind, "boundary").filter(|boundary| is_multipart && !boundary.is_empty()),
        charset: parameter(kind, "charset"),
        start: parameter(kind, "start").map(|start| plain_name(&start)),
        packing: field("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase(),
        name: plain_name(field("content-id").unwrap_or_default()),
        body,
    }
}

fn plain_name(name: &str) -> String {
    name.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// The first line without its end, and what follows; `None` at the end.
fn next_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest.get(1..).unwrap_or_default()))
}

/// A parameter of a field, as `text/html; charset="gb2312"`.
fn parameter(field: &str, name: &str) -> Option<String> {
    let mut rest = field.split_once(';')?.1;
    loop {
        let (own, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let (value, behind) = match behind.strip_prefix('"') {
            Some(quoted) => {
                let (value, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
                (value, behind.split_once(';').map_or("", |(_, behind)| behind))
            }
            None => behind.split_once(';').unwrap_or((behind, "")),
        };
        // A parameter without a value is passed over.
        if own.rsplit(';').next().is_some_and(|own| own.trim().eq_ignore_ascii_case(name)) {
            return Some(value.trim().to_owned());
        }
        rest = behind;
    }
}

/// What stands between the lines of a boundary. The last part may lack its end.
fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut rest = body;
    while let Some((line, behind)) = next_line(rest) {
        let at = body.len() - rest.len();
        if let Some(mark) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()))
            && matches!(mark.trim_ascii(), b"" | b"--")
        {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = (mark.trim_ascii() != b"--").then_some(body.len() - behind.len());
        }
        rest = behind;
    }
    if let Some(start) = start {
        parts.push(&body[start..]);
    }
    parts
}

/// Bytes as `=C4`; a line that ends with `=` goes on. What is no such pair stays as it is.
fn quoted_printable(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len());
    let mut rest = packed;
    while let Some((line, behind)) = next_line(rest) {
        let is_last = behind.is_empty() && !rest.ends_with(b"\n");
        rest = behind;
        let line = line.trim_ascii_end();
        let (line, goes_on) = line.strip_suffix(b"=").map_or((line, false), |line| (line, true));
        let mut at = 0;
        while let Some(byte) = line.get(at) {
            let pair = line.get(at + 1..at + 3).and_then(|pair| Some((hexadecimal(pair[0])?, hexadecimal(pair[1])?)));
            match pair {
                Some((high, low)) if *byte == b'=' => {
                    bytes.push(high << 4 | low);
                    at += 3;
                }
                _ => {
                    bytes.push(*byte);
                    at += 1;
                }
            }
        }
        if !goes_on && !is_last {
            bytes.push(b'\n');
        }
    }
    bytes
}

fn hexadecimal(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Three bytes as four letters; whatever is no such letter is passed over.
fn base64(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len() / 4 * 3);
    let mut held: u32 = 0;
    let mut bits = 0;
    for byte in packed {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).unwrap_or_default());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packings_are_undone() {
        assert_eq!(quoted_printable(b"a=3D=\r\nb =C4=E3\r\n=zz c"), b"a=b \xC4\xE3\n=zz c");
        assert_eq!(base64(b"5Li A\r\n5LqM\n"), "一二".as_bytes());
    }

    #[test]
    fn parameters_with_and_without_quotes() {
        assert_eq!(parameter("text/html; charset=\"gb2312\"", "charset").as_deref(), Some("gb2312"));
        assert_eq!(parameter("a/b; x; type=\"text/html\";\tCharset = utf-8 ", "charset").as_deref(), Some("utf-8"));
        assert_eq!(parameter("text/html", "charset"), None);
        assert_eq!(parameter("text/html; charset", "charset"), None);
    }
}
