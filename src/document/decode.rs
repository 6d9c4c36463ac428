//! Bytes to text, whatever the encoding.
