//! Looks at the tags of a page before it is parsed: the parser compares each attribute with all others of its tag, so a
//! tag of a million of them would take hours.

/// The most attributes of one tag; real tags have up to about 40.
pub(super) const MOST_ATTRIBUTES: usize = 500;

/// Elements whose content holds no tags.
const RAW: [&str; 9] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// At least as many attributes as the richest tag of the page has.
pub(super) fn most_attributes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut most = 0;
    let mut at = 0;
    while let Some(open) = memchr(bytes, at, b'<') {
        at = open + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at = comment_end(bytes, at + 3);
        } else if rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
            let (attributes, end) = tag(bytes, at);
            most = most.max(attributes);
            at = raw_end(bytes, at, end);
        }
    }
    most
}

fn memchr(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    bytes.get(from..)?.iter().position(|byte| *byte == wanted).map(|offset| from + offset)
}

fn comment_end(bytes: &[u8], mut at: usize) -> usize {
    // `<!-->` and `<!--->` are whole comments.
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(b">") || rest.starts_with(b"->") {
        return at;
    }
    while let Some(close) = memchr(bytes, at, b'>') {
        let before = &bytes[..close];
        if before.ends_with(b"--") || before.ends_with(b"--!") {
            return close;
        }
        at = close + 1;
    }
    bytes.len()
}

/// How many attributes the tag at `at` may have, and where it ends.
fn tag(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut attributes = 0;
    let mut quote = None;
    let mut is_between = false;
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(mark), byte) => {
                if *byte == mark {
                    quote = None;
                    is_between = true;
                }
            }
            (None, b'>') => break,
            (None, b'"' | b'\'') if bytes[..at].trim_ascii_end().ends_with(b"=") => quote = Some(*byte),
            (None, byte) if byte.is_ascii_whitespace() || *byte == b'/' => is_between = true,
            (None, _) if is_between => {
                attributes += 1;
                is_between = false;
            }
            (None, _) => {}
        }
        at += 1;
    }
    (attributes, at)
}

/// Where reading goes on behind a tag: behind the content of an element that holds no tags.
fn raw_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let is_raw = |name: &&&str| {
        bytes.get(start..start + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            && bytes.get(start + name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    let Some(name) = RAW.iter().find(is_raw) else {
        return end;
    };
    let mut at = end;
    while let Some(open) = memchr(bytes, at, b'<') {
        let behind = bytes.get(open + 1..).unwrap_or_default();
        let closes = behind.strip_prefix(b"/").and_then(|rest| rest.get(..name.len()));
        if closes.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes())) {
            return open;
        }
        at = open + 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_where_tags_are() {
        assert_eq!(most_attributes("<p><td a b=1 c='x y' d=\"<e f g h>\">甲</td>"), 4);
        assert_eq!(most_attributes("<!-- <a b c d e f> --><a b>"), 1);
        assert_eq!(most_attributes("<script>if (i<n a b c d e)</script><a b>"), 1);
        assert_eq!(most_attributes("<!--><a b c>"), 2);
        assert_eq!(most_attributes(&format!("<a {}>", "b ".repeat(9_000))), 9_000);
        assert_eq!(most_attributes(&format!("<a {}>", "b/".repeat(900))), 900);
    }
}
