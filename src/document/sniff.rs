//! What a file is, by its first bytes and never by its name.

use super::Limits;
use super::container;
use super::decode::decode;
use super::package::Package;

/// A kind of file that offices send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Empty,
    Text,
    Html,
    /// A web page saved whole, as one message.
    Mht,
    Rtf,
    Pdf,
    Docx,
    Odt,
    Xlsx,
    Ods,
    Ofd,
    /// Word 97 to 2003, and WPS.
    Doc,
    /// Excel 97 to 2003, and the spreadsheets of WPS.
    Xls,
    /// An office file under a password.
    Encrypted,
    /// A file of an office program that has no reader, and that its program saves as docx: Word 2003 XML, flat
    /// `OpenDocument`, Pages, Numbers.
    Unread,
    /// Another office file: a presentation, a message, a database.
    Office,
    /// zip, rar, 7z, gzip: not a report but something that may hold one.
    Archive,
    /// A zip without its end, of which nothing tells what it was.
    CutOff,
    Image,
    /// None of these, and no text.
    Binary,
}

impl Kind {
    /// What reviewers call it, in Chinese and in English.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("空文件", "empty"),
            Self::Text => ("文本文件", "plain text"),
            Self::Html => ("网页", "a web page"),
            Self::Mht => ("单个文件网页", "a web archive"),
            Self::Rtf => ("RTF 文件", "an RTF file"),
            Self::Pdf => ("PDF 文件", "a PDF file"),
            Self::Docx => ("Word 文件（docx）", "a Word file (docx)"),
            Self::Odt => ("OpenDocument 文字文件", "an OpenDocument text"),
            Self::Ods => ("OpenDocument 表格文件", "an OpenDocument spreadsheet"),
            Self::Xlsx => ("Excel 文件（xlsx）", "an Excel file (xlsx)"),
            Self::Ofd => ("OFD 版式文件", "an OFD file"),
            Self::Doc => ("旧版 Word 或 WPS 文件", "an old Word or WPS file"),
            Self::Xls => ("旧版 Excel 文件", "an old Excel file"),
            Self::Encrypted => ("加密文件", "an encrypted file"),
            Self::Unread => ("少见的文字处理文件", "a word processor's file of a rare kind"),
            Self::Office => ("其他办公文件", "another office file"),
            Self::Archive => ("压缩包", "an archive"),
            Self::CutOff => ("不完整的文件", "an incomplete file"),
            Self::Image => ("图片", "an image"),
            Self::Binary => ("无法识别的文件", "an unknown file"),
        }
    }
}

/// Looks at the content of a whole file.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Kind {
    const MAGIC: [(&[u8], Kind); 9] = [
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
    // Readers of PDF allow some bytes before the mark.
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Kind::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return ole_kind(bytes);
    }
    text_kind(bytes, start)
}

/// Which office file a zip is, by the parts that it holds.
fn zip_kind(bytes: &[u8]) -> Kind {
    let limits = Limits { parts: usize::MAX, ..Limits::default() };
    // Without its directory, which stands at the end, a zip was cut off on the way: its names still tell what it was.
    let Ok(mut package) = Package::open(bytes, "zip", &limits) else {
        let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        return match () {
            () if holds(b"word/document") => Kind::Docx,
            () if holds(b"xl/workbook") => Kind::Xlsx,
            () if holds(b"OFD.xml") => Kind::Ofd,
            () => Kind::CutOff,
        };
    };
    let names: Vec<String> = package.names().take(limits.parts).collect();
    let holds = |wanted: &str| names.iter().any(|name| name == wanted);
    let holds_in = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if holds("encryptedpackage") || (holds("meta-inf/manifest.xml") && package.is_encrypted()) {
        return Kind::Encrypted;
    }
    if holds("ofd.xml") {
        return Kind::Ofd;
    }
    if holds("[content_types].xml") || holds("_rels/.rels") {
        return match () {
            () if holds_in("word/") => Kind::Docx,
            () if holds_in("xl/") => Kind::Xlsx,
            () if holds_in("ppt/") || holds_in("visio/") => Kind::Office,
            // Some writers give the main part a name of their own; the relationships lead to it.
            () => Kind::Docx,
        };
    }
    // Pages and Numbers keep their pages in archives of their own.
    if holds("index/document.iwa") || holds("index.zip") || holds("index.xml") && holds_in("quicklook/") {
        return Kind::Unread;
    }
    if holds("content.xml") && (holds("mimetype") || holds("meta-inf/manifest.xml")) {
        return open_document_kind(&mut package);
    }
    Kind::Archive
}

fn open_document_kind(package: &mut Package) -> Kind {
    match package.part("mimetype") {
        Ok(Some(kind)) if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => Kind::Ods,
        Ok(Some(kind)) if kind.starts_with(b"application/vnd.oasis.opendocument.presentation") => Kind::Office,
        _ => Kind::Odt,
    }
}

/// Which office file a binary container is, by the streams that it holds.
fn ole_kind(bytes: &[u8]) -> Kind {
    let Some(container) = container::open(bytes) else {
        // The names of streams are UTF-16.
        let holds = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(name.len()).any(|window| window == name)
        };
        return match () {
            () if holds("EncryptedPackage") => Kind::Encrypted,
            () if holds("WordDocument") => Kind::Doc,
            () if holds("Workbook") => Kind::Xls,
            // Cut off or damaged; Word files are the likeliest by far, and their reader says what to do.
            () => Kind::Doc,
        };
    };
    match () {
        () if container.exists("EncryptedPackage") => Kind::Encrypted,
        () if container.exists("WordDocument") => Kind::Doc,
        () if container.exists("Workbook") || container.exists("Book") => Kind::Xls,
        () => Kind::Office,
    }
}

fn text_kind(bytes: &[u8], start: usize) -> Kind {
    let head = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => decode(&bytes[..bytes.len().min(4096) & !1]).text,
        _ => {
            let head = bytes[start..].strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes[start..]);
            String::from_utf8_lossy(&head[..head.len().min(4096)]).into_owned()
        }
    };
    let head = head.trim_start().to_ascii_lowercase();
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
        "<meta",
        "<!--",
        "<p>",
        "<p ",
        "<span",
        "<h1",
        "<center",
        "<font",
        "<style",
        "<title",
        "<link",
        "<article",
        "<section",
        "<script",
    ];
    if is_office_markup(&head) {
        return Kind::Unread;
    }
    if tags.iter().any(|tag| head.starts_with(tag)) || (head.starts_with("<?xml") && head.contains("<html")) {
        return Kind::Html;
    }
    if head.contains("mime-version:") && head.contains("content-type:") {
        return Kind::Mht;
    }
    Kind::Text
}

/// Whether a text is the single XML file of an office program: Word or Excel of 2003, Word's flat package, or flat
/// `OpenDocument`.
fn is_office_markup(head: &str) -> bool {
    const ROOTS: [&str; 5] = ["<w:worddocument", "<worddocument", "<office:document", "<pkg:package", "<ss:workbook"];
    let is_markup = head.starts_with("<?xml") || ROOTS.iter().any(|root| head.starts_with(root));
    is_markup
        && (ROOTS.iter().any(|root| head.contains(root))
            || head.contains("<?mso-application")
            || head.contains("urn:schemas-microsoft-com:office:spreadsheet"))
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
        assert_eq!(sniff(b"PK\x03\x04rest"), Kind::CutOff);
        assert_eq!(sniff(b"PK\x03\x04 word/document.xml cut off"), Kind::Docx);
        assert_eq!(sniff("MIME-Version: 1.0\nContent-Type: multipart/related".as_bytes()), Kind::Mht);
        assert_eq!(sniff(b"\n\n<!DOCTYPE html><html>"), Kind::Html);
        assert_eq!(sniff("青云县".as_bytes()), Kind::Text);
        for office in [
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?><w:wordDocument>",
            "\u{FEFF}<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"\">",
            "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\">",
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
        ] {
            assert_eq!(sniff(office.as_bytes()), Kind::Unread, "{office}");
        }
    }

    #[test]
    fn noise_is_no_prose() {
        assert!(is_prose("一、总体情况\n\t0\n"));
        assert!(!is_prose("\u{1}\u{2}\u{3}a\u{FFFD}\u{FFFD}"));
        assert!(!is_prose("\n\n"));
    }
}
