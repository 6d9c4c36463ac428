//! Cuts an RTF file into groups, control words and characters.

/// One piece of an RTF file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'a str, Option<i32>),
    /// A backslash and a character that is no letter.
    Symbol(u8),
    /// A byte of text, as it stands or as two figures.
    Byte(u8),
}

/// The tokens of a file in order. Binary pictures are passed over.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    /// A picture is said to be longer than the rest of the file.
    pub(super) overrun: bool,
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, overrun: false }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = self.peek()?;
        if first.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.at += 1;
        if first != b'\'' {
            return Some(Token::Symbol(first));
        }
        let figure = |at: usize| self.bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let (Some(high), Some(low)) = (figure(self.at), figure(self.at + 1)) else {
            return Some(Token::Symbol(first));
        };
        self.at += 2;
        Some(Token::Byte(u8::try_from(high * 16 + low).unwrap_or(b'?')))
    }

    fn word(&mut self) -> Token<'a> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default();
        let number = self.number();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == "bin" {
            let length = number.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
            self.overrun |= length > self.bytes.len() - self.at;
            self.at = self.at.saturating_add(length).min(self.bytes.len());
        }
        Token::Word(word, number)
    }

    fn number(&mut self) -> Option<i32> {
        let is_figure = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        let negative = self.peek() == Some(b'-') && is_figure(self.at + 1);
        if !negative && !is_figure(self.at) {
            return None;
        }
        self.at += usize::from(negative);
        let mut number: i32 = 0;
        while let Some(figure) = self.peek().and_then(|byte| char::from(byte).to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(figure.cast_signed());
            self.at += 1;
        }
        Some(if negative { -number } else { number })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            return match byte {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                // Lines are broken anywhere, for the eye alone.
                b'\r' | b'\n' | 0 => continue,
                _ => Some(Token::Byte(byte)),
            };
        }
    }
}
