//! What a file is, by its first bytes and never by its name.

/// A kind of file that offices send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Empty,
    Text,
    Html,
    Rtf,
    Pdf,
    /// A zip container: docx, xlsx, odt, ofd, or a plain archive.
    Zip,
    /// The binary container of Word, WPS and Excel before 2007, and of encrypted newer files.
    Ole,
    /// rar, 7z, gzip: not a report but something that may hold one.
    Archive,
    Image,
    /// None of these, and no text.
    Binary,
}

/// Looks at the content of a whole file.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Kind {
    const MAGIC: [(&[u8], Kind); 13] = [
        (b"%PDF-", Kind::Pdf),
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Ole),
        (b"{\\rtf", Kind::Rtf),
        (b"Rar!\x1A\x07", Kind::Archive),
        (b"7z\xBC\xAF\x27\x1C", Kind::Archive),
        (b"\x1F\x8B", Kind::Archive),
        (b"\x89PNG", Kind::Image),
        (b"\xFF\xD8\xFF", Kind::Image),
        (b"GIF8", Kind::Image),
        (b"II*\0", Kind::Image),
        (b"\x7FELF", Kind::Binary),
    ];
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
    let Some(start) = start else {
        return Kind::Empty;
    };
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *kind;
    }
    let head = bytes[start..].strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes[start..]);
    let head = String::from_utf8_lossy(&head[..head.len().min(1024)]).trim_start().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") && head.contains("<html"))
    {
        return Kind::Html;
    }
    Kind::Text
}

/// Whether decoded characters are those of a text: hardly any control characters, some letters or figures.
#[must_use]
pub fn is_prose(text: &str) -> bool {
    let mut controls = 0;
    let mut total = 0;
    let mut meaningful = 0;
    for character in text.chars() {
        total += 1;
        if (character.is_control() && !matches!(character, '\n' | '\t' | '\u{C}' | '\u{B}')) || character == '\u{FFFD}'
        {
            controls += 1;
        } else if character.is_alphanumeric() {
            meaningful += 1;
        }
    }
    meaningful > 0 && controls * 20 <= total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        assert_eq!(sniff(b""), Kind::Empty);
        assert_eq!(sniff(b" \r\n\t"), Kind::Empty);
        assert_eq!(sniff(b"%PDF-1.7"), Kind::Pdf);
        assert_eq!(sniff(b"PK\x03\x04rest"), Kind::Zip);
        assert_eq!(sniff(b"\n\n<!DOCTYPE html><html>"), Kind::Html);
        assert_eq!(sniff("青云县".as_bytes()), Kind::Text);
    }

    #[test]
    fn noise_is_no_prose() {
        assert!(is_prose("一、总体情况\n\t0\n"));
        assert!(!is_prose("\u{1}\u{2}\u{3}a\u{FFFD}\u{FFFD}"));
        assert!(!is_prose("\n\n"));
    }
}
